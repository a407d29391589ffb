"""The kinds of edit and alteration that are made, and what may be said of each."""

from dataclasses import dataclass
from typing import Literal

from eval.quotes import alterations, fair_edits, joining
from eval.quotes.base import Make
from qa_app.check.types import Verdict

Group = Literal["untouched", "fairly edited", "altered", "misattributed"]

_V = Verdict
_SET_OTHERWISE = frozenset({_V.TYPOGRAPHY, _V.VERBATIM})
_MEANING = frozenset({_V.ALTERED_MEANING})
_WORDS = frozenset({_V.ALTERED_MEANING, _V.ALTERED_MINOR})
_LEFT_OUT = frozenset({_V.SILENT_OMISSION, _V.ALTERED_MEANING})


@dataclass(frozen=True, slots=True)
class MadeKind:
    """One kind: its name, who it counts with, how it is made, which verdicts are right of it.

    `english` ones exchange English words; `of_one_place` says whether the words left are those of one paragraph.
    """

    name: str
    group: Group
    make: Make
    verdicts: frozenset[Verdict]
    english: bool = False
    of_one_place: bool = True


_UNTOUCHED = (
    MadeKind("exact", "untouched", fair_edits.exact, frozenset({_V.VERBATIM})),
    MadeKind("fragment", "untouched", fair_edits.fragment, frozenset({_V.VERBATIM})),
)

_FAIR = (
    MadeKind("curly or straight marks", "fairly edited", fair_edits.curly_or_straight, _SET_OTHERWISE),
    MadeKind("dashes", "fairly edited", fair_edits.dashes, _SET_OTHERWISE),
    MadeKind("spaces", "fairly edited", fair_edits.spaces, _SET_OTHERWISE),
    MadeKind("line-end hyphen", "fairly edited", fair_edits.line_end_hyphen, _SET_OTHERWISE),
    MadeKind("ligature", "fairly edited", fair_edits.ligature, _SET_OTHERWISE),
    MadeKind("first letter's case", "fairly edited", fair_edits.first_letter_case, _SET_OTHERWISE),
    MadeKind("final punctuation", "fairly edited", fair_edits.final_punctuation, _SET_OTHERWISE),
    MadeKind("outer marks", "fairly edited", fair_edits.outer_marks, _SET_OTHERWISE),
    MadeKind("nested marks", "fairly edited", fair_edits.nested_marks, _SET_OTHERWISE),
    MadeKind("fair ellipsis", "fairly edited", fair_edits.fair_ellipsis, frozenset({_V.ABRIDGED}), english=True),
    MadeKind("bracketed letter", "fairly edited", fair_edits.bracketed_letter, _SET_OTHERWISE | {_V.EDITORIAL}),
    MadeKind("clarifying bracket", "fairly edited", fair_edits.clarifying_bracket, frozenset({_V.EDITORIAL})),
    MadeKind("sic", "fairly edited", fair_edits.sic, frozenset({_V.EDITORIAL})),
)

_ALTERED = (
    MadeKind("negation dropped", "altered", alterations.negation_dropped, _MEANING, english=True),
    MadeKind("negation added", "altered", alterations.negation_added, _MEANING, english=True),
    MadeKind("number", "altered", alterations.number, _MEANING),
    MadeKind("date", "altered", alterations.date, _MEANING, english=True),
    MadeKind("name", "altered", alterations.name, _MEANING, english=True),
    MadeKind("modal", "altered", alterations.modal, _MEANING, english=True),
    MadeKind("quantifier", "altered", alterations.quantifier, _MEANING, english=True),
    MadeKind("operative verb", "altered", alterations.operative_verb, _MEANING, english=True),
    MadeKind("condition dropped", "altered", alterations.condition_dropped, _LEFT_OUT, english=True),
    MadeKind("tense", "altered", alterations.tense, _WORDS, english=True),
    MadeKind("word order", "altered", alterations.word_order, _WORDS),
    MadeKind("opposite", "altered", alterations.opposite, _WORDS, english=True),
    MadeKind("substitution", "altered", alterations.substitution, _WORDS),
    MadeKind("insertion", "altered", alterations.insertion, _WORDS),
    MadeKind("silent deletion", "altered", alterations.silent_deletion, _LEFT_OUT | {_V.ALTERED_MINOR}),
    MadeKind(
        "swallowed caveat", "altered", alterations.swallowed_caveat, frozenset({_V.ELLIPSIS_CHANGES_MEANING}), True
    ),
    MadeKind("look-alike letter", "altered", alterations.lookalike, _WORDS),
    MadeKind("word split", "altered", alterations.word_split, _WORDS),
    MadeKind("words joined", "altered", alterations.words_joined, _WORDS),
    MadeKind("splice", "altered", joining.splice, frozenset({_V.SPLICED}), of_one_place=False),
    MadeKind(
        "splice with ellipsis", "altered", joining.splice_with_ellipsis,
        frozenset({_V.SPLICED, _V.ELLIPSIS_CHANGES_MEANING}), of_one_place=False,
    ),
    MadeKind("reversed parts", "altered", joining.reversed_parts, frozenset({_V.SPLICED})),
    MadeKind(
        "paraphrase", "altered", joining.paraphrase,
        frozenset({_V.PARAPHRASE, _V.NOT_FOUND, _V.ALTERED_MEANING}), english=True, of_one_place=False,
    ),
    MadeKind(
        "made up", "altered", joining.made_up, frozenset({_V.NOT_FOUND, _V.PARAPHRASE}), english=True,
        of_one_place=False,
    ),
)  # fmt: skip

MADE = (*_UNTOUCHED, *_FAIR, *_ALTERED)
