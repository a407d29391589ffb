"""What is measured of a run, question by question. Retrieval goes through ir_measures."""

from collections.abc import Mapping, Sequence

import ir_measures
from ir_measures import RR, P, R, ScoredDoc, nDCG
from ir_measures import Qrel as Judged

from eval.dataset import GoldQuestion
from eval.systems import Response

# P@1 is "the right paragraph comes first"; R@1 can only reach 1 where one paragraph alone answers.
RETRIEVAL = {"P@1": P @ 1, "R@1": R @ 1, "R@3": R @ 3, "MRR": RR, "nDCG@10": nDCG @ 10}
ANSWERING = ("answered right", "wrongly refused", "wrongly answered")

Values = Mapping[str, Mapping[str, float]]


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


def answering(questions: Sequence[GoldQuestion], responses: Sequence[Response]) -> Values:
    """{measure: {question id: 0 or 1}}.

    "answered right" (shown, and the first paragraph answers) and "wrongly refused" are over the answerable
    questions, "wrongly answered" over the unanswerable ones. An answer with the wrong paragraph first is none of
    them, so "answered right" counts a refusal and a wrong paragraph alike as 0.
    """
    values: dict[str, dict[str, float]] = {name: {} for name in ANSWERING}
    for question, response in zip(questions, responses, strict=True):
        if question.answerable:
            right = response.answered and response.ranking[:1] and response.ranking[0] in question.relevant
            values["answered right"][question.id] = float(bool(right))
            values["wrongly refused"][question.id] = float(not response.answered)
        else:
            values["wrongly answered"][question.id] = float(response.answered)
    return values
