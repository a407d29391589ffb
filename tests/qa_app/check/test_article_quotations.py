"""Which words of an article are quotations, and which marks are not."""

import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.check.articles.article import Findings, Reason, article_from_text
from qa_app.check.articles.quotations import find_quotations

FOUND = [
    ('He said "the lamps must burn all night" and left.', ["the lamps must burn all night"]),
    ("He said “the lamps must burn all night” and left.", ["the lamps must burn all night"]),
    ("He said ‘the lamps must burn all night’ and left.", ["the lamps must burn all night"]),
    ("He said 'the lamps must burn all night' and left.", ["the lamps must burn all night"]),
    ("Il a dit « les lampes doivent brûler » hier.", ["les lampes doivent brûler"]),
    ("Er sagte »die Lampen sollen brennen« und ging.", ["die Lampen sollen brennen"]),
    ("Er sagte „die Lampen sollen brennen“ und ging.", ["die Lampen sollen brennen"]),
    ("Er sagte ‚die Lampen sollen brennen‘ und ging.", ["die Lampen sollen brennen"]),
    ("Hän sanoi ”lamppujen on palettava yöllä” ja lähti.", ["lamppujen on palettava yöllä"]),
    ("彼は「灯りを消すな」と言った。", ["灯りを消すな"]),
    ("“The lamps,” it says, “are ‘a public good’ here.”", ["The lamps are ‘a public good’ here."]),
    ("She said “the «old lamps» must burn on”.", ["the «old lamps» must burn on"]),
    ('British: \'He wrote "no lamps" to us,\' she said.', ['He wrote "no lamps" to us,']),
    ('He said "no "old lamps" here" today.', ['no "old lamps" here']),
    ("“Los faros «viejos» «quedan» aquí”, dijo.", ["Los faros «viejos» «quedan» aquí"]),
    ('"We ask," the charter said, "all keepers to stay."', ["We ask all keepers to stay."]),
    ('"We ask", the charter said, "all keepers to stay".', ["We ask all keepers to stay"]),
    ('"We ask" — the charter said — "all keepers to stay."', ["We ask all keepers to stay."]),
    (
        '"We ask," it said, "all keepers," it went on, "to stay here."',
        ["We ask all keepers to stay here."],
    ),
    ('"We ask all to stay," it said. "We thank the keepers."', ["We ask all to stay,", "We thank the keepers."]),
    ('Rule 2 asks for "more oil for lamps", while rule 3 asks for "less of the oil".', [
        "more oil for lamps", "less of the oil",
    ]),
    (
        "He wrote: “The lamps are old.\n\n“They must be mended.\n\n“All of them,” he added.",
        ["The lamps are old. They must be mended. All of them,"],
    ),
    ('He wrote: "The lamps are old.\n"They must be mended," he added.', ["The lamps are old. They must be mended,"]),
    ("In the ’90s the keepers’ house said “the lamps don’t burn” twice.", ["the lamps don’t burn"]),
    ("‘The keepers’ lamps must burn all night,’ he said.", ["The keepers’ lamps must burn all night,"]),
    ("'The keepers' lamps must burn all night,' he said.", ["The keepers' lamps must burn all night,"]),
    ("It says:\n\n> The lamps must burn\n> all night.\n\nNo more.", ["The lamps must burn all night."]),
    ("It says:\n\n> 2. The lamps must burn.\n>\n> 3. All night.\n", ["The lamps must burn. All night."]),
    ('It says:\n\n> "The lamps must burn all night."\n> — Charter, rule 2', ["The lamps must burn all night."]),
    ('A 5" pipe and "the lamps of old" and a 6\' man.', ["the lamps of old"]),
    ('The line ran\n"over two lines of it" here.', ["over two lines of it"]),
    ("He said, “We must act now\" and 'left\" it.", ["We must act now"]),
    ('He said, "We must act now”.', ["We must act now"]),
    ('An "open mark, he said. "But this one is fine," she said.', ["But this one is fine,"]),
    ('An "open mark is here.\n\nThe next says "all is well here" again.', ["all is well here"]),
    ("No quotation at all, only words.", []),
]  # fmt: skip
SKIPPED = [
    ("In the '90s it burned.", [("'", Reason.APOSTROPHE)]),
    ("'Twas the keepers' lamp.", [("'", Reason.APOSTROPHE), ("'", Reason.APOSTROPHE)]),
    ("They don’t, l’accord d’hier.", []),
    ('The "lamp" and the "old lamp".', [('"lamp"', Reason.SCARE_QUOTES), ('"old lamp"', Reason.SCARE_QUOTES)]),
    ("She wrote “The Long Road to the Sea”.", [("“The Long Road to the Sea”", Reason.TITLE)]),
    ("An “open mark.", [("“", Reason.UNBALANCED)]),
    ("A closed mark” here.", [("”", Reason.UNBALANCED)]),
    ('Empty "" and "...".', [('""', Reason.EMPTY), ('"..."', Reason.EMPTY)]),
]
MARKS = "\"“”„‟«»‹›'‘’‚「」>"


def found(text: str) -> Findings:
    """All that is between marks in `text`."""
    return find_quotations(article_from_text(text))


@pytest.mark.parametrize(("text", "quotations"), FOUND)
def test_quotations_are_found_in_every_kind_of_marks(text: str, quotations: list[str]) -> None:
    """Straight, curly, German, guillemets, nested, split, over paragraphs, in blocks."""
    assert [quoted.text for quoted in found(text).quoted] == quotations


@pytest.mark.parametrize(("text", "skipped"), SKIPPED)
def test_what_is_no_quotation_is_passed_over_with_the_reason(text: str, skipped: list[tuple[str, Reason]]) -> None:
    """Apostrophes, scare quotes, titles, marks without a partner; none of them is a quotation."""
    findings = found(text)

    assert [(each.span.of(text), each.reason) for each in findings.skipped] == skipped
    assert findings.quoted == ()


def test_a_comma_before_an_attribution_may_be_the_sources_own() -> None:
    """Both readings are kept, the one without it first."""
    (quoted,) = found('"We, too," it said, "will stay."').quoted

    assert quoted.readings == ("We, too will stay.", "We, too, will stay.")


def test_the_places_of_a_split_quotation_are_those_of_its_words() -> None:
    """`span` holds the marks and the attribution, `parts` the words alone."""
    text = 'So: "We ask," it said, "all to stay." End.'
    (quoted,) = found(text).quoted

    assert quoted.span.of(text) == '"We ask," it said, "all to stay."'
    assert [part.of(text) for part in quoted.parts] == ["We ask,", "all to stay."]


@given(
    st.lists(st.sampled_from([*MARKS, "lamp", "keepers", "said", " ", " ", "\n", "\n\n", ",", ".", "5"]), max_size=60)
)
def test_every_quotation_begins_and_ends_with_its_own_words(pieces: list[str]) -> None:
    """article_text[part] holds the first and the last word, whatever the marks around it."""
    text = "".join(pieces)
    findings = found(text)

    for quoted in findings.quoted:
        assert quoted.readings[-1].split()[:1] == quoted.parts[0].of(text).split()[:1] or quoted.parts[0].start > 0
        assert quoted.readings[-1].split()[-1].strip(MARKS) in quoted.parts[-1].of(text)
        assert quoted.span.start <= quoted.parts[0].start
        assert quoted.parts[-1].end <= quoted.span.end


@given(st.text(max_size=300))
def test_any_text_gives_an_answer_whose_places_lie_apart(text: str) -> None:
    """No text crashes it, and no two quotations overlap."""
    findings = found(text)
    spans = [quoted.span for quoted in findings.quoted]

    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.slow  # counts every call of texts long enough to tell
@pytest.mark.parametrize(
    "piece", ['"', "“”", '"a b c" ', "'", "‘a b c’ ", "«", '"x\n\n', "> a b c\n\n", '"A b," he said, ']
)
def test_thousands_of_marks_take_steps_in_proportion_to_their_number(piece: str) -> None:
    """Eight times the text takes nowhere near sixty-four times as many calls."""

    def calls(length: int) -> int:
        text, counted = piece * (length // len(piece)), 0

        def hear(_frame: object, event: str, _argument: object) -> None:
            nonlocal counted
            counted += event in {"call", "c_call"}

        sys.setprofile(hear)
        try:
            found(text)
        finally:
            sys.setprofile(None)
        return counted

    assert calls(16_000) < 12 * calls(2_000)
