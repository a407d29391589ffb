"""A question that names one document is answered from it; where that is not sure, nothing is guessed."""

from datetime import date

import pytest

from corpus.types import Card
from qa_app.ask.scope import named_documents


def card(name: str, title: str, day: date | None = None, symbol: str | None = None, publisher: str = "") -> Card:
    return Card(name, title, day, None, publisher, None, "en", symbol)


CARDS = (
    card("kabul-process-2017", "Statement of Kabul Process for Peace and Security Cooperation", date(2017, 6, 6)),
    card("madrid", "Madrid Summit Declaration", date(2022, 6, 29), publisher="NATO"),
    card("vilnius", "Vilnius Summit Communiqué", date(2023, 7, 11), publisher="NATO"),
    card("carbis", "CARBIS BAY G7 SUMMIT COMMUNIQUÉ", date(2021, 6, 13)),
    card("g7-ukraine", "G7 Leaders’ Statement on Ukraine", date(2023, 5, 19)),
    card("g7-2024", "G7 Leaders’ Statement", date(2024, 2, 24)),
    card("1325", "Resolution 1325 (2000)", date(2000, 10, 31), "S/RES/1325 (2000)"),
    card("2254", "Resolution 2254 (2015)", date(2015, 12, 18), "S/RES/2254 (2015)"),
    card("gdpr", "General Data Protection Regulation (Regulation (EU) 2016/679)"),
    card("paris", "Paris Agreement", date(2015, 12, 12)),
    card("udhr-en", "Universal Declaration of Human Rights"),
    card("udhr-fr", "Universal Declaration of Human Rights"),
    card("child", "Convention on the Rights of the Child", date(1989, 11, 20)),
)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What does the Carbis Bay communiqué say about girls' education?", {"carbis"}),
        ("what does the carbis bay communique say about tax", {"carbis"}),
        ("What did the 2021 G7 communiqué promise?", {"carbis"}),
        ("What was agreed in the Kabul statement?", {"kabul-process-2017"}),
        ("What is said in the statement of the Kabul Process?", {"kabul-process-2017"}),
        ("Kabul statement: who hosted it?", {"kabul-process-2017"}),
        ("What does kabul-process-2017 say about trade?", {"kabul-process-2017"}),
        ("What does NATO's Madrid declaration say about Russia?", {"madrid"}),
        ("Who is a threat according to the Madrid Summit Declaration?", {"madrid"}),
        ("What does the declaration of Madrid say?", {"madrid"}),
        ("How many troops does the Vilnius Communiqué of July 2023 mention?", {"vilnius"}),
        ("What does the G7 statement on Ukraine demand?", {"g7-ukraine"}),
        ("What does resolution 1325 ask of member states?", {"1325"}),
        ("What does S/RES/2254 (2015) demand?", {"2254"}),
        ("Under the GDPR, who is a controller?", {"gdpr"}),
        ("What fines are there under the General Data Protection Regulation?", {"gdpr"}),
        ("What is the goal in Article 2 of the Paris Agreement?", {"paris"}),
        ("What does the Universal Declaration of Human Rights say of work?", {"udhr-en", "udhr-fr"}),
        ("Until what age is one a child under the Convention on the Rights of the Child?", {"child"}),
        ("Is resolution 2254 mentioned in the Madrid declaration?", {"madrid"}),
    ],
)
def test_a_document_that_is_named_as_the_source_is_found(question: str, named: set[str]) -> None:
    """By words of its title, its place and year, its symbol, its initials or its id."""
    assert named_documents(question, CARDS) == frozenset(named)


@pytest.mark.parametrize(
    "question",
    [
        "What do they say about the Paris Agreement?",
        "How will they support the Paris Agreement?",
        "What progress was made in the Paris Agreement negotiations?",
        "What do the goals of the Paris Agreement mean for the G7?",
        "Is the Paris Agreement mentioned?",
        "Which documents mention resolution 1325?",
        "What did the Security Council decide in resolution 2118?",
        "How does the Kabul statement differ from the Madrid declaration?",
        "Is it mentioned in the Madrid declaration or the Vilnius communiqué?",
        "What does the Ankara declaration say?",
        "What does the NATO statement say?",
        "What does the G7 statement say?",
        "What do the leaders say in the statement about Ukraine?",
        "What does the statement say about Kabul?",
        "According to the statement, who hosted it?",
        "What does the final declaration say about women?",
        "Who was responsible for the declaration of war?",
        "What is the role of women in peace agreements?",
        "Will the G7 act on climate?",
        "What does NATO promise Ukraine?",
        "How does it relate to the GDPR?",
        "In what year was the charter adopted?",
        "the Kabul process",
        "",
    ],
)
def test_nothing_is_guessed(question: str) -> None:
    """A subject is no source, and neither is what fits several documents or none."""
    assert named_documents(question, CARDS) is None


def test_in_a_library_of_one_document_none_is_named() -> None:
    """There is nothing to choose."""
    assert named_documents("What was agreed in the Kabul statement?", CARDS[:1]) is None
