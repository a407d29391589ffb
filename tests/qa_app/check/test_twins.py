"""Nearly identical documents: a quotation of words that differ between them says so, and what is found in meaning."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from corpus.library.twins import are_twins
from corpus.types import Document, Span
from qa_app.check.checker import Desk
from qa_app.check.types import Meant, Quotation
from qa_app.citing.citation import Citation
from tests.qa_app.check.shelves import ListedSources
from tests.shapes import Part, card, compose

WORDS = {
    "1": "The delegates recalled that the river has been crossed by ferry for two hundred years.",
    "2": "The delegates decided to set up a joint committee of 45 members, which will report every six months.",
    "3": "The delegates urged the operators to publish their timetables in both languages.",
}


def accord(name: str, day: date, **changed: str) -> Document:
    """The accord with some paragraphs changed."""
    dated = replace(card(name, "Accord on Ferries"), date=day)
    return compose(dated, [Part(n, f"{n}. ", [changed.get(f"p{n}", text)]) for n, text in WORDS.items()])


FIRST = accord("accord", date(2020, 5, 4))
CORRECTED = accord("accord-2", date(2020, 5, 18), p2=WORDS["2"].replace("45", "54"))
OTHER = compose(
    card("other", "Rules"), [Part("1", "1. ", ["The council set up a joint committee of 60 members in May."])]
)


def test_words_that_a_corrected_text_has_otherwise_are_told_with_its_day() -> None:
    """The quotation stays sound where it is credited to the text that has them."""
    desk = Desk(ListedSources([FIRST, CORRECTED, OTHER]))
    check = desk.check(Quotation("decided to set up a joint committee of 45 members", "accord", "2"))

    assert (check.verdict.value, check.sound) == ("verbatim", True)
    assert "other_words_in_twin" in {flag.value for flag in check.flags}
    assert "the text of 18 May 2020 (accord-2) has “54” for “45” (para. 2)" in check.rule


def test_words_that_both_have_and_documents_that_are_no_twins_are_not_told_of() -> None:
    """A committee of another document is another committee."""
    desk = Desk(ListedSources([FIRST, CORRECTED, OTHER]))
    checks = [
        desk.check(Quotation("urged the operators to publish their timetables in both languages", "accord")),
        Desk(ListedSources([FIRST, OTHER])).check(Quotation("set up a joint committee of 45 members", "accord")),
    ]

    assert all("other_words_in_twin" not in {flag.value for flag in check.flags} for check in checks)
    assert (are_twins(FIRST, CORRECTED), are_twins(FIRST, OTHER)) == (True, False)


class _Meaning:
    """Finds paragraph 3 of the accord with one probability, whatever is asked, and counts how often."""

    def __init__(self, probability: float) -> None:
        self.asked: list[str] = []
        self._probability = probability

    def nearest(self, words: str, document: str | None) -> Sequence[Meant]:
        """See MeaningSearch."""
        self.asked.append(words)
        paragraph = FIRST.paragraphs[2]
        return [Meant(Citation(paragraph, Span(0, len(paragraph.text))), self._probability)]


def test_words_that_stand_nowhere_are_looked_for_by_what_they_mean() -> None:
    """A paraphrase where it is sure, else not found with what came nearest; never asked for words that are found."""
    said = "Shipping companies ought to print every departure hour bilingually for passengers"
    sure, unsure = _Meaning(0.95), _Meaning(0.3)
    sources = ListedSources([FIRST])

    paraphrase = Desk(sources, meaning=sure).check(Quotation(said))
    unfound = Desk(sources, meaning=unsure).check(Quotation(said))
    Desk(sources, meaning=sure).check(Quotation("urged the operators to publish their timetables", "accord", "3"))

    assert (paraphrase.verdict.value, [c.paragraph.number for c in paraphrase.citations]) == ("paraphrase", ["3"])
    assert paraphrase.rule == "not these words; para. 3 says it in other words"
    assert (unfound.verdict.value, unfound.citations) == ("not_found", ())
    assert [citation.paragraph.number for citation in unfound.nearest] == ["3"]
    assert (sure.asked, unsure.asked) == ([said], [said])
