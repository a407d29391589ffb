"""What is measured of a run, question by question. Retrieval goes through ir_measures."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import ir_measures
from ir_measures import AP, RR, P, R, ScoredDoc, Success, nDCG
from ir_measures import Qrel as Judged

from eval.run.systems import Response
from eval.sets.dataset import GoldQuestion

# P@1 is "the right paragraph comes first"; R@1 can only reach 1 where one paragraph alone answers.
RETRIEVAL = {
    "P@1": P @ 1,
    "R@1": R @ 1,
    "R@3": R @ 3,
    "R@10": R @ 10,
    "hit@10": Success @ 10,
    "MRR": RR,
    "nDCG@10": nDCG @ 10,
    "MAP": AP,
}
SHOWING = ("exact set F1", "sentence overlap")
ANSWERING = ("answered right", "wrong paragraph", "wrongly refused", "wrongly answered", "rightly refused")
MEASURES = (*RETRIEVAL, *SHOWING, *ANSWERING)
LOWER_IS_BETTER = frozenset({"wrong paragraph", "wrongly refused", "wrongly answered"})

Values = Mapping[str, Mapping[str, float]]

_ARTICLES = {"a", "an", "the"}
# White space tells words apart, but not in Chinese, Japanese and Thai, where each letter counts (Lewis et al. 2020).
_UNSPACED = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")


def measure(questions: Sequence[GoldQuestion], responses: Sequence[Response]) -> Values:
    """Every measure of MEASURES: {measure: {question id: value}}, each over the questions that it applies to."""
    parts = (retrieval(questions, responses), showing(questions, responses), answering(questions, responses))
    return {name: of for part in parts for name, of in part.items()}


def retrieval(questions: Sequence[GoldQuestion], responses: Sequence[Response]) -> Values:
    """{measure: {question id: value}} over the answerable questions; a question without a ranking counts as 0."""
    asked = [(q, r) for q, r in zip(questions, responses, strict=True) if q.answerable]
    qrels = [Judged(q.id, address, 1) for q, _ in asked for address in q.relevant]
    run = [ScoredDoc(q.id, a, -rank) for q, r in asked for rank, a in enumerate(r.ranking, start=1)]
    values: dict[str, dict[str, float]] = {name: {q.id: 0.0 for q, _ in asked} for name in RETRIEVAL}
    names = {measure: name for name, measure in RETRIEVAL.items()}
    for metric in ir_measures.iter_calc(list(RETRIEVAL.values()), qrels, run):
        values[names[metric.measure]][metric.query_id] = float(metric.value)
    return values


def shown(response: Response) -> tuple[str, ...]:
    """The paragraphs shown as the answer, best first; none in a refusal."""
    return response.ranking[: response.shown] if response.answered else ()


def showing(questions: Sequence[GoldQuestion], responses: Sequence[Response]) -> Values:
    """{measure: {question id: value}}.

    "exact set F1": the paragraphs shown against those that answer, over the answerable questions. "sentence
    overlap": the best token F1 of a marked sentence, over the questions whose gold names a sentence. Where nothing is
    shown or marked both are 0.
    """
    values: dict[str, dict[str, float]] = {name: {} for name in SHOWING}
    for question, response in zip(questions, responses, strict=True):
        if not question.answerable:
            continue
        values["exact set F1"][question.id] = set_f1(shown(response), question.relevant)
        if question.sentence is not None:
            marked = response.marked if response.answered else ()
            best = max((token_f1(sentence, question.sentence) for sentence in marked), default=0.0)
            values["sentence overlap"][question.id] = best
    return values


def answering(questions: Sequence[GoldQuestion], responses: Sequence[Response]) -> Values:
    """{measure: {question id: 0 or 1}}.

    Over the answerable questions: "answered right" (shown, and the first paragraph answers), "wrong paragraph"
    (shown, and it does not) and "wrongly refused", which add up to 1. Over the unanswerable ones: "wrongly answered"
    and "rightly refused", which do too.
    """
    values: dict[str, dict[str, float]] = {name: {} for name in ANSWERING}
    for question, response in zip(questions, responses, strict=True):
        if question.answerable:
            right = response.answered and first_is_right(question, response)
            values["answered right"][question.id] = float(right)
            values["wrong paragraph"][question.id] = float(response.answered and not right)
            values["wrongly refused"][question.id] = float(not response.answered)
        else:
            values["wrongly answered"][question.id] = float(response.answered)
            values["rightly refused"][question.id] = float(not response.answered)
    return values


def first_is_right(question: GoldQuestion, response: Response) -> bool:
    """Whether the paragraph ranked first answers, shown or not; never where nothing answers or nothing is ranked."""
    return bool(response.ranking) and response.ranking[0] in question.relevant


def set_f1(given: Collection[str], gold: Collection[str]) -> float:
    """F1 of two sets: twice what they share over the size of both; 0 where they share nothing."""
    chosen, wanted = set(given), set(gold)
    return 2 * len(chosen & wanted) / (len(chosen) + len(wanted)) if chosen & wanted else 0.0


def token_f1(given: str, gold: str) -> float:
    """F1 of two texts as bags of words, after `tokens` (Rajpurkar et al. 2016); 0 where they share none."""
    ours, theirs = Counter(tokens(given)), Counter(tokens(gold))
    shared = (ours & theirs).total()
    return 2 * shared / (ours.total() + theirs.total()) if shared else 0.0


def tokens(text: str) -> list[str]:
    """The words of `text` in lower case, without punctuation and without the articles a, an, the."""
    letters = "".join(letter for letter in text.casefold() if not unicodedata.category(letter).startswith("P"))
    return [token for token in _TOKEN.findall(letters) if token not in _ARTICLES]
