"""How a reader in training does on documents that it is not taught: the curves beside its loss."""

from collections.abc import Mapping, Sequence

import torch
from sklearn.metrics import roc_auc_score

from eval.training.lessons import Lesson
from eval.training.lists import LONGEST, conversation
from index.reader.texts import Texts

CANDIDATES = 6


def measure(texts: Texts, lessons: Sequence[Lesson], hard: Mapping[int, Sequence[int]]) -> dict[str, float]:
    """The share of answerable questions whose best candidate answers, and the areas under the ROC curves: of the best
    logit, answerable questions against the others (and against contrast twins, and what is near).

    Each question has its answering paragraphs, those that tempt and the hardest others as candidates.
    """
    pairs, owners, labels = list[tuple[str, str]](), list[int](), list[bool]()
    for place, lesson in enumerate(lessons):
        near = [lesson.others[at] for at in hard.get(place, ())]
        shown = dict.fromkeys((*lesson.answering[:2], *lesson.tempting[:2], *near))
        for text in list(shown)[:CANDIDATES]:
            pairs.append((conversation(lesson.question, lesson.history), text[:LONGEST]))
            owners.append(place)
            labels.append(text in lesson.answering)
    best = dict[int, tuple[float, bool]]()
    with torch.inference_mode():
        for some, says in texts.read_sorted(pairs):
            for row, at in enumerate(some):
                logit = float(says.answers[row])
                if owners[at] not in best or logit > best[owners[at]][0]:
                    best[owners[at]] = logit, labels[at]
    answerable = [place for place in best if lessons[place].answering]
    found = {"first": sum(best[place][1] for place in answerable) / max(1, len(answerable))}
    for name, kinds in (("AUC", None), ("AUC near", {"near"}), ("AUC contrast", {"contrast"})):
        others = [p for p in best if not lessons[p].answering and (kinds is None or lessons[p].kind in kinds)]
        if answerable and others:
            both = [*answerable, *others]
            found[name] = float(roc_auc_score([p in set(answerable) for p in both], [best[p][0] for p in both]))
    return found
