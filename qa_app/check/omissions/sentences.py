"""Where the sentences of a folded text begin and end. Pure."""

from qa_app.check.language.fold import Folded, is_word
from qa_app.check.language.vocabulary import FUNCTION_WORDS, MINOR, PERSONS

_LONGEST_SENTENCE = 250  # keys on either side that are read for its beginning and end
_ABBREVIATED, _LONGEST_ABBREVIATION = 2, 3  # letters, of any word and of one before a number: "Abs. 2"
# With a capital they begin a sentence, and are no initials.
_SMALL = frozenset(word for words in FUNCTION_WORDS.values() for word in words if len(word) > 1 or word == "i")


def sentence_start(text: Folded, at: int) -> int:
    """The first key of the sentence that the key before `at` is in; `at` where one begins there."""
    first = at
    while first and at - first < _LONGEST_SENTENCE and not _ends(text, first - 1):
        first -= 1
    return first


def sentence_end(text: Folded, at: int) -> int:
    """Behind the last key of the sentence that the key `at` is in; `at` where one ends there."""
    end = at
    while end < len(text) and end - at < _LONGEST_SENTENCE and (end == 0 or not _ends(text, end - 1)):
        end += 1
    return end


def _ends(text: Folded, at: int) -> bool:
    """Whether a sentence ends with that key, or an item of a list before the label of the next: "; (d) ..."."""
    return ends_a_sentence(text, at) or (text.keys[at] == ";" and ")" in text.keys[at + 2 : at + 4])


def ends_a_sentence(text: Folded, at: int) -> bool:
    """Whether that key is a mark after which a sentence begins; "U.S." and "Dr." end none."""
    before = text.keys[at - 1] if at else ""
    if text.keys[at] not in ".!?" or not before:
        return False
    following = next((place for place in range(at + 1, min(at + 3, len(text))) if is_word(text.keys[place])), None)
    if following is None:
        return not _is_abbreviated(before)
    if text.keys[following].isdecimal() and len(before) > _LONGEST_ABBREVIATION:
        return True  # the mark of a note: "of nuclear weapons.8"
    return text.form(following)[:1].isupper() and (text.keys[following] in _SMALL or not _is_abbreviated(before))


def _is_abbreviated(word: str) -> bool:
    """Whether a point behind that word may be its own: "U.S.", "Dr.", "am 3. Mai", but not "it."."""
    if word.isdecimal():
        return len(word) <= _ABBREVIATED
    return word.isalpha() and len(word) <= _ABBREVIATED and (len(word) == 1 or word not in MINOR | PERSONS)
