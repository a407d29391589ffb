"""What is answered about the statement that ships with pincite, for the API's description; tests hold it to be true."""

from pydantic.config import JsonDict

ASKED: JsonDict = {"id": "q1", "question": "quote point 3"}
_CALL = (
    "The participants called on all the armed groups to agree to a ceasefire and start peace talks with the Afghan"
    " Government immediately."
)
ANSWERED: JsonDict = {
    "id": "q1",
    "question": "quote point 3",
    "status": "looked_up",
    "confidence": 1.0,
    "reason": None,
    "quotes": [
        {
            "document": "kabul-process-2017",
            "number": "3",
            "citation": "Statement of Kabul Process for Peace and Security Cooperation, 6 June 2017, para. 3",
            "text": _CALL,
            "highlights": [],
            "score": 1.0,
        }
    ],
    "nearest": [],
}
QUOTED: JsonDict = {"id": "c1", "quote": "the region should take a united approach", "paragraph": 4}
CHECKED: JsonDict = {
    "id": "c1",
    "quote": "the region should take a united approach",
    "verdict": "altered_meaning",
    "attribution": "as_cited",
    "document": "kabul-process-2017",
    "numbers": ["4"],
    "source": "The region will take a united approach",
    "start": 0,
    "end": 38,
    "differences": [
        {
            "kind": "modal",
            "quote": "should",
            "source": "will",
            "says": "will → should: an announcement became advice",
        }
    ],
    "flags": [],
    "sound": False,
    "rule": "words that decide the meaning differ",
    "elsewhere": [],
}
PARAGRAPH: JsonDict = {
    "document": "kabul-process-2017",
    "number": "3",
    "ordinal": 4,
    "kind": "numbered",
    "text": _CALL,
    "start": 1285,
    "end": 1418,
    "page": None,
    "headings": [],
    "parent": None,
    "label": "3-",
}
