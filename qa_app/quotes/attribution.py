"""Whether words that were found stand where the quotation says. Pure, but for what supersedes what."""

from collections.abc import Sequence

from qa_app.citation import Citation
from qa_app.quotes.places import Cited, lies_in, same_number
from qa_app.quotes.sources import Sources
from qa_app.quotes.types import Attribution
from qa_app.quotes.voices import is_another_voice

Place = tuple[Citation, ...]
FURNITURE = "furniture-"


def attribute(place: Place, others: Sequence[Place], cited: Cited, sources: Sources, words_around: str) -> Attribution:
    """What to say of the credit, for words that stand at `place` and, just as well, at `others`."""
    if not place:
        return Attribution.NONE_GIVEN
    if is_furniture(place[0]) and cited.anything:
        return Attribution.WRONG_PARAGRAPH if cited.number else Attribution.WRONG_VOICE
    documents = {each[0].paragraph_id.document for each in (place, *others)}
    by = {document: sources.superseded_by(document) for document in documents}
    current = {document for document in documents if by[document] is None}
    if not current:
        of_it = not cited.given or bool({*documents, *by.values()} & {cited.given, cited.document_id})
        return Attribution.SUPERSEDED if of_it else Attribution.WRONG_DOCUMENT
    if is_another_voice(place[0], words_around):
        return Attribution.WRONG_VOICE
    if not cited.anything:
        return Attribution.SEVERAL_SOURCES if len(current) > 1 else Attribution.NONE_GIVEN
    return _against(place, others, cited)


def is_furniture(citation: Citation) -> bool:
    """Whether a slice is of what stands around a document."""
    return citation.paragraph.number.startswith(FURNITURE)


def _against(place: Place, others: Sequence[Place], cited: Cited) -> Attribution:
    documents = {each[0].paragraph_id.document for each in (place, *others)}
    if cited.given and cited.document_id not in documents:
        return Attribution.WRONG_DOCUMENT
    if not cited.number:
        return Attribution.AS_CITED
    if cited.document is not None:
        right = any(lies_in(each, cited.paragraphs) for each in (place, *others))
    else:
        right = any(same_number(c.paragraph.number, cited.number) for each in (place, *others) for c in each)
    return Attribution.AS_CITED if right else Attribution.WRONG_PARAGRAPH
