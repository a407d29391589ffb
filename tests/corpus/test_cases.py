"""Small files of kinds that are easily misread: each with the numbers and the words that a reader of it would give."""

import hashlib
from pathlib import Path

import pytest

from corpus.cutting.front import guess_language
from corpus.intake.files import Given
from corpus.intake.limits import Limits
from corpus.intake.read import Request, read_file
from corpus.types import Document, Kind

CASES = Path(__file__).parent / "cases"
RUNS = [str(number) for number in range(1, 25)]
NESTED = {"1(1)": "painting the hull of it each spring;", "1(4)": "painting the bell of it each spring;"}
NESTED |= {"2": "The parties shall keep the ferry in good repair, as rule b of the code has it."}
IN_ARTICLE = {f"Article 1({number[0]}){number[1:]}": words for number, words in NESTED.items()}
CROWNS = {"1": "The operator must pay five crowns for each passenger who is left behind."}
SEATS = "The operator shall not sell more tickets than there are seats on any ferry of the river"
LINES = dict.fromkeys(("2", "10", "18"), f"{SEATS}, unless the council has agreed in writing.")
BOTH = "must be read as leaving the tolls of the southern bank as they are."
SELLS = "The operator shall always sell tickets on any ferry of the river."

# file: all the numbers of its paragraphs, where they are given, and the words of some of them
FILES: dict[str, tuple[list[str] | None, dict[str, str]]] = {
    "cjeu-short-row/ruling.html": (RUNS[:7], {"5": "Those arguments must be rejected."}),
    "eu-consolidated/ferry-cons.html": (
        None,
        {
            "Article 1(2a)": "It applies to private boats that carry freight for payment.",
            "Article 1(3)": "Member banks may keep stricter rules that were in force on 1 January 2015.",
            "Article 3(2)": "Operators shall not charge children under six.",
        },
    ),
    "note-marks/rules.html": (RUNS[:3], CROWNS),
    "note-marks/rules.md": (RUNS[:3], CROWNS),
    "note-marks/rules.docx": (RUNS[:3], CROWNS),
    "note-marks/rules.pdf": (RUNS[:3], CROWNS),
    "note-marks/consolidated.html": (
        RUNS[:3],
        {**CROWNS, "2": "The council may amend these rules at any time it sees fit."},
    ),
    "last-paragraph-cell/list.html": (
        RUNS[:2],
        {"2": f"Article 4 of the Ferry Code, as amended in 2017,\n\n{BOTH}"},
    ),
    "last-paragraph-cell/ruling.html": (
        RUNS[:2],
        {"2": f"Article 4 of the Ferry Code, as amended in 2017,\n\n{BOTH}"},
    ),
    "habits/first-person.txt": (
        RUNS[:7],
        {
            "3": "I heard both sides on 4 May. Neither disputed that the office had never inspected the boat.",
            "4": "The office relies on two letters. Both were sent to an address at which she had not lived for years.",
        },
    ),
    "nested-list-wins/ol-flat.html": (RUNS[:2], NESTED),
    "nested-list-wins/flat-md.md": (RUNS[:2], NESTED),
    "nested-list-wins/list.docx": (RUNS[:2], {"2": "The parties shall share the cost of the repair."}),
    "nested-list-wins/ol-art.html": (["Article 1(1)", "Article 1(2)", "Article 2(1)", "Article 2(2)"], IN_ARTICLE),
    "nested-list-wins/p-art.html": (["Article 1(1)", "Article 1(2)", "Article 2(1)", "Article 2(2)"], IN_ARTICLE),
    "nested-list-wins/indent.txt": (["Article 1(1)", "Article 1(2)", "Article 2(1)", "Article 2(2)"], IN_ARTICLE),
    "pdf-line-numbers/bill1.pdf": (RUNS, LINES),
    "pdf-line-numbers/bill1r.pdf": (RUNS, LINES),
    "pdf-line-numbers/bill5.pdf": (RUNS, LINES),
    "pdf-line-numbers/linenos5.pdf": (RUNS[:4], {"2": f"{SEATS}."}),
    "struck-out/del.html": (RUNS[:4], {"1": SELLS, "2": "The council may amend these rules at any time."}),
    "struck-out/del.md": (RUNS[:3], {"1": SELLS}),
    "struck-out/del.docx": (RUNS[:5], {"1": SELLS}),
    "quoted-law-heading/quoted-law.html": (RUNS[:5], {"5": "The court finds that he should have been heard."}),
    "quoted-law-heading/quoted-law.txt": (RUNS[:5], {"5": "The court finds that he should have been heard."}),
    "quoted-law-heading/quoted-law.docx": (RUNS[:5], {"5": "The court finds that he should have been heard."}),
    "german-law/art.md": (
        ["Article 1(1)", "Article 1(2)", "Article 2(1)", "Article 2(2)", "Article 3"],
        {"Article 3": "Diese Ordnung tritt im Mai in Kraft."},
    ),
    "german-law/par2.md": (
        ["§ 1(1)", "§ 1(2)", "§ 2(1)", "§ 2(2)", "§ 2(3)", "§ 3"],
        {"§ 2(2)(4)": "die Pflichten der Mitglieder.", "§ 3": "Dieses Gesetz tritt im Mai in Kraft."},
    ),
    "kinds/weggefallen.md": (["§ 1(1)", "§ 1(2)", "§ 6", "§ 7"], {"§ 6": "Der Verband gibt sich eine Satzung."}),
    "kinds/dash.txt": (
        ["1", "2", "3-5", "6", "7-8", "9"],
        {
            "1(1)": "The operator must carry a bell on the ferry at all times.",
            "2(2)": "It need not say that it will come.",
        },
    ),
    "kinds/glued.txt": (
        RUNS[:4],
        {"1(2)": "The bell must be rung before the ferry leaves.", "4(2)": "It lapses after ten years."},
    ),
    "kinds/cfr.txt": (
        ["§ 12.1", "§ 12.2", "§ 12.3"],
        {"§ 12.1(a)(2)(ii)(A)": "the hour of departure, or", "§ 12.1(b)": "Exceptions. Children pay nothing."},
    ),
    "kinds/roman.txt": (["I", "II", "III"], {"I(d)": "to sweep the stage.", "II(b)": "the report of the bursar."}),
    "kinds/arrangement.txt": (RUNS[:5], {"2": "Bells on ferries\nA ferry must carry a bell. It must be rung."}),
    "kinds/linked-contents.html": (
        RUNS[:4],
        {"4": "Records\n\nThe master keeps the record.", "3(2)": "The fine is nine crowns."},
    ),
    "kinds/sections-restart.html": (
        [*(f"Article {n}({p})" for n in range(1, 13) for p in (1, 2)), "1", "2"],
        {
            "Article 6(2)": "It may amend rule 6 in May.",
            "Article 12(2)": "It may amend rule 12 in May.",
            "Annex I, para. 2": "A horse pays five crowns.",
        },
    ),
    "kinds/by-law.html": (
        None,
        {
            "Article I, Section 1": "The club settles name of article I by vote.",
            "Article II, Section 3": "The club settles leaving of article II by vote.",
            "Article III, Section 2": "The club settles clerk of article III by vote.",
        },
    ),
    "kinds/repealed.txt": (
        [f"Article {number}" for number in ("1", "2", "2-1", "2-2", "3", "87", "88")],
        {"Article 2-2": "The bell of the south is rung at night.", "Article 3": "Nobody else rings a bell."},
    ),
    "kinds/lazy.md": (
        None,
        {
            "2": "A master must keep a book:\n\n1. of each trip, and\n\n2. of each passenger.",
            "2(2)": "of each passenger.",
            "Passengers, para. 2": "A passenger may bring a dog.",
        },
    ),
    "kinds/arrangement-stops.txt": (
        [f"Section {number}" for number in range(1, 5)],
        {"Section 4": "Duty to keep a book\n\nA master must keep a book."},
    ),
    "kinds/standard.txt": (
        ["1", "1.1", "1.2", "2.1", "3"],
        {
            "1": "This section says what the standard is for, and for whom it was\n   written.",
            "1.2": "Bells and their kinds\n\n   A bell is of brass or of iron.",
            "3": "Records\n\n   A record is kept of each bell.",
        },
    ),
    "bound/noted-list.md": (
        ["§ 1", "§ 2"],
        {"§ 1(B)(2)": "Its owner pays for that.", "§ 1(C)": "The walls are whitened each spring."},
    ),
    "bound/list-of-its-own.md": (
        ["Article 1", "Article 2", *RUNS[:3], "Article 3"],
        {"2": "Visitors may feed the ducks.", "Article 2(b)": "if the gates are damaged."},
    ),
    "bound/opinion-after.md": (
        None,
        {
            "2": "The council kept both.",
            "A. Whether it may be kept, para. 1": "The council said nothing.",
            "III. Costs, para. 1": "The applicant asks for ten crowns.",
            "Opinion of Judge Reed, para. 4": "It never was.",
        },
    ),
    "bound/pages-apart.txt": (
        ["Section 1", "Section 2", "Section 1~2", "Section 2~2", "Article III"],
        {"Article I, Section 2": "Purpose:\n\nThe club looks after the weir and the path beside it."},
    ),
    "bound/heads-in-article.md": (
        ["Section 1", "Section 2", "Section 1~2", "Section 2~2"],
        {"Article II, Section 2": "A member may leave in any month."},
    ),
    "bound/untold-heads.md": (
        None,
        {
            "2": "Nobody sleeps in a boat.",
            "Dogs, para. 1": "No more than two dogs live in a flat.",
            "Signs, para. 2": "No sign is wider than the door.",
        },
    ),
    "bound/annex-of-articles.md": (
        None,
        {
            "Article 2(2)": "It tells each bank of the tolls.",
            "Annex I, Article 2(a)": "the name of the boat;",
            "Annex I, Article 3": "The lists are shared each spring.",
            "Annex II, para. 2": "A raft pays one crown.",
        },
    ),
    "bound/agenda-first.md": (
        ["1~2", "2~2", "3~2", *RUNS[:3]],
        {"2": "Repair of the gates\n\nThe gates are old.\n\nThe members chose oak."},
    ),
    "bound/list-at-another-edge.txt": (
        RUNS[:6],
        {"5": "At the same meeting, the council heard the keeper of the lock."},
    ),
    "bound/own-word-in-roman.txt": (
        [f"Párrafo {number}" for number in ("I", "II", "III", "IV")],
        {"Párrafo III": "La barca pasa cuando hay luz."},
    ),
    "habits/section-after.txt": (
        ["§ 1", "§ 2", "§ 3", "§ 3a", "§ 4"],
        {"§ 3a": "Ungdomar\nDen som ännu växer lånar en åra av föreningen."},
    ),
    "habits/divisions.md": (RUNS[:6], {"3(2)": "A number is painted on the bow."}),
    "habits/bulleted-sections.md": (None, {"Article 2(§ 2)": "A assembleia é presidida pelo guarda mais velho."}),
    "habits/marked-annex.txt": (
        None,
        {
            "Decision 1/R.4, Annex, para. 3": "It is rung twice in a fog.",
            "Decision 2/R.4, Annex, para. 1": "A boat pays two crowns.",
            "Decision 3/R.4, para. 2": "Asks them to go on.",
        },
    ),
    "habits/lists-between.html": (
        None,
        {
            "1.2(2)": "It teaches others to row.",
            "1.4(1)": "The board has three members.",
            "2.1(2)": "Each member has a key.",
        },
    ),
    "habits/from-zero.txt": (
        None,
        {
            "0.1.1": "A rower is whoever owns an oar.",
            "1.0.2(b)": "when the lock is changed;",
            "2.0.1": "Boats are kept dry.",
        },
    ),
    "habits/list-first.txt": (None, {"2.2": "He writes down the hour of the crossing.", "3.2": "He counts the carts."}),
    "habits/point-zero.txt": (
        None,
        {
            "2.0": "Objects",
            "2.1": "The objects of the society shall be:",
            "3.1": "Letters to the society go to:\nThe boat house, lower quay.",
        },
    ),
    "habits/last-of-one.md": (RUNS[:3], {"3(1)": "What these rules do not settle the stewards decide."}),
    "bound/list-under-heading.md": (
        ["A.1", "A.2", "B.1", "B.2", "C"],
        {"B.2(2)": "that one of them rows the other home."},
    ),
    "bound/first-repealed.html": (
        [f"Article {number}" for number in ("1(1)", "1(2)", "2(2)", "2(3)", "3(1)", "3(2)")],
        {"Article 2(2)": "Der Fährmann führt ein Buch über die Fahrten."},
    ),
    "edges/told-notes.txt": (None, {"Article 1(2)": "Nobody closes it.", "Article 3(2)": "It meets on the bridge."}),
    "edges/called-notes.md": (["Article 1", "Article 2", "Article 3"], {"Article 3": "Nobody fishes from the pier."}),
    "habits/agenda-within.txt": (RUNS[:7], {"4(2)(b)": "Election of a clerk.", "4(4)(a)": "Lamps;"}),
    "bound/number-alone.txt": (["12", "13", "14"], {"13(3)": "The board chooses the third."}),
    "habits/hashes.md": (RUNS[:3], {"2": "The keeper lights the lamp."}),
    "edges/last-list.txt": (
        RUNS[:3],
        {
            "3": "The council made the following promises:\n\n• To build a second pier before the autumn."
            "\n\n• To light both piers at night."
        },
    ),
    "scripts/inserted.html": (None, {"Article 2(2)": "會員每年繳費一次。", "Article 2之1(1)": "學徒免繳會費。"}),
    "scripts/stops.html": (
        None,
        {
            "Article 1": "この規約において使用する用語は、次の意味を持つものとします。",
            "Article 3": "当会に次の役員をおく。\n\n（１）会長\u30001名、（２）船頭\u30002名",
            "Article 4": "この規約は川の法に従う。",
        },
    ),
    "scripts/capitals.txt": (None, {"Article 2(3)": "Členský příspěvek činí sto korun."}),
    "scripts/abbreviated-suffix.md": (
        [f"Article {number}" for number in ("1", "2", "2 bis", "2 qua", "2 pen", "3")],
        {"Article 2 pen": "Een gast betaalt per overtocht."},
    ),
    "printed/zero.md": (
        [f"Section {number}" for number in ("1.01", "1.02", "1.03", "2.01")],
        {"Article I, Section 1.02": "The warden keeps the keys of all berths."},
    ),
    "printed/dotted-headings.md": (
        ["1.1", "1.2", "1.3", "1.4"],
        {"1.3(4)": "Whoever leaves gives back the key.", "1.4(2)": "Each outing is written in the book."},
    ),
    "printed/agenda.md": (RUNS[:3], {"2(3)": "the report of the treasurer"}),
    "printed/mixed-numerals.txt": (
        None,
        {
            "Article 1, Section I": "The choir is called the Choir of the Two Banks.",
            "Article II, Section 2": "The conductor hears each new singer once.",
            "Article III, Section 2": "The takings go to the ferry.",
        },
    ),
    "printed/title-over-words.html": (
        ["Article I", "Article II", "Article III"],
        {
            "Article I(B)": "Guests\n\nA guest is brought by a full member.\nA guest has no vote.",
            "Article III(B)": "Time\n\nIt meets after dark.\nIt goes home before dawn.",
        },
    ),
    "printed/named-later.md": (
        RUNS[:4],
        {"1": "Bodies\n\nThe bodies of the guild are:\n\n• the assembly\n\n• the board\n\n• the auditors"},
    ),
    "printed/quoted-annex.html": (
        [*RUNS[:3], "1~2", "2~2", "3~2"],
        {"Appendix, para. 1": "If the two cannot agree, each names one whom he trusts to speak for him."},
    ),
    "printed/inserted.txt": (
        [f"Article {number}" for number in ("1", "2", "2-A", "2-B", "3")],
        {"Article 2-A": "Exenciones\n\nLos niños no pagan peaje alguno."},
    ),
    "printed/three-levels.txt": (
        None,
        {
            "Article I": "NAME\n\nThe league is called the Lantern League of the Lower Quay.",
            "Article II, Section A(2)": "It teaches whoever asks how a lantern is kept.",
            "Article III, Section B(2)": "Guests, who may not.",
            "Article IV, Section B": "House Rules\n\nThe house rules may be changed by the board whenever it meets.",
        },
    ),
    "printed/roman-outline.md": (
        None,
        {
            "I.2.1": "Les membres agissent selon ces principes :",
            "I.2.1.1.2": "Nul ne demande plus qu'il ne donne.",
            "I.2.1.2.1": "Les membres parlent bas sur le quai.",
            "I.3.1": "Est membre quiconque possède une barque.",
            "II.1.2": "Un vote nul ne compte pas.",
            "II.3.1": "Chaque candidat se présente à l'assemblée.",
        },
    ),
    "printed/set-out.md": (
        RUNS[:4],
        {
            "2(B)": "Clerk\n\nThe clerk writes down what was said.",
            "2(C).2": "Term: The treasurer serves for two years.",
            "3(B)": "No committee lasts for longer than a year.",
        },
    ),
    "printed/sections-in-roman.md": (
        None,
        {
            "Article I, Section III": "• Members treat each other as friends.",
            "Article II": "• Whoever lives in the valley may be a member.",
            "Article III, Section II": "• The chair leads the meetings.",
        },
    ),
    "printed/put-in.md": (
        [f"Article {number}" for number in ("1", "2", "2-A", "2-B", "3")],
        {"Article 2-B": "Abonos\n\nLos abonos valen un año entero.”"},
    ),
    "printed/headings-inside.txt": (
        None,
        {
            "Article 2(1)": "The toll keeper keeps a book.",
            "Article 3": "Words The words of this accord are those of the northern bank.",
            "Annex, Section 1(1)": "A boat pays two crowns.",
            "Annex, Section 2(1)": "The council chooses the toll keeper.",
            "Annex, Section 3": "LOST BOATS A boat that nobody claims is the council’s.",
        },
    ),
    "printed/last-provisions.md": (
        ["Article 1", "Article 2", "Article 2(1)", "Article 2(2)", "PRIMERA", "SEGUNDA", "TERCERA"],
        {"SEGUNDA": "Plazo\n\nLas barcas se inscriben en un plazo de dos meses."},
    ),
    "printed/single.txt": (
        None,
        {
            "Article I(A)(1)(b)": "It is made by show of hands.",
            "Article II(A)(2)": "A tie is broken by the eldest.",
        },
    ),
    "printed/wide-space.html": (RUNS[:4], {"2(b)": "The council did not publish the toll within a month."}),
    "printed/hyphened.html": (
        ["1-1", "2-1", "2-2", "3-1"],
        {"2-2(2)": "The board may allow a year to buy another."},
    ),
    "printed/abbreviated-law.txt": (
        ["§ 1(1)", "§ 1(2)", "§ 2", "§ 3(1)", "§ 3(2)"],
        {"§ 2": "Fahrpreis\n\nDer Fahrpreis wird vom Rat festgesetzt."},
    ),
    "printed/own-word.md": (
        [f"Item {number}" for number in RUNS[:4]],
        {"Item 3": "Members will be asked to approve the tolls of next year."},
    ),
    "printed/optional.txt": (
        RUNS[:2],
        {"1(2)(a)": "They pay half of the fee.", "1(3)": "A member may leave at any time."},
    ),
    "printed/cross-heads.txt": (
        None,
        {
            "Article I, Section 3": "There shall be a harbour master who is chosen for three years.",
            "Article II, Section 2": "The council sets the tolls.",
            "Right to Fish, Section 2": "Nets wider than a boat are not allowed.",
        },
    ),
    "official/notes-and-annexes.html": (
        None,
        {
            "3.1": "Each keeper has a book in which every night is written down.",
            "Notes for keepers, para. 4": "A keeper who reads note 4 may ask the warden what is meant by it.",
            "Annex A, para. 3": "A bell of kind 3 is hung where the warden can see it from the shore.",
            "Annex B, para. 5": "A lamp of kind 5 is lit before the first boat of the evening leaves.",
        },
    ),
    "official/two-line-divisions.html": (
        None,
        {
            "2": "Begriffe\n\nEine Fähre ist ein Boot, das Menschen über den Fluss bringt.",
            "Anhang I, para. 3": "Boote, die nur Güter tragen.",
            "Anhang II, para. 4": "die Insel.",
        },
    ),
    "official/listed-twice.txt": (
        ["1", "2", "3", "3A", "4", "5"],
        {
            "1(1)": "This Act may be called the Bells Act.",
            "3(1)": "The council names a warden for each bank.",
            "3(2)": "The council may name a second one where the bank is long.]",
            "4": "Their books.—Each warden keeps a book.",
        },
    ),
    "official/bulleted.md": (
        ["Section 1", "Section 1(1)", "Section 1(2)", "Section 1(3)", "Section 2", "Section 3"],
        {
            "Section 1(2)": '"Quay" means the stone bank from the mill to the bridge.',
            "Section 2(a)": "A keeper shall light the lantern at dusk.",
        },
    ),
    "official/order.md": (
        [f"Section {number}" for number in RUNS[:3]],
        {
            "Section 2(b)": "The warden shall tell the council what was found.",
            "Section 3(a)": "Nothing in this order takes a right from anybody.",
        },
    ),
    "official/bare-below-articles.txt": (
        None,
        {
            "Article 2(2)": "Nobody flies it upside down.",
            "Article 3(1)(2)": "It sits for five years.",
            "Article 3(2)": "The council meets in the old mill.",
            "Article 4(3)": "The council answers in writing.",
        },
    ),
    "official/comma-after-number.md": (
        RUNS[:7],
        {"5": "We agree that the ferries of the south are paid for by all of us."},
    ),
    "printed/first-clause-lost.txt": (
        RUNS[:3],
        {"2.2": "The fee is paid in May.", "3.1": "A member may leave by letter."},
    ),
    "printed/recurring-heads.txt": (
        None,
        {
            "Decision 1/R.4, para. 2": "Asks the harbour master to read it out;",
            "Decision 3/R.4, para. 1": "Thanks the lamp keepers;",
        },
    ),
    "printed/late-starts.md": (["452", "453", "457", "602", "603"], {"602": "The council heard the second report."}),
    "printed/title-line.txt": (
        RUNS[:2],
        {"1(1)": "The owner shall keep a boat ready.", "2(2)": "It is read out in May."},
    ),
    "printed/ordinals.txt": (["PRIMERO", "SEGUNDO", "TERCERO"], {"SEGUNDO": "La barca pasa cuando hay luz."}),
    "printed/sub-headings.html": (
        ["5.1", "5.2"],
        {"5.1": "Directors\n\nNorthern directors\n\nThe north elects two.\n\nSouthern ones\n\nThe south elects one."},
    ),
    "printed/brazilian.html": (
        ["Article 1", "Article 2", "Article 3"],
        {"Article 1(II)": "as barcas de carga.", "Article 3(§ 2)": "Eles servem por um ano."},
    ),
    "printed/glued.html": (RUNS[:3], {"3": "乘客在上船之前付費，兒童不付費。"}),
}


def read(path: Path) -> Document:
    """The one document of a file, called as the file is."""
    _, (document,), _ = read_file(
        Request(path, hashlib.sha256(path.read_bytes()).hexdigest(), path.stem, Given()), Limits(), guess_language
    )
    return document


@pytest.mark.parametrize("name", FILES)
def test_the_numbers_are_those_that_a_reader_would_cite(name: str) -> None:
    """What the file itself says (lists, cells, rows, indents, struck-out runs, margins) decides what a number is."""
    numbers, words = FILES[name]
    document = read(CASES / name)

    if numbers is not None:
        assert list(document.numbers) == numbers
    assert {number: document.paragraph(number).text for number in words} == words
    assert [p.number for p in document.paragraphs if p.kind is Kind.CLOSING] == []


def test_notes_whose_numbers_are_glued_to_them_are_no_paragraphs_of_the_schedule_above() -> None:
    """ "1Cap. 16" below the schedule of an act of "1.", "2.", "3." is its note."""
    assert read(CASES / "official" / "notes-at-the-end.html").numbers == ("1", "2", "3", "4")


def test_an_article_that_a_list_of_amendments_mentions_is_no_number() -> None:
    """ "Article 4 Added in 1987" goes on after ARTICLE III by chance."""
    assert read(CASES / "printed" / "mentions-after.txt").numbers == ("Article I", "Article II", "Article III")


def test_a_quoted_heading_stays_in_the_paragraph_that_quotes_it() -> None:
    """ "Section 6" of the law that paragraph 2 quotes is no heading over what follows."""
    for name in ("quoted-law.html", "quoted-law.txt", "quoted-law.docx"):
        document = read(CASES / "quoted-law-heading" / name)

        assert "Section 6" in document.paragraph("2").text
        assert [document.paragraph(number).headings for number in RUNS[:5]] == [
            *[("THE FACTS",)] * 4,
            ("THE LAW",),
        ]


def test_marks_of_notes_and_amendments_are_kept_with_their_places() -> None:
    """They are no words of a sentence, and where they stood is known."""
    document = read(CASES / "note-marks" / "rules.html")
    consolidated = read(CASES / "note-marks" / "consolidated.html")

    assert [(document.text[: mark.place][-6:], mark.text) for mark in document.marks] == [("crowns", "1")]
    assert [mark.text for mark in consolidated.marks] == ["►M1", "◄", "[F2", "]"]


def test_the_mark_of_an_amendment_is_no_part_of_the_number_behind_it() -> None:
    """Statutes print "[F1" as a link right before the words that were put in."""
    document = read(CASES / "note-marks" / "amended.html")

    assert (
        document.paragraph("1").text == "The operator must pay [F1 0.5 crowns] for each passenger who is left behind."
    )


@pytest.mark.parametrize(
    ("name", "title", "symbol"),
    [
        ("masthead-title/mast.txt", "Paperless tickets on river ferries", "ECE/RIVER/2018/6"),
        ("masthead-title/case.txt", "Case of Ash v. Riverland", None),
        (
            "eu-consolidated/ferry-cons.html",
            "REGULATION (RU) 2015/1 OF THE RIVER COUNCIL of 25 November 2015"
            " laying down rules on ferries and on landing stages",
            None,
        ),
    ],
)
def test_a_masthead_is_no_title(name: str, title: str, symbol: str | None) -> None:
    """A court's, the United Nations' or a file's own number names all documents and so none."""
    document = read(CASES / name)

    assert (document.card.title, document.card.symbol) == (title, symbol)


@pytest.mark.parametrize("counts", [(5, 4, 5), (30, 14, 15), (12, 3, 2, 3), (3, 9, 2)])
@pytest.mark.parametrize("ending", ["txt", "md"])
def test_no_part_is_swallowed_by_another(tmp_path: Path, counts: tuple[int, ...], ending: str) -> None:
    """Each part keeps all its paragraphs, whatever the lengths of the others."""
    mark = "## " if ending == "md" else ""
    parts = [
        "\n\n".join(
            [f"{mark}ANNEX {'I' * part}", *(f"{n}. Rule {n} of annex {part} is kept." for n in range(1, count + 1))]
        )
        for part, count in enumerate(counts, start=1)
    ]
    path = tmp_path / f"parts.{ending}"
    path.write_text("\n\n".join(["Accord on the ferry", *parts]), encoding="utf-8")
    document = read(path)

    words = [p.text for p in document.paragraphs if p.kind is Kind.NUMBERED]
    assert words == [
        f"Rule {n} of annex {part} is kept." for part, count in enumerate(counts, start=1) for n in range(1, count + 1)
    ]


def test_a_list_counts_as_its_file_says(tmp_path: Path) -> None:
    """Backwards, and from a value that an entry sets."""
    path = tmp_path / "lists.html"
    entries = "".join(f"<li>The council keeps bell number {n} in good repair.</li>" for n in range(1, 5))
    path.write_text(f"<html><body><h1>Accord on bells</h1><ol reversed>{entries}</ol></body></html>", encoding="utf-8")
    backwards = read(path)
    jump = entries.replace("<li>The council keeps bell number 3", "<li value=30>The council keeps bell number 3")
    path.write_text(f"<html><body><h1>Accord on bells</h1><ol>{jump}</ol></body></html>", encoding="utf-8")

    assert backwards.numbers == ("4", "3", "2", "1")
    assert read(path).numbers == ("1", "2", "30", "31")


def test_a_list_may_be_nested_two_hundred_deep(tmp_path: Path) -> None:
    """The outermost entries are the document's paragraphs, and it ends."""
    path = tmp_path / "deep.html"
    inner = "".join(f"<ol><li>Depth {n} of the list has words." for n in range(200))
    path.write_text(
        f"<h1>Deep</h1><ol><li>One has words.{inner}{'</li></ol>' * 200}</li><li>Two has words.</li></ol>",
        encoding="utf-8",
    )

    assert read(path).numbers == ("1", "2")


@pytest.mark.slow  # reads a page of a megabyte
def test_a_table_may_have_ten_thousand_numbered_cells(tmp_path: Path) -> None:
    """Each of them is a paragraph."""
    path = tmp_path / "cells.html"
    rows = "".join(
        f"<tr><td>{n}</td><td>The council keeps bell number {n} in good repair.</td></tr>" for n in range(1, 10_001)
    )
    path.write_text(f"<html><body><h1>Bells</h1><table>{rows}</table></body></html>", encoding="utf-8")

    assert read(path).numbers[-1] == "10000"


def test_pages_of_bullets_are_cut_at_each_bullet(tmp_path: Path) -> None:
    """Under a roman numeral and its title each bullet is cited by its place, and none is longer than a quotation."""
    path = tmp_path / "statement.md"
    bullet = (
        "- We will keep bell number {} of the northern landing stage in good repair, and report to the council on it."
    )
    sections = [
        "\n".join([f"## {numeral}. {title}", "", *(bullet.format(n) for n in range(1, 31))])
        for numeral, title in (("I", "Bells"), ("II", "Stages"), ("III", "Tolls"))
    ]
    path.write_text("\n\n".join(["# Statement of the river council", "We met in May.", *sections]), encoding="utf-8")
    document = read(path)

    assert document.paragraph("section II, 4th bullet").headings == ("II. Stages",)
    assert document.paragraph("section III, 30th bullet").text.startswith("• We will keep bell number 30 of")
    assert max(len(p.text) for p in document.paragraphs) < 200
