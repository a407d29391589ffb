"""Words: their forms in many languages, numbers and acronyms, headings, slips, and what is never mentioned."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Card, Document, Kind, Paragraph, ParagraphId, Span
from index.words.lexical import LexicalIndex
from index.words.tokens import folded, kept_whole, words


def document(name: str, language: str, *paragraphs: str, title: str = "Notes", **headings: tuple[str, ...]) -> Document:
    """A document whose paragraphs are numbered from 1; `headings` are those over paragraph n, as `over_n`."""
    text, made = "", []
    for place, words_of_it in enumerate(paragraphs):
        span = Span(len(text), len(text) + len(words_of_it))
        text += words_of_it + "\n"
        over = headings.get(f"over_{place + 1}", ())
        made.append(
            Paragraph(ParagraphId(name, str(place + 1)), place, Kind.NUMBERED, words_of_it, span, None, None, over)
        )
    return Document(Card(name, title, date(2021, 6, 13), None, None, None, language), text, tuple(made), ())


ENGLISH = document(
    "en",
    "en",
    "The US and the WHO support COVID-19 vaccines.",
    "Those who help us are EU-27 members of the U.N. under S/RES/1325 (2000).",
    "We pledge 50,000 doses to Afghanistan and Kazakhstan; the ceasefire holds.",
)
GERMAN = document(
    "de",
    "de",
    "Der Waffenstillstand dient dem Datenschutz der Bürger.",
    "Der Schutz der Daten und Häuser ist nötig.",
    "Im Jahr 2022 wählen sie Frieden.",
)
FRENCH = document("fr", "fr", "L'Union européenne assure la sécurité des États.", "Ils condamnent la guerre de 2022.")
SEVERAL = (
    ENGLISH,
    GERMAN,
    FRENCH,
    document("zh", "zh", "安全理事会于2017年开会。", "和平"),
    document("ar", "ar", "يؤكد القرار ١٣٢٥ أن السّلام أولوية", "الحوار"),
    document("fa", "fa", "امنیت زنان می‌شود", "گفتگو"),
    document("hi", "hi", "महिलाओं की सुरक्षा", "शांति"),
    document("th", "th", "สันติภาพและความมั่นคง", "เด็ก"),
    document("pl", "pl", "Bezpieczeństwo kobiet", "pokój"),
)
WORDS = LexicalIndex.of(SEVERAL)


def found(index: LexicalIndex, question: str) -> list[str]:
    return [str(hit.paragraph.id) for hit in index.search(question, 10)]


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("Who promised support for vaccination?", "en#1"),
        ("Jahres", "de#3"),
        ("Haus", "de#2"),
        ("Buerger", "de#1"),
        ("sécurités", "fr#1"),
        ("securite", "fr#1"),
        ("etat", "fr#1"),
        ("安全理事会", "zh#1"),
        ("2017", "zh#1"),
        ("القرار 1325", "ar#1"),
        ("السلام", "ar#1"),
        ("ميشود", "fa#1"),
        ("शांति", "hi#2"),
        ("ความมั่นคง", "th#1"),
        ("bezpieczenstwo", "pl#1"),
    ],
)
def test_a_word_is_found_in_any_form_of_its_language(question: str, address: str) -> None:
    """Inflected, without accents, with figures of another script, or in a script without spaces."""
    assert found(WORDS, question)[0] == address


@pytest.mark.parametrize(
    ("question", "addresses"),
    [
        ("What does the WHO say?", ["en#1"]),
        ("What did the US say?", ["en#1"]),
        ("those helping us", ["en#2"]),
        ("COVID-19", ["en#1"]),
        ("covid 19", ["en#1"]),
        ("EU-27", ["en#2"]),
        ("UN", ["en#2"]),
        ("U.N.", ["en#2"]),
        ("S/RES/1325", ["en#2"]),
        ("50000", ["en#3"]),
        ("50,000", ["en#3"]),
    ],
)
def test_numbers_and_acronyms_are_kept_whole(question: str, addresses: list[str]) -> None:
    """What is written in capitals in the question is no common word."""
    assert found(LexicalIndex.of([ENGLISH]), question) == addresses


def test_a_compound_is_found_by_its_parts_after_the_part_itself() -> None:
    """And an unknown compound finds the parts that are known."""
    words = LexicalIndex.of([GERMAN])

    assert found(words, "Schutz") == ["de#2", "de#1"]
    assert set(found(words, "Bürgerschutz")) == {"de#1", "de#2"}


def test_a_heading_finds_its_paragraphs_after_those_that_say_it() -> None:
    """However long the paragraph is that says it, and however rare the word is in headings."""
    words = LexicalIndex.of(
        [
            document(
                "g7",
                "en",
                "Forests matter.",
                "The climate is changing " + "and many other things are said here " * 40,
                "They met.",
                over_1=("Climate",),
            )
        ]
    )

    assert found(words, "climate") == ["g7#2", "g7#1"]
    assert words.coverage(words.content_weights("climate"), "Forests matter.", "Climate") == 0.2


def test_the_title_of_a_document_draws_its_paragraphs_forward() -> None:
    """Of two paragraphs that say the same, the one of the document that is named comes first."""
    said = "We will invest in the education of girls."
    words = LexicalIndex.of(
        [
            document("a", "en", said, title="Summit in Paris"),
            document("b", "en", said, title="Carbis Bay Communiqué"),
            document("c", "en", "They met."),
        ]
    )

    assert found(words, "what does the Carbis Bay communiqué say about girls' education?")[:2] == ["b#1", "a#1"]


@pytest.mark.parametrize(
    ("question", "corrected"),
    [
        ("Is Afganistan stable?", (("Afganistan", "Afghanistan"),)),
        ("What about the ceasfire?", (("ceasfire", "ceasefire"),)),
        ("what about the ecasefire?", ()),
        ("what about the cesaefire?", (("cesaefire", "ceasefire"),)),
        ("What about the wafer?", ()),
        ("Was sagt die Erklärung über Wafenstillstand?", (("Wafenstillstand", "Waffenstillstand"),)),
        ("Que disent-ils de la securite ?", ()),
        ("Vont-ils condamner la guerre ?", ()),
        ("Zabezpieczenie kobiet i pokój", ()),
        ("", ()),
    ],
)
def test_an_unknown_word_is_read_as_the_nearest_one_that_is_stored(
    question: str, corrected: tuple[tuple[str, str], ...]
) -> None:
    """One or two letters away; words that exist, other forms of a stored word and other languages are left alone."""
    assert LexicalIndex.of([ENGLISH, GERMAN, FRENCH]).corrected(question) == corrected


def test_a_slip_finds_what_was_meant() -> None:
    """The search and the weights take the word that was understood."""
    words = LexicalIndex.of([ENGLISH])

    assert found(words, "ceasfire in Kazakstan") == ["en#3"]
    assert set(words.content_weights("ceasfire in Kazakstan")) == {"ceasefire", "kazakhstan"}


@pytest.mark.parametrize(
    ("language", "question", "absent"),
    [
        ("en", "What did Kazakstan promise?", ()),
        ("en", "What did Sweden promise?", ("Sweden",)),
        ("en", "What did the World Health Organization support?", ()),
        ("en", "What did NATO AND the EU support?", ("NATO",)),
        ("en", "What was said in 2021?", ()),
        ("en", "What was said in 1998?", ("1998",)),
        ("en", "My son is 14 and weighs 150 pounds, what was said?", ()),
        ("en", "What do the Notes promise?", ()),
        ("fr", "Que disent-ils de la Syrie ?", ("Syrie",)),
        ("fr", "Que dit la Déclaration sur la Guerre ?", ()),
        ("fr", "What did they say of Syria in 1998?", ("1998",)),
        ("de", "Was sagt die Erklärung über Schweden?", ()),
        ("de", "Was sagt die Erklärung über 1998?", ("1998",)),
        ("zh", "What did they say of Syria in 1998?", ()),
    ],
)
def test_names_are_told_to_be_absent_where_that_is_safe(language: str, question: str, absent: tuple[str, ...]) -> None:
    """In one language whose names have capitals; numbers in all that write them in figures."""
    assert WORDS.absent_names(question, language) == absent


def test_a_name_that_stands_nowhere_is_not_in_a_paragraph_of_the_questions_language() -> None:
    """Other languages may spell it otherwise; a paragraph of the question's own does not have it."""
    words = LexicalIndex.of([document("e", "en", "Sweden promised."), document("a", "ar", "وعدت باكستان.")])

    assert words.absent_names("What did Pakistan promise?") == ()
    assert words.absent_names_of("What did Pakistan promise?", "e") == ("Pakistan",)
    assert words.absent_names_of("What did Pakistan promise?", "a") == ()
    assert words.absent_names_of("What did Sweden promise?", "e") == ()


def test_an_acronym_is_mentioned_where_it_is_spelled_out() -> None:
    """And "US" is not mentioned by "us"."""
    words = LexicalIndex.of(
        [document("d", "en", "The United States of America and artificial intelligence.", "Help us.")]
    )

    assert words.absent_names("What about the US, the USA and AI?") == ()
    assert LexicalIndex.of([document("d", "en", "Help us.")]).absent_names("What about the US?") == ("US",)


def test_only_the_documents_asked_for_are_searched() -> None:
    """One by its id, some by theirs, or all; the scores do not depend on it."""
    everywhere = {hit.paragraph.id: hit.score for hit in WORDS.search("1325 2022", 10)}

    within = WORDS.search("1325 2022", 10, {"de", "ar"})

    assert {str(hit.paragraph.id) for hit in within} == {"de#3", "ar#1"}
    assert all(hit.score == everywhere[hit.paragraph.id] for hit in within)
    assert WORDS.search("1325", 10, frozenset()) == ()
    assert WORDS.absent_names("What about 1325?", ["de", "fr"]) == ("1325",)


@given(st.text(max_size=80))
def test_a_text_covers_its_own_words(text: str) -> None:
    """Whatever the script, a paragraph is found by its own text and has all of its words."""
    index = LexicalIndex.of([document("d", "en", text or "x")])
    weights = index.content_weights(text)

    assert index.coverage(weights, text or "x") == pytest.approx(1.0 if weights else 0.0)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    """What is folded has no accents, other figures or variants left."""
    assert [folded(folded(word)) for word in words(text)] == [folded(word) for word in words(text)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("the WHO's COVID-19 plan", ["WHO", "covid-19", "COVID"]),
        ("NGOs of the U.S. in 2254 (2015)", ["NGO", "US"]),
        ("WHO IS IT IN EU-27", ["eu-27"]),
        ("S/RES/1325(2000)", ["s/res/1325", "RES"]),
        ("1,325,000 or 1.5", ["1325000"]),
    ],
)
def test_what_is_written_as_one_word_is_kept(text: str, kept: list[str]) -> None:
    """Numbers without their separators, acronyms without their points and plurals, compounds in small letters."""
    assert kept_whole(text) == kept
