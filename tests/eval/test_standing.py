"""The standing table: every set read as its maker meant it, a row for each, and BM25 where others have it."""

import json
from pathlib import Path
from typing import Any

import pytest
import tantivy

from corpus.formats.jsonl import read_documents
from corpus.library.library import Library
from eval.errors import InvalidQuestionSet, InvalidReport
from eval.pages.alone import markdown
from eval.pages.standing_report import shown_standing
from eval.reports.file import sealed
from eval.run.run import run
from eval.run.systems import Bm25sSystem, Over, Response, System, is_installed, systems
from eval.sets.dataset import GoldQuestion, QuestionSet
from eval.standing.sets import BY_NAME, StandingSet, article_of, by_article, read_standing, sample
from eval.standing.standing import in_order, make_row, read_table
from index.encoders.hashing import HashingEncoder
from index.engine import Engine
from index.reader.judgement import ScoreReader
from qa_app.cli import main

GOLD = Path(__file__).parents[2].parent / "shared" / "data"
SIGNATURE = {
    "pincite": "0.1.0",
    "library": "l" * 64,
    "encoder": "hashing",
    "precision": "float32",
    "reader": "ScoreReader",
    "threshold": 0.15,
    "date": "2026-01-31",
    "machine": {"cores": 2},
    "seed": 7,
}
MADE = {"of": 9, "documents_sha256": "d" * 64, "seconds": 3.2, "command": "pincite eval standing --only gdpr-formal"}


def gdpr(folder: Path, **row: Any) -> Path:
    """A gold folder with a small GDPR set of one question, whose fields `row` changes."""
    good = {"id": "q1", "question": "How long?", "colloquial": "how fast", "relevant_articles": ["Article 33"]}
    text = json.dumps({**good, "relevant": [], "answerable": True, **row})
    (folder / "gdpr_qa").mkdir()
    (folder / "gdpr_qa" / "questions.jsonl").write_text(f"{text}\n", encoding="utf-8")
    paragraphs = [{"id": f"gdpr#{n}", "number": n, "text": text} for n, text in LAW.items()]
    document = {"doc_id": "gdpr", "title": "GDPR", "lang": "en", "paragraphs": paragraphs}
    (folder / "gdpr_qa" / "documents.jsonl").write_text(json.dumps(document), encoding="utf-8")
    return folder


LAW = {
    "33(1)": "A breach is told to the authority, and how long that may take is 72 hours.",
    "33(2)": "The processor tells the controller without delay.",
    "Recital 85": "A breach may harm people.",
}


def test_a_paragraph_is_part_of_its_article() -> None:
    """Whatever stands in brackets or tells repeated numbers apart; a recital is no article's part."""
    addresses = ("gdpr#33(1)", "gdpr#6", "gdpr#6~2", "gdpr#4(1)(a)", "gdpr#Recital 12")

    articles = ["gdpr#Article 33", "gdpr#Article 6", "gdpr#Article 6", "gdpr#Article 4", "gdpr#Recital 12"]
    assert [article_of(address) for address in addresses] == articles


def test_articles_are_ranked_by_their_first_paragraph() -> None:
    """Of 33(2), 6 and 33(1), all shown, two articles are shown and ranked."""
    response = Response(("d#33(2)", "d#6", "d#33(1)"), True, 0.5, 0.1, (), 3)

    assert by_article(response) == Response(("d#Article 33", "d#Article 6"), True, 0.5, 0.1, (), 2)


def test_a_set_is_read_as_its_maker_meant_it(tmp_path: Path) -> None:
    """One file has the formal question and its colloquial twin; articles are what is relevant."""
    gold, known = gdpr(tmp_path), {f"gdpr#{number}" for number in LAW}

    formal = read_standing(BY_NAME["gdpr-formal"], gold, known)
    colloquial = read_standing(BY_NAME["gdpr-colloquial"], gold, known)

    assert formal.questions == (GoldQuestion("q1", "How long?", ("gdpr#Article 33",), "all", "all", None),)
    assert [question.question for question in colloquial.questions] == ["how fast"]


def test_turns_of_a_conversation_are_told_apart(tmp_path: Path) -> None:
    """A first turn belongs to one set, a later one to the other, with the questions before it as history."""
    turns = [{"role": "user", "text": " What is  NAV?"}, {"role": "agent", "text": "It is a value."}]
    rows = [
        {"id": "3", "question": "Why?", "history": [], "relevant": ["d1"], "answerable": True},
        {"id": "5", "question": "And now?", "history": turns, "relevant": ["d1"], "answerable": False},
    ]
    (tmp_path / "mtrag_un").mkdir()
    (tmp_path / "mtrag_un" / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    single, later = (read_standing(BY_NAME[f"mtrag-{n}"], tmp_path, {"d1#1"}) for n in ("single", "follow-ups"))

    assert single.questions == (GoldQuestion("3", "Why?", ("d1#1",), "all", "all", None),)
    history = ("What is NAV?",)
    assert later.questions == (GoldQuestion("5", "And now?", (), "all", "all", None, None, history),)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"relevant_articles": ["Article 99"]}, "line 1, 'relevant': there is no paragraph 'gdpr#Article 99'"),
        ({"relevant_articles": None}, "line 1 is not a row of gdpr-formal"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    """With its file and line."""
    with pytest.raises(InvalidQuestionSet, match=rf"questions\.jsonl, {message}"):
        read_standing(BY_NAME["gdpr-formal"], gdpr(tmp_path, **change), {f"gdpr#{number}" for number in LAW})


def test_a_sample_is_always_the_same_and_keeps_the_order() -> None:
    """Those whose id has the smallest SHA-256: of a (ca97...), b (3e23...) and c (2e7d...) the last two."""
    questions = [GoldQuestion(name, "What?", (), "all", "all", None) for name in "abc"]

    assert [question.id for question in sample(questions, 2)] == ["b", "c"]
    assert sample(questions, None) == sample(questions, 3) == tuple(questions)


def row(of: StandingSet = BY_NAME["gdpr-formal"]) -> dict[str, Any]:
    questions = (
        GoldQuestion("a", "How long?", ("d#Article 33",), "all", "all", None),
        GoldQuestion("b", "Who?", (), "all", "all", None),
    )
    responses = [Response(("d#6", "d#33(1)"), True, 0.5, 0.1), Response((), False, 0.0, 0.1)]
    return make_row(of, QuestionSet("gdpr-formal", "q" * 64, questions), {"pincite": responses}, SIGNATURE, MADE)


def test_a_row_has_its_figures_and_what_they_depend_on() -> None:
    """The article came second: not first, among three, half of a rank; what has no answer was refused."""
    made = row()
    figures = made["systems"]["pincite"]

    assert {name: (figure["mean"], figure["n"]) for name, figure in figures.items()} == {
        "P@1": (0.0, 1),
        "R@3": (1.0, 1),
        "R@10": (1.0, 1),
        "hit@10": (1.0, 1),
        "MRR": (0.5, 1),
        "answered right": (0.0, 1),
        "wrongly refused": (0.0, 1),
        "wrongly answered": (0.0, 1),
        "AUC": (1.0, 2),
    }
    assert (made["n"], made["of"], made["answerable"]) == (2, 9, 1)
    assert (made["questions_sha256"], made["documents_sha256"]) == ("q" * 64, "d" * 64)
    assert [made[name] for name in ("encoder", "reader", "date", "seconds")] == [
        "hashing",
        "ScoreReader",
        "2026-01-31",
        3.2,
    ]


def test_the_page_says_how_many_of_how_many_were_asked() -> None:
    """And which command makes the row again."""
    page = markdown(shown_standing(sealed({"sets": {"gdpr-formal": row()}}))).replace("\u00a0", " ")

    none, one = "0 % (0 to 0)", "100 % (100 to 100)"
    figures = (none, one, one, one, "50 % (50 to 50)", none, none, none, one)
    assert f"| GDPR, formal: pincite | 2 of 9 questions | {' | '.join(figures)} |" in page
    origin = "31 January 2026 | hashing | ScoreReader | 0.1.0 | 3 s | pincite eval standing --only gdpr-formal"
    assert f"| GDPR, formal | {origin} |" in page
    assert f"- GDPR, formal, questions sha256: {'q' * 64}" in page
    assert "GDPR, formal: a paragraph counts as the article that it is part of." in page


def test_a_table_is_read_as_it_was_written_and_not_when_it_was_changed(tmp_path: Path) -> None:
    """A figure that somebody mended by hand is noticed by the checksum."""
    path = tmp_path / "standing.json"
    rows = in_order({"xquad-en": row(), "gdpr-formal": row()})
    path.write_text(json.dumps(sealed({"sets": rows})), encoding="utf-8")

    assert list(rows) == ["gdpr-formal", "xquad-en"]
    assert read_table(path) == json.loads(json.dumps(rows))
    path.write_text(json.dumps(sealed({"sets": rows})).replace('"of": 9', '"of": 2'), encoding="utf-8")
    with pytest.raises(InvalidReport, match="was changed after it was written"):
        read_table(path)
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(InvalidReport, match="is not a standing table"):
        read_table(path)
    assert read_table(tmp_path / "none.json") == {}


def test_the_command_adds_a_row_and_keeps_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A set that is not at hand is passed over with a word; a second run encodes nothing."""
    gold, output = gdpr(tmp_path), tmp_path / "results"
    command = ["eval", "standing", "--gold", str(gold), "--output", str(output), "--encoder", "hashing"]
    command += ["--cache", str(tmp_path / "cache")]

    assert main([*command, "--only", "gdpr-formal"]) == 0
    assert main([*command, "--only", "gdpr-colloquial", "--only", "clapnq"]) == 0

    assert "clapnq is left out" in capsys.readouterr().err
    rows = read_table(output / "standing.json")
    assert list(rows) == ["gdpr-formal", "gdpr-colloquial"]
    assert list(rows["gdpr-formal"]["systems"]) == [
        "pincite",
        "pincite without the reader",
        "BM25",
        "paragraph vectors",
    ]
    assert rows["gdpr-formal"]["systems"]["BM25"]["P@1"]["mean"] == 1.0
    page = markdown(shown_standing(sealed({"sets": rows})))
    assert (output / "standing.md").read_text(encoding="utf-8") == page
    assert len(list((tmp_path / "cache" / "libraries").iterdir())) == 1
    assert main([*command, "--only", "nonsense"]) == 2


def hit_at_10(system: System, questions: tuple[GoldQuestion, ...], *, articles: bool) -> float:
    """The share of the answerable questions with a relevant paragraph among the first ten."""
    asked = [question for question in questions if question.answerable]
    responses = [by_article(response) if articles else response for response in run(system, asked)]
    return sum(bool({*r.ranking} & {*q.relevant}) for q, r in zip(asked, responses, strict=True)) / len(asked)


def stems(text: str) -> list[str]:
    """The words as our own BM25 has them: simple words in lower case, stemmed, stop words and all."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    analyzer = builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("english")).build()
    return list(analyzer.analyze(text))


@pytest.mark.slow  # searches two whole sets
@pytest.mark.skipif(not GOLD.is_dir() or not is_installed(), reason="the gold sets or bm25s are not at hand")
@pytest.mark.parametrize(("name", "published"), [("gdpr-formal", 0.58), ("xquad-en", 0.99)])
def test_bm25_finds_what_the_bm25_of_others_finds(tmp_path: Path, name: str, published: float) -> None:
    """Our words with the k1 0.9 and b 0.4 of others find what theirs find; with our k1 and b ours find no less.

    Ours leave out the words that frame a question, search titles and headings too, and mend slips of the keyboard.

    The published share of questions with a relevant paragraph among the first ten was measured with k1 0.9, b 0.4.
    tantivy's are fixed at 1.2 and 0.75, which favours short paragraphs and repeated words: 3 of the 33 GDPR questions
    more are found by it (.67). Without stemming 2 of 33 fewer are found (.52), and without stop words 1 more (.61).
    """
    of = BY_NAME[name]
    documents = read_documents(GOLD / of.folder / of.documents)
    questions = read_standing(of, GOLD, {str(p.id) for d in documents for p in d.paragraphs}).questions
    with Library.open(tmp_path, lambda: documents) as library:
        (bm25,) = systems(Over(Engine(library, HashingEncoder), ScoreReader()), ("BM25",))
        ours = hit_at_10(bm25, questions, articles=of.by_article)

    theirs = hit_at_10(Bm25sSystem(documents, stems), questions, articles=of.by_article)
    theirs_as_ours = hit_at_10(Bm25sSystem(documents, stems, k1=1.2, b=0.75), questions, articles=of.by_article)

    assert theirs == pytest.approx(published, abs=0.04)
    assert ours >= theirs_as_ours - 0.04


@pytest.mark.skipif(not is_installed(), reason="bm25s is not installed")
def test_the_peer_searches_one_document_where_one_is_named(tmp_path: Path) -> None:
    """What shares no word is not ranked; a question keeps its place whatever document is asked."""
    rows = [
        {"doc_id": name, "title": name, "lang": "en", "paragraphs": [{"number": "1", "text": text}]}
        for name, text in (("farm", "Wheat and barley grow here."), ("sea", "Barley is shipped."))
    ]
    (tmp_path / "documents.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    questions = [
        GoldQuestion("a", "barley", (), "all", "all", "sea"),
        GoldQuestion("b", "wheat barley", (), "all", "all", None),
        GoldQuestion("c", "peace", (), "all", "all", None),
    ]

    responses = Bm25sSystem(read_documents(tmp_path / "documents.jsonl")).respond(questions)

    assert [response.ranking for response in responses] == [("sea#1",), ("farm#1", "sea#1"), ()]
    assert [response.answered for response in responses] == [True, True, False]
