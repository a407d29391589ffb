"""The compiled map: what the normaliser finds is what was put in."""

from hypothesis import given
from hypothesis import strategies as st
from tokenizers.normalizers import Precompiled

from index.encoders.e5_file import compile_charsmap

CHARACTERS = st.characters(exclude_characters="\0", exclude_categories=("Cs", "Mn", "Me", "Mc", "Cf", "Cc", "Zl", "Zp"))


@given(st.dictionaries(CHARACTERS, st.text(CHARACTERS, max_size=3), min_size=1, max_size=60), CHARACTERS)
def test_each_character_folds_to_its_own(folded: dict[str, str], other: str) -> None:
    """Those that the map does not hold stay as they are."""
    normalizer = Precompiled(compile_charsmap(folded))

    for character in [*folded, other]:
        assert normalizer.normalize_str(character) == folded.get(character, character)


def test_a_letter_and_its_accent_are_found_as_one() -> None:
    """A key may have several characters."""
    normalizer = Precompiled(compile_charsmap({"a\u0301": "á", "b": "", "ﬁ": "fi"}))

    assert normalizer.normalize_str("a\u0301bﬁa") == "áfia"
