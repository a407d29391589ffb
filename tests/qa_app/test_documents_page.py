"""The list of documents: searched, sorted and turned; files added and documents removed over HTTP."""

import html
import io
import re
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.cutting.segment import segment
from corpus.intake.files import Given
from corpus.library.library import Library
from corpus.types import Card, Document
from index.encoders.hashing import HashingEncoder
from qa_app.collection import A_PAGE
from qa_app.commands.options import make_answerer
from qa_app.errors import RefusedUpload
from qa_app.outcomes import Abstention, Answer, LookUp
from qa_app.service import Service
from qa_app.web import create_site
from qa_app.web.documents.list import language_name, numbering_in_words
from qa_app.web.documents.upload_form import UPLOADED, safe_name
from qa_app.web.documents.uploads import FILE_MEGABYTES, MOST_WAITING, Sent, Upload, Uploads, read_said
from qa_app.web.options import WebOptions

pytestmark = pytest.mark.process  # what is added is read in a child

PEACE = b"Statement on peace\n\n1. Peace is good.\n\n2. War is not.\n\n4. That is all."
WAR = b"Statement on war\n\n1. War is bad.\n\n2. Peace is better."


def document(
    name: str, title: str = "", day: date | None = None, language: str = "en", paragraphs: int = 2
) -> Document:
    text = "\n\n".join(f"{number}. Words {number} of {name}." for number in range(1, paragraphs + 1))
    return segment(text, Card(name, title or name, day, None, None, None, language))


SOME = (
    document("b", "Berlin <i>", date(2020, 1, 2)),
    document("a", "Ärger", date(2019, 5, 6), "ar", 3),
    document("c", "cairo", None, "fr", 4),
)


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What else runs on the machine leaves nothing where a test looks."""
    with TemporaryDirectory(prefix="own-") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", lambda: SOME) as opened:
        yield opened


@pytest.fixture
def service(library: Library) -> Service:
    made = Service(library, HashingEncoder, make_answerer)
    made.encode_new()
    return made


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_site(service), follow_redirects=False) as client:
        yield client


@pytest.fixture
def closed(service: Service) -> Iterator[TestClient]:
    """A server whose visitors may only read."""
    with TestClient(create_site(service, WebOptions(uploads=False)), follow_redirects=False) as client:
        yield client


def ids(page: str) -> list[str]:
    return re.findall(r'<th scope="row" class="title"><a href="/doc/([^"]*)"', page)


def finished(client: TestClient, response: Any) -> str:
    """The page of an upload when it is over, as a browser sees it that asks again."""
    assert response.status_code == 303, response.text
    for _ in range(600):
        page = client.get(response.headers["location"]).text
        if "data-over" in page:
            return page
        time.sleep(0.05)
    raise AssertionError("the upload was not over in 30 seconds")


def send(client: TestClient, *files: tuple[str, bytes], **fields: str) -> Any:
    return client.post("/documents", files=[("files", file) for file in files], data=fields)


def lines(page: str) -> list[str]:
    """What is said of each file, without tags."""
    found = re.findall(r'<li class="\w+">(.*?)</li>', page, re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]*>", " ", line)).split()) for line in found]


def leftovers(library: Library) -> list[Path]:
    return [*Path(gettempdir()).glob("pincite-*"), *library.folder.glob("uploads/*")]


def bomb() -> bytes:
    """A DOCX whose text is 150 MB of one letter."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("[Content_Types].xml", "<Types/>")
        with container.open("word/document.xml", "w") as stream:
            for _ in range(150):
                stream.write(b"a" * (1 << 20))
    return file.getvalue()


def test_each_document_has_a_row(client: TestClient) -> None:
    """Title, date, language, paragraphs, numbering and version, and what can be done with it."""
    page = client.get("/documents").text
    row = page[page.index("Berlin") :].split("</tr>")[0]

    assert ids(page) == ["a", "b", "c"]
    assert "Berlin &lt;i&gt;" in row
    assert '<time datetime="2020-01-02">2 January 2020</time>' in row
    assert re.findall(r'<td data-label="(\w+)"[^>]*>([^<]+)</td>', row)[:3] == [
        ("Language", "English"),
        ("Paragraphs", "2"),
        ("Numbering", "no gaps"),
    ]
    assert 'href="/?document=b"' in row
    assert 'href="/documents/b/remove"' in row


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort=title&order=desc", ["c", "b", "a"]),
        ("sort=date", ["c", "a", "b"]),
        ("sort=date&order=desc", ["b", "a", "c"]),
        ("sort=language", ["a", "b", "c"]),
        ("sort=paragraphs&order=desc", ["c", "a", "b"]),
        ("search=january+2020", ["b"]),
        ("search=ärger", ["a"]),
        ("search=2019-05", ["a"]),
        ("search=berlin+cairo", []),
        ("sort=nothing&page=x&order=", ["a", "b", "c"]),
        ("page=999", ["a", "b", "c"]),
    ],
)
def test_the_list_is_searched_and_sorted_by_its_address(client: TestClient, query: str, expected: list[str]) -> None:
    """Without a script; what is no order or page of the list is the first."""
    assert ids(client.get(f"/documents?{query}").text) == expected


def test_a_heading_sorts_the_other_way_round(client: TestClient) -> None:
    """It says how the list is sorted, and keeps what was searched for."""
    page = client.get("/documents?search=e&sort=date&order=desc").text

    assert 'class="col-date" aria-sort="descending"><a href="/documents?search=e&amp;sort=date">' in page
    assert '<a href="/documents?search=e&amp;sort=paragraphs&amp;order=desc">' in page


def test_a_long_list_is_turned_page_by_page(client: TestClient, library: Library) -> None:
    """Fifty on each, all of them once, with the order and the search kept."""
    for number in range(A_PAGE + 7):
        library.add(document(f"many-{number:03}"))

    first, second = (client.get(f"/documents?search=many&order=desc&page={page}").text for page in (1, 2))

    expected = [f"many-{number:03}" for number in reversed(range(A_PAGE + 7))]
    assert ids(first) + ids(second) == expected
    assert "1 to 50 of 57 documents" in first
    assert "51 to 57 of 57 documents" in second
    assert 'rel="next" href="/documents?search=many&amp;sort=title&amp;order=desc&amp;page=2"' in first
    assert 'rel="next"' not in second


def test_nothing_found_and_nothing_there_are_two_things(client: TestClient, library: Library) -> None:
    """A search that finds nothing names what was sought; an empty library says how to begin."""
    nothing_found = client.get("/documents?search=<zzz>").text
    for name in ("a", "b", "c"):
        library.remove(name)
    empty = client.get("/documents").text

    assert "<bdi>No document has “&lt;zzz&gt;” in its title, symbol, date or id.</bdi>" in nothing_found
    assert "There are no documents yet." in empty
    assert '<details class="add" id="add" open>' in empty
    assert "There are no documents yet." not in nothing_found


def test_superseded_texts_are_listed_where_they_are_asked_for(client: TestClient, library: Library) -> None:
    """With what took their place."""
    library.add(document("b", "Berlin, again", paragraphs=5))

    assert ids(client.get("/documents").text) == ["a", "b", "c"]
    older = client.get("/documents?older=1&search=b").text
    assert ids(older) == ["b%401", "b"]
    assert 'Superseded by <a href="/doc/b">b</a>' in older


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((), "not numbered"),
        (("1", "2"), "no gaps"),
        (("1", "4"), "missing: 2, 3"),
        (("1", "12"), "missing: 2, 3, 4, 5, 6, 7 and 4 more"),
    ],
)
def test_numbering_is_told_in_words(numbers: tuple[str, ...], words: str) -> None:
    """What is missing by its numbers, a few of them."""
    assert numbering_in_words(numbers) == words


@pytest.mark.parametrize(
    ("code", "name"), [("ar", "Arabic"), ("zh-Hant-TW", "Chinese"), ("xx-nonsense!", "xx-nonsense!"), ("", "")]
)
def test_languages_are_named(code: str, name: str) -> None:
    """By their English names; what is no language stays as it is."""
    assert language_name(code) == name


def test_files_are_added_with_a_line_each(client: TestClient, service: Service) -> None:
    """What came in, what was there already, what could not be read and why; a question finds the new ones."""
    first = finished(client, send(client, ("peace.txt", PEACE)))
    page = finished(
        client,
        send(client, ("peace.txt", PEACE), ("war.txt", WAR), ("empty.txt", b""), ("ls", b"\x7fELF\0\0\1\2" * 99)),
    )

    assert lines(first) == ["✓ added peace.txt as peace , 3 paragraphs Note: Numbers missing in the document: 3."]
    assert lines(page)[:2] == [
        "= unchanged peace.txt as peace , 3 paragraphs Note: Numbers missing in the document: 3.",
        "✓ added war.txt as war , 2 paragraphs",
    ]
    assert [line.split(" ", 3)[:3] for line in lines(page)[2:]] == [["✗", "failed", "empty.txt"], ["✗", "failed", "ls"]]
    assert "1 added, 1 unchanged, 2 failed." in page
    assert gettempdir() not in page
    assert service.library.documents_without_embeddings() == ()
    outcome = service.answer("what does paragraph 2 of the statement on war say?")
    assert isinstance(outcome, LookUp)
    assert outcome.quotes[0].paragraph.text == "Peace is better."
    assert service.library.record("war").origin.file == "uploaded: war.txt"


def test_a_file_of_the_same_name_is_the_next_version(client: TestClient, library: Library) -> None:
    """The words of the first stay where they were cited."""
    finished(client, send(client, ("note.txt", PEACE)))
    page = finished(client, send(client, ("note.txt", WAR)))

    assert lines(page) == ["✓ updated note.txt as note , version 2, 2 paragraphs"]
    assert library.document("note@1").paragraph("1").text == "Peace is good."
    assert library.document("note").paragraph("1").text == "War is bad."


def test_what_is_said_of_a_file_goes_before_what_is_read_in_it(client: TestClient, library: Library) -> None:
    """Title, date, source, language, id, and what it replaces; what is left empty is read."""
    fields = {"title": "Peace!", "date": "2020-02-29", "source": "https://example.org/p", "id": "p", "supersedes": "a"}

    finished(client, send(client, ("peace.txt", PEACE), **fields, language=" "))

    card = library.document("p").card
    assert (card.title, card.date, card.source, card.language) == (
        "Peace!",
        date(2020, 2, 29),
        "https://example.org/p",
        "en",
    )
    assert library.superseded_by("a") == "p"


def test_a_card_may_be_sent_with_its_file(client: TestClient, library: Library) -> None:
    """As it lies beside a file on a disk; by itself it is no document."""
    page = finished(client, send(client, ("peace.txt", PEACE), ("peace.toml", b'title = "By its card"')))
    alone = finished(client, send(client, ("lone.toml", b'title = "Lone"')))

    assert len(lines(page)) == 1
    assert library.document("peace").card.title == "By its card"
    assert lines(alone) == ["✗ failed lone.toml It is a card, and no document stands beside it."]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"date": "29.2.2020"}, "'29.2.2020' is not a date such as 2017-06-06."),
        (
            {"id": "../x"},
            "The id '../x' cannot be used: it may have letters, digits, hyphens, points and underscores only.",
        ),
        ({"title": "x" * 5_000}, "One of the fields has more than 4,000 characters."),
    ],
)
def test_what_cannot_be_said_of_a_file_is_refused(client: TestClient, fields: dict[str, str], sentence: str) -> None:
    """Before anything is read, in one sentence over the form."""
    response = send(client, ("peace.txt", PEACE), **fields)

    assert response.status_code == 400
    assert f'role="alert">{html.escape(sentence).replace("&#x27;", "&#39;")}</p>' in response.text
    assert ids(response.text) == ["a", "b", "c"]


def test_a_title_is_for_one_file() -> None:
    """A date may go for several, as on the command line."""
    with pytest.raises(RefusedUpload, match="The title is for one file, and these are 2"):
        read_said({"title": "T"}, 2)

    assert read_said({"date": "2020-01-01", "title": " "}, 2)[0].date == date(2020, 1, 1)


def test_what_replaces_nothing_that_is_there_fails_alone(client: TestClient) -> None:
    """The line names what was asked for."""
    page = finished(client, send(client, ("peace.txt", PEACE), supersedes="nothing"))

    assert lines(page)[0].startswith("✗ failed peace.txt There is no document 'nothing' in the library")


def test_nothing_sent_and_no_form_are_told(client: TestClient) -> None:
    """An empty form, a form that is none, a body that breaks off."""
    empty = client.post("/documents", files=[("files", ("", b""))])
    plain = client.post("/documents", data={"files": "x"})
    broken = client.post("/documents", content=b"nonsense", headers={"content-type": "multipart/form-data; boundary=x"})

    assert (empty.status_code, plain.status_code, broken.status_code) == (400, 415, 400)
    assert "Choose a file or paste a text first: nothing was sent." in empty.text
    assert "What was sent is no form that can be read." in broken.text


def test_a_text_that_is_pasted_is_a_document(client: TestClient) -> None:
    """It is called by its first line; pasted again with a change, it is the next version."""
    first = finished(client, client.post("/documents", files=[("files", ("", b""))], data={"text": PEACE.decode()}))
    second = finished(
        client, client.post("/documents", files=[("files", ("", b""))], data={"text": f"{PEACE.decode()} Yes."})
    )

    assert lines(first)[0].startswith("✓ added Statement on peace.txt as statement-on-peace ")
    assert lines(second)[0].startswith("✓ updated Statement on peace.txt as statement-on-peace , version 2")


def test_encoding_tells_how_long_it_takes() -> None:
    """Once enough is done to tell, by how long that took."""
    upload = Upload(1, stage="encoding", encoded=(0, 100), encoding_since=time.monotonic() - 60)
    before = upload.minutes_left
    upload.encoded = (20, 100)

    assert (before, upload.minutes_left) == (0, 5)


def test_more_than_may_be_sent_is_refused(service: Service, library: Library) -> None:
    """By its length, or where that is not told as soon as it is too much; one large file among others fails alone."""
    before = leftovers(library)
    with TestClient(create_site(service, WebOptions(most_uploaded=2_000_000)), follow_redirects=False) as client:
        told = send(client, ("big.txt", b"a" * 2_000_001))

        def body() -> Iterator[bytes]:
            yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
            for _ in range(30):
                yield b"a" * 100_000
            yield b"\r\n--x--\r\n"

        untold = client.post("/documents", content=body(), headers={"content-type": "multipart/form-data; boundary=x"})

    assert (told.status_code, untold.status_code) == (413, 413)
    for response in (told, untold):
        assert "These files are larger than 2 MB together; send fewer at a time." in response.text
    assert leftovers(library) == before


def test_a_file_that_is_too_large_fails_and_the_others_go_in(client: TestClient) -> None:
    """Each has its line."""
    page = finished(client, send(client, ("big.txt", b"a " * (FILE_MEGABYTES << 19) + b"a"), ("peace.txt", PEACE)))

    assert lines(page)[0] == f"✗ failed big.txt It is larger than {FILE_MEGABYTES} MB."
    assert lines(page)[1].startswith("✓ added peace.txt as peace")


def test_more_files_than_anybody_waits_for_are_refused(client: TestClient) -> None:
    """With the number that may be sent."""
    response = send(client, *((f"{number}.txt", b"x") for number in range(201)))

    assert response.status_code == 400
    assert "These are more than 200 files; send fewer at a time." in response.text


def test_a_bomb_fails_in_the_child_process(client: TestClient, library: Library) -> None:
    """The server lives, and what is stored stays."""
    before = leftovers(library)

    page = finished(client, send(client, ("bomb.docx", bomb()), ("peace.txt", PEACE)))

    assert lines(page)[0].startswith("✗ failed bomb.docx ")
    assert lines(page)[1].startswith("✓ added peace.txt")
    assert library.problems() == []
    assert leftovers(library) == before


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\x.txt", "x.txt"),
        ("C:\\Users\\me\\Statement.pdf", "Statement.pdf"),
        ("..", "document"),
        ("", "document"),
        (".hidden", "hidden"),
        ("a\x00b\x1b[31m\u202e.txt", "ab[31m.txt"),
        ("déclaration №5.docx", "déclaration №5.docx"),
        (f"{'é' * 300}.pdf", f"{'é' * 73}.pdf"),
        (f"a.{'b' * 300}", f"a.{'b' * 148}"),
        ("*?<>|.txt", "txt"),
    ],
)
def test_a_file_is_named_by_the_last_part_of_what_is_sent(sent: str, expected: str) -> None:
    """No folder, no control character, nothing too long."""
    assert safe_name(sent) == expected


@given(st.text())
def test_no_file_name_leads_out_of_its_folder(sent: str) -> None:
    """Whatever is sent."""
    name = safe_name(sent)

    assert name == Path(name).name
    assert name not in ("", ".", "..")
    assert len(name.encode()) <= 150


def test_a_file_named_like_a_way_out_is_added_where_it_belongs(client: TestClient, library: Library) -> None:
    """Under its last name, and nothing is written elsewhere."""
    page = finished(client, send(client, ("../../../../tmp/escaped-pincite.txt", PEACE)))

    assert lines(page)[0].startswith("✓ added escaped-pincite.txt as escaped-pincite")
    assert not Path("/tmp/escaped-pincite.txt").exists()
    assert library.record("escaped-pincite").version == 1


def test_two_files_of_one_name_are_not_one_document(client: TestClient) -> None:
    """The second fails with a sentence, and where they lay meanwhile is told to nobody."""
    page = finished(client, send(client, ("x.txt", PEACE), ("x.txt", WAR)))

    assert lines(page) == [
        "✓ added x.txt as x , 3 paragraphs Note: Numbers missing in the document: 3.",
        "✗ failed x.txt Its id 'x' went to x.txt already; give it another with a card.",
    ]


def test_another_writer_is_told(service: Service, tmp_path: Path) -> None:
    """While another process writes nothing is added, and the upload says whose turn it is."""
    uploads = Uploads(service, wait_seconds=0.1)
    folder = uploads.new_folder()
    with Library.open(service.library.folder, tuple) as other, other.writing():
        upload = uploads.start(Sent(folder, (written(folder),)))
        for _ in range(600):
            if upload.is_over:
                break
            time.sleep(0.05)

    assert upload.stage == "failed"
    assert "is being written by another pincite" in upload.failure
    assert upload.outcomes == []
    assert not folder.exists()


def written(folder: Path) -> Path:
    """A file in an upload's folder."""
    path = folder / UPLOADED / "peace.txt"
    path.parent.mkdir()
    path.write_bytes(PEACE)
    return path


def test_what_a_stopped_server_had_taken_is_added_by_the_next(service: Service) -> None:
    """What waits when it is told to stop stays with what is said of it, and nothing is left behind in the end."""
    uploads = Uploads(service)
    taken = [uploads.new_folder() for _ in range(3)]
    with Library.open(service.library.folder, tuple) as other, other.writing():
        waiting = [
            uploads.start(Sent(folder, (written(folder),), Given(id=f"talk-{n}", date=date(2020, 1, 2)), None))
            for n, folder in enumerate(taken)
        ]
        assert service.finish(0) is False
    assert service.finish(60) is True
    assert {upload.stage for upload in waiting} <= {"waiting", "reading"}
    assert all(folder.exists() for folder in taken)

    later = Service(service.library, HashingEncoder, make_answerer)
    going_on = Uploads(later).go_on()
    for _ in range(6_000):
        if all(upload.is_over for upload in going_on):
            break
        time.sleep(0.05)

    assert {e.id: e.date for e in service.library.entries() if e.id.startswith("talk")} == {
        f"talk-{n}": date(2020, 1, 2) for n in range(3)
    }
    assert not any(folder.exists() for folder in taken)


def test_questions_are_answered_while_documents_are_encoded(service: Service) -> None:
    """Between two batches nothing keeps a question from being answered, by the documents that are encoded already."""
    service.library.add(document("long", paragraphs=400))
    answers: list[object] = []
    left: list[int] = []

    def progress(done: int, total: int) -> None:
        if not answers:
            asking = threading.Thread(target=lambda: answers.append(service.answer("What are the words of cairo?")))
            asking.start()
            asking.join(60)
            left.append(total - done)

    service.encode_new(progress)

    assert isinstance(answers[0], Answer | Abstention)
    assert left[0] > 0
    assert len(left) == 1
    assert service.library.documents_without_embeddings() == ()


def test_too_many_uploads_at_once_are_refused(service: Service) -> None:
    """Rather than kept waiting."""
    uploads = Uploads(service)
    with service.library.writing():
        for _ in range(MOST_WAITING):
            uploads.require_room()
            uploads.start(Sent(uploads.new_folder(), ()))
        with pytest.raises(RefusedUpload, match="Other files are being added already"):
            uploads.require_room()


def test_an_upload_that_is_not_known_is_a_page(client: TestClient) -> None:
    """After a restart, or never."""
    response = client.get("/documents/adding/nothing")

    assert response.status_code == 404
    assert "what was added is in the list of documents" in response.text


def test_a_removal_is_shown_before_it_is_done(client: TestClient, library: Library) -> None:
    """Title, versions and paragraphs; then it is gone, and the list says so."""
    library.add(document("b", "Berlin, again", paragraphs=5))

    asked = client.get("/documents/b/remove").text
    token = re.search(r'name="token" value="(\w+)"', asked)[1]  # type: ignore[index]
    done = client.post("/documents/b/remove", data={"token": token})
    after = client.get(done.headers["location"]).text

    assert "Berlin, again" in asked
    assert "All 2 versions would go." in asked
    assert re.findall(r'<th scope="row"><bdi>([^<]*)</bdi></th><td>(\d)</td><td class="number">(\d)</td>', asked) == [
        ("b", "2", "5"),
        ("b@1", "1", "2"),
    ]
    assert done.status_code == 303
    assert "Removed: b." in after
    assert ids(after) == ["a", "c"]
    assert client.get("/doc/b@1").status_code == 404


def test_an_earlier_version_is_removed_alone(client: TestClient, library: Library) -> None:
    """The current text stays."""
    library.add(document("b", "Berlin, again", paragraphs=5))

    asked = client.get("/documents/b@1/remove").text
    token = re.search(r'name="token" value="(\w+)"', asked)[1]  # type: ignore[index]
    client.post("/documents/b@1/remove", data={"token": token})

    assert "Version 1 alone would go; the other versions stay." in asked
    assert [entry.id for entry in library.versions("b")] == ["b"]


@pytest.mark.parametrize("token", ["", "0" * 64, "x" * 20_000])
def test_a_removal_that_was_not_shown_is_not_done(client: TestClient, library: Library, token: str) -> None:
    """Without the word of the page that shows it nothing goes, and that page is shown."""
    response = client.post("/documents/b/remove", data={"token": token})

    assert response.status_code == 409
    assert "This has changed since you looked, so nothing was removed." in response.text
    assert library.record("b").version == 1


def test_a_stale_page_removes_nothing(client: TestClient, library: Library) -> None:
    """Where another version came in meanwhile, it is asked again."""
    asked = client.get("/documents/b/remove").text
    token = re.search(r'name="token" value="(\w+)"', asked)[1]  # type: ignore[index]
    library.add(document("b", "Berlin, again", paragraphs=5))

    response = client.post("/documents/b/remove", data={"token": token})

    assert response.status_code == 409
    assert "All 2 versions would go." in response.text
    assert len(library.versions("b")) == 2


def test_a_removal_waits_for_no_other_writer(client: TestClient, library: Library) -> None:
    """It says who writes, and nothing is removed."""
    asked = client.get("/documents/b/remove").text
    token = re.search(r'name="token" value="(\w+)"', asked)[1]  # type: ignore[index]

    with Library.open(library.folder, tuple) as other, other.writing():
        response = client.post("/documents/b/remove", data={"token": token})

    assert response.status_code == 503
    assert "is being written by another pincite" in response.text
    assert library.record("b").version == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_removing_what_is_not_there(client: TestClient, method: str) -> None:
    """404, as a page."""
    response = client.request(method, "/documents/nothing/remove")

    assert response.status_code == 404
    assert "There is no document &#39;nothing&#39; in the library" in response.text


def test_a_notice_of_a_removal_that_did_not_happen_is_not_shown(client: TestClient) -> None:
    """A link cannot make the page say that a document is gone that is there."""
    assert "Removed:" not in client.get("/documents?removed=b").text
    assert "Removed: &lt;b&gt;." in client.get("/documents?removed=<b>").text


def test_where_uploads_are_not_allowed_nothing_is_changed(closed: TestClient, library: Library) -> None:
    """403 with a page for each of the ways, none of which the list shows."""
    listed = closed.get("/documents").text
    answers = [
        send(closed, ("peace.txt", PEACE)),
        closed.get("/documents/b/remove"),
        closed.post("/documents/b/remove", data={"token": "x"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert all("Documents cannot be added or removed here" in answer.text for answer in answers)
    assert "Remove" not in listed
    assert "<form id=" not in listed
    assert "<script" not in listed
    assert [entry.id for entry in library.entries()] == ["a", "b", "c"]


def test_the_pages_run_nothing_but_their_own_scripts(client: TestClient) -> None:
    """No inline script or style."""
    for path in ("/documents", "/documents/b/remove"):
        response = client.get(path)
        assert "script-src 'self'" in response.headers["content-security-policy"]
        assert not re.search(r"<script[^>]*>[^<]", response.text)
        assert " style=" not in response.text
