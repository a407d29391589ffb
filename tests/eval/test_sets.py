"""The formats that question sets come in: what each row of them comes to, and how a wrong one is named."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from eval.errors import InvalidQuestionSet
from eval.sets.dataset import Form, check_questions, documents_of, form_of, read_questions, read_rows
from eval.sets.known import Finder, Known
from eval.sets.rows import Choices, GoldQuestion
from tests.shapes import PROCESS, REGULATION

KNOWN = Known.of_documents([PROCESS, REGULATION])
PLAIN = {"kind": "all", "split": "all", "document": None}


def put(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding=encoding, newline="")
    return path


def sheet(folder: Path, *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Questions"
    for row in rows:
        page.append(row)
    path = folder / "set.xlsx"
    book.save(path)
    return path


def problems(path: Path, choices: Choices | None = None) -> list[str]:
    return [str(problem) for problem in check_questions(path, KNOWN, choices or Choices()).problems]


def answers(path: Path, choices: Choices | None = None) -> dict[str, tuple[str, ...]]:
    return {q.id: q.relevant for q in read_questions(path, KNOWN, None, choices or Choices()).questions}


@pytest.mark.parametrize(
    ("asked", "document", "expected"),
    [
        ("process#2", None, "process#2"),
        ("2", "process", "process#2"),
        ("para 2", "process", "process#2"),
        ("process#para. 2", None, "process#2"),
        ("17(1)", "regulation", "regulation#Article 17(1)"),
        ("Art. 17 (1)", "regulation", "regulation#Article 17(1)"),
        ("2", "Process.pdf", "process#2"),
        ("2", "Statement of the Process", "process#2"),
        ("17(1)(a)", "regulation", "regulation#Article 17(1)"),  # a part stands for the paragraph that is shown
        ("regulation#Article 17(1)(b)", None, "regulation#Article 17(1)"),
    ],
)
def test_a_paragraph_is_found_as_people_write_it(asked: str, document: str | None, expected: str) -> None:
    """By address, by number with its document's id, title or file name, and by a part of it."""
    assert Finder(KNOWN).find(asked, document) == expected


def test_a_csv_needs_a_question_and_what_answers_it(tmp_path: Path) -> None:
    """Several paragraphs stand between ";" or "|"; an empty cell means that nothing answers."""
    path = put(
        tmp_path,
        "set.csv",
        "id,question,relevant\n"
        "a,What comes first?,process#2\n"
        'b,"What is good, and when?",process#1; process#2\n'
        "c,Who may be erased?,process#4|regulation#Article 17(1)\n"
        "d,Who won?,\n",
    )

    assert answers(path) == {
        "a": ("process#2",),
        "b": ("process#1", "process#2"),
        "c": ("process#4", "regulation#Article 17(1)"),
        "d": (),
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_header(tmp_path: Path, delimiter: str) -> None:
    """The one under which there is a column of questions."""
    rows = [["id", "question", "document", "relevant"], ["a", "What, then?", "process", "2"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)

    assert answers(put(tmp_path, "set.txt", text)) == {"a": ("process#2",)}
    assert answers(put(tmp_path, "set.csv", f"sep={delimiter}\n{text}")) == {"a": ("process#2",)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    """Spreadsheets save CSV in whatever their system uses; one that was guessed is told."""
    text = "id;Frage;Absatz\na;Was genügt für „später“?;process#2\nb;Wer hört zu, müde und überall?;process#1\n"
    path = put(tmp_path, "set.csv", text, encoding)
    read = read_questions(path, KNOWN, None, Choices({"question": "Frage", "relevant": "Absatz"}))

    assert read.questions[0].question == "Was genügt für „später“?"
    assert [w for w in read.warnings if "windows-1252" in w] == (
        ["The text is not UTF-8; it was read as windows-1252."] if encoding == "cp1252" else []
    )


def test_every_column_has_a_meaning(tmp_path: Path) -> None:
    """The column document says where a number is looked up; only search_in narrows the search."""
    path = put(
        tmp_path,
        "set.csv",
        "ID,Question,Document,Relevant,Answerable,Kind,Split,Sentence,History,Search in\n"
        "a,What first?,process,2,yes,plain,test,Peace comes first.,Who met? | Where?,process\n",
    )

    assert read_questions(path, KNOWN).questions == (
        GoldQuestion(
            "a", "What first?", ("process#2",), "plain", "test", "process", "Peace comes first.", ("Who met?", "Where?")
        ),
    )


def test_a_paragraph_is_found_by_the_words_that_answer(tmp_path: Path) -> None:
    """Where no number is given; words that stand nowhere or in several paragraphs are a problem."""
    path = put(
        tmp_path,
        "set.csv",
        "id,question,document,answer\n"
        "a,What comes first?,process,Peace comes first.\n"
        "b,What is asked?,,Peace comes last.\n"
        "c,What stands often?,regulation,a\n"
        "d,And where?,elsewhere,Peace\n",
    )

    assert check_questions(path, KNOWN, Choices()).questions[0].relevant == ("process#2",)
    assert problems(path) == [
        "line 3, 'sentence': it stands in no paragraph, and 'relevant' does not say which answers.",
        "line 4, 'sentence': it stands in 4 paragraphs (regulation#Recital 1, regulation#Recital 2,"
        " regulation#Article 17(1)), and 'relevant' does not say which answers.",
        "line 5, 'document': there is no document 'elsewhere'.",
    ]


def test_a_table_without_ids_gets_them_from_the_words(tmp_path: Path) -> None:
    """So a question keeps its id, and its split, wherever it is moved; columns that say nothing to us are named."""
    path = put(tmp_path, "set.csv", "query,paragraphs,Notes\nWhat first?,process#2,hm\n")
    read = read_questions(path, KNOWN)

    assert read.questions[0].id == "q-1fa9b7f5"
    assert read.warnings[:2] == (
        "There is no column of ids: each question's id is made of its words.",
        "Not used: the column 'Notes'.",
    )


def test_a_wrong_row_of_a_table_is_named(tmp_path: Path) -> None:
    """By the line on which it begins, as an editor counts, and by its field."""
    path = put(
        tmp_path,
        "set.csv",
        "id,question,document,relevant,answerable\n"
        '1,"What\nfirst?",process,2,\n'
        "2,What, then?,process,2,yes\n"
        "3,What?,process,para 3,yes\n"
        "3,What?,process,2,maybe\n"
        ",What?,process,2,no\n"
        "\n"
        "6,What?,process,,\n"
        '7,Wh"at?,process,2,\n'
        '8,"Wh"at?,process,2,\n',
    )

    assert problems(path) == [
        "line 4: it has 6 cells, the header 5; quote cells that hold commas.",
        "line 5, 'relevant': process has no paragraph 'para 3'; this document's paragraphs run from 1 to 4."
        " Nearest: 2, 4, 1.",
        "line 6, 'answerable': it must be yes or no, not 'maybe'.",
        "line 7, 'id': it is empty.",
        "line 7, 'relevant': it names '2', though the question is not answerable (see --trust).",
        "line 9, 'answerable': it is empty and so is 'relevant': say which paragraph answers, or no.",
        "line 11: its quotation marks do not match (',' expected after '\"'); rows after it may be part of it.",
    ]


@pytest.mark.parametrize(
    ("text", "columns", "message"),
    [
        ("id,Frage\na,Was?\n", {}, "has no column 'question'; it has 'id', 'Frage'. Say which one it is"),
        ("id,question\na,Was?\n", {}, "has no column 'relevant' that says which paragraphs answer"),
        ("id,question,relevant\n", {"kind": "Art"}, "has no column 'Art'; it has 'id', 'question', 'relevant'"),
        ("question,Question,relevant\n", {}, "has two columns for 'question', 'question' and 'Question'"),
        ("id,question,relevant\n", {"frage": "x"}, "There is no field 'frage'; the fields are id, question"),
        ("id,question,relevant\n", {}, "it has no questions"),
    ],
)
def test_a_table_must_have_its_columns(tmp_path: Path, text: str, columns: dict[str, str], message: str) -> None:
    """The error names those that there are."""
    with pytest.raises(InvalidQuestionSet, match=message):
        read_questions(put(tmp_path, "set.csv", text), KNOWN, None, Choices(columns))


def test_a_spreadsheet_is_read_as_a_person_reads_it(tmp_path: Path) -> None:
    """12.0 is 12, TRUE is yes, empty rows are passed over, and a sheet without questions is named."""
    path = sheet(
        tmp_path,
        ["id", "question", "document", "relevant", "answerable"],
        [1, "What comes first?", "process", 2.0, True],
        [],
        [2, "Who won?", None, None, False],
    )
    book = openpyxl.load_workbook(path)
    book.create_sheet("Notes", 0).append(["by hand"])
    book.save(path)
    read = read_questions(path, KNOWN)

    assert [(q.id, q.relevant) for q in read.questions] == [("1", ("process#2",)), ("2", ())]
    assert read.warnings == ("Only the sheet 'Questions' was read, not 'Notes'.",)


def test_a_spreadsheet_that_spoilt_a_number_is_told(tmp_path: Path) -> None:
    """It makes dates of "3-4"; the row is named as the spreadsheet counts, empty rows included."""
    path = sheet(
        tmp_path,
        ["id", "question", "relevant"],
        [],
        ["a", "What first?", date(2017, 4, 3)],
        ["b", "What last?", "#REF!"],
        ["c", "What else?", "process#9"],
    )

    assert problems(path) == [
        "sheet 'Questions', row 3, 'relevant': the spreadsheet holds a date there;"
        " format the column as text and write the number again.",
        "sheet 'Questions', row 4, 'relevant': the spreadsheet could not work it out and shows #REF!.",
        "sheet 'Questions', row 5, 'relevant': process has no paragraph '9';"
        " this document's paragraphs run from 1 to 4. Nearest: 4, 2, 1.",
    ]


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("set.xls", b"\xd0\xcf\x11\xe0", r"is no \.xlsx spreadsheet: save it as \.xlsx or as CSV"),
        ("set.ods", b"PK\x03\x04", r"is no \.xlsx spreadsheet"),
        ("set.xlsx", b"PK\x03\x04", "cannot be read as a spreadsheet"),
        ("set.csv", b"", "It is empty"),
        ("set.csv", b"id,question\x00\n", "not a text file"),
        ("set.json", b"[1, 2]", "is JSON, but not SQuAD"),
        ("set.jsonl", b'{"id": "a"}\n{"id": "\xe9"}\n', "line 2: byte 20 of the file is not UTF-8"),
    ],
)
def test_a_file_that_is_no_question_set_is_told(tmp_path: Path, name: str, raw: bytes, message: str) -> None:
    """What it is, and what to do."""
    (tmp_path / name).write_bytes(raw)

    with pytest.raises(InvalidQuestionSet, match=message):
        read_rows(tmp_path / name, Choices())


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """A folder with a document of one paragraph and two paragraphs of another."""
    corpus = [
        {"_id": "treaty", "title": "Treaty", "text": "Peace for ever."},
        {"_id": "talks#1", "title": "Talks", "text": "They met."},
        {"_id": "talks#Recital 2", "title": "Talks", "text": ""},
    ]
    queries = [{"_id": name, "text": f"What of {name}?"} for name in ("q1", "q2", "q3", "q4")]
    put(tmp_path, "corpus.jsonl", "\n".join(map(json.dumps, corpus)))
    put(tmp_path, "queries.jsonl", "\n".join(map(json.dumps, queries)))
    put(tmp_path, "qrels/dev.tsv", "query-id\tcorpus-id\tscore\nq1\ttreaty\t1\nq1\ttalks#1\t2\nq2\ttalks#1\t0\n")
    put(tmp_path, "qrels/test.tsv", "query-id\tcorpus-id\tscore\nq3\ttalks#Recital 2\t1\n")
    return tmp_path


def test_a_beir_folder_brings_its_documents(beir: Path) -> None:
    """ "DOCUMENT#NUMBER" is a paragraph of a document, any other id a document of one; a title stands for no text."""
    documents = list(documents_of(beir))

    assert [[(str(p.id), p.text) for p in d.paragraphs] for d in documents] == [
        [("treaty#1", "Peace for ever.")],
        [("talks#1", "They met."), ("talks#Recital 2", "Talks")],
    ]


def test_a_beir_folder_is_joined_with_its_judgements(beir: Path) -> None:
    """Above 0 is relevant, judged 0 alone has no answer, a query that nobody judged is counted and left out."""
    known = Known.of_documents(documents_of(beir))
    read = read_questions(beir, known)

    assert [(q.id, q.relevant, q.split) for q in read.questions] == [
        ("q1", ("treaty#1", "talks#1"), "dev"),
        ("q2", (), "dev"),
        ("q3", ("talks#Recital 2",), "test"),
    ]
    assert read.warnings == ("1 of 4 queries have no judgement and are no part of the set.",)
    assert len(read_questions(beir / "queries.jsonl", known, None, Choices(unjudged="unanswerable")).questions) == 4


def test_a_beir_folder_may_judge_in_json_lines_and_have_spaces_in_its_ids(tmp_path: Path) -> None:
    """Ids stay as they are written, and numbers are the ids that are written so."""
    put(tmp_path, "corpus.jsonl", '{"_id": "my treaty", "title": "Treaty", "text": "Peace for ever."}')
    put(tmp_path, "queries.jsonl", '{"_id": "q 1", "text": "What is for ever?"}\n{"_id": "2", "text": "Who met?"}')
    lines = '{"query-id": "q 1", "corpus-id": "my treaty", "score": 1}\n{"query-id": 2, "corpus-id": "x", "score": 0}\n'
    put(tmp_path, "qrels/test.jsonl", lines)

    known = Known.of_documents(documents_of(tmp_path))
    read = read_questions(tmp_path, known).questions
    put(tmp_path, "qrels/test.jsonl", f"{lines}{{}}")

    assert [(q.id, q.relevant, q.split) for q in read] == [("q 1", ("my treaty#1",), "test"), ("2", (), "test")]
    assert [str(p) for p in read_rows(tmp_path, Choices()).problems] == [
        "test.jsonl, line 3: it is no JSON object with 'query-id', 'corpus-id' and 'score'."
    ]


def test_a_wrong_judgement_is_named(beir: Path) -> None:
    """With its file and line."""
    put(beir, "qrels/test.tsv", "query-id\tcorpus-id\tscore\nq9\ttreaty\t1\nq1\ttreaty\t1\nq3\n")

    assert [str(p) for p in read_rows(beir, Choices()).problems] == [
        "test.tsv, line 3, 'query-id': the query 'q1' is judged in 'dev' and in 'test'.",
        "test.tsv, line 4: it is neither 'query 0 paragraph grade' nor 'query paragraph grade'.",
        "test.tsv, line 2, 'query-id': there is no query 'q9'.",
    ]


TOPICS = """
<top>
<num> Number: 301
<title> Erasure &amp; its
limits
<desc> Description:
When may a person
be erased?
</top>
<top>
<num> Number: 302
<title> Peace
</top>
"""


def test_trec_topics_are_joined_with_the_qrels_beside_them(tmp_path: Path) -> None:
    """The title is asked unless another field is named; numbers with a space in them are kept whole, or read as %20."""
    path = put(tmp_path, "topics.txt", TOPICS)
    put(
        tmp_path,
        "qrels.txt",
        "301 0 regulation#Article 17(1) 1\n301 0 process#1 0\n302 0 process#2 2\n302 0 regulation#Article%2018 1\n",
    )

    assert [(q.id, q.question, q.relevant) for q in read_questions(path, KNOWN).questions] == [
        ("301", "Erasure & its limits", ("regulation#Article 17(1)",)),
        ("302", "Peace", ("process#2", "regulation#Article 18")),
    ]
    assert answers(tmp_path) == answers(path)
    assert problems(path, Choices({"question": "desc"})) == [
        "line 10, 'desc': topic 302 does not have it; it has num, title.",
        "qrels.txt, line 3, 'query-id': there is no query '302'.",
    ]


def test_tab_separated_topics_have_no_header(tmp_path: Path) -> None:
    """A number, a tab, a question; the judgements may lie elsewhere."""
    path = put(tmp_path, "queries.tsv", "7\tWhat comes first?\n8\tWho won?\n")
    put(tmp_path, "judged.qrel", "7\t0\tprocess#2\t1\n8\t0\tprocess#2\t0\n")

    assert form_of(path) is Form.TREC
    assert answers(path) == {"7": ("process#2",), "8": ()}


def squad(folder: Path, *asked: dict[str, Any]) -> Path:
    paragraphs = [
        {"context": "They met in Kabul. Peace comes first. Then they left.", "qas": list(asked)},
        {"context": "Nothing else.", "qas": []},
    ]
    text = json.dumps({"version": "v2.0", "data": [{"title": "Kabul_Talks", "paragraphs": paragraphs}]})
    return put(folder, "dev.json", text)


ASKED = {"id": "a", "question": "What comes first?", "answers": [{"text": "Peace", "answer_start": 19}]}


def test_squad_is_questions_and_documents(tmp_path: Path) -> None:
    """Each article is a document with numbered paragraphs; the sentence is the one that holds the answer."""
    path = squad(tmp_path, ASKED, {"id": "b", "question": "Who won?", "answers": [], "is_impossible": True})
    (document,) = documents_of(path)

    assert [(str(p.id), p.text[:9]) for p in document.paragraphs] == [
        ("kabul-talks#1", "They met "),
        ("kabul-talks#2", "Nothing e"),
    ]
    assert read_questions(path, Known.of_documents([document])).questions == (
        GoldQuestion("a", "What comes first?", ("kabul-talks#1",), **PLAIN, sentence="Peace comes first."),  # type: ignore[arg-type]
        GoldQuestion("b", "Who won?", (), **PLAIN),  # type: ignore[arg-type]
    )


def test_a_wrong_answer_in_squad_is_named(tmp_path: Path) -> None:
    """With its article, paragraph and question."""
    path = squad(
        tmp_path,
        {**ASKED, "answers": [{"text": "Peace", "answer_start": 18}]},
        {**ASKED, "id": "b", "answers": []},
        {"id": 7},
    )

    assert [str(p) for p in read_rows(path, Choices()).problems] == [
        "article 'Kabul_Talks', paragraph 1, question 1, 'answer_start': 'Peace' does not stand at character 18"
        " of the paragraph; there stands ' Peac'.",
        "article 'Kabul_Talks', paragraph 1, question 2, 'answers': it is empty, and 'is_impossible' is not true.",
        "article 'Kabul_Talks', paragraph 1, question 3, 'id': it must be text.",
    ]


SHARED = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared question sets are not here")
@pytest.mark.parametrize(
    ("questions", "documents", "choices", "expected"),
    [
        ("gdpr_qa/questions.jsonl", "gdpr_qa/documents.jsonl", Choices({"question": "colloquial"}), (35, 33)),
        ("mtrag_un/questions.jsonl", "mtrag_un/documents.jsonl", Choices(trust="answerable"), (239, 159)),
        ("clapnq/questions.jsonl", "clapnq/documents.jsonl", Choices(), (324, 157)),
        ("xquad/questions.de.jsonl", "xquad/documents.de.jsonl", Choices({"sentence": "answer"}), (1190, 1190)),
        ("squad2_cs224n_dev/questions.jsonl", "squad2_cs224n_dev/documents.jsonl", Choices(), (2990, 1486)),
    ],
)
def test_published_sets_are_read_whole(
    questions: str, documents: str, choices: Choices, expected: tuple[int, int]
) -> None:
    """Every row, with as many answerable ones as the set counts itself."""
    read = read_questions(SHARED / questions, Known.of_documents(documents_of(SHARED / documents)), None, choices)

    assert (len(read.questions), sum(question.answerable for question in read.questions)) == expected
