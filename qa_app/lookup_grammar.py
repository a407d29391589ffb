"""How people name a paragraph by number or place: the patterns, and the spelling they are matched in. Pure.

Everything is matched in lower case with numbers as figures ("the seventh paragraph" -> "the 7th paragraph").
Each piece says which false alarm it prevents.
"""

import re
import unicodedata

from rapidfuzz.distance import OSA
from text_to_num import alpha2digit

UNIT = (
    r"(?:paragraphs?|paras?|pars?|pgs?|points?|pts?|items?|clauses?|articles?|arts?|sections?|numbers?|nos?|nrs?)"
    r"(?![a-z])\.?|¶{1,3}|§{1,3}|#"
)
# "the last one" has become "the last 1".
_COUNTED = r"(?:paragraphs?|paras?|points?|items?|clauses?|articles?|sections?|1)"
_DECIMAL = r"-?\d{1,4}(?:\.\d{1,3})*(?:\s?\((?:[a-z]{1,4}|\d{1,3})\))*(?![\d%])(?!(?:st|nd|rd|th)\b)"
_ROMAN = r"(?=[ivx]{2}|[vx]\b)x{0,3}(?:ix|iv|v?i{0,3})\b"  # a lone "i" is no number: "the point I made"
VALUE = rf"(?:{_DECIMAL}|{_ROMAN}|[(\[]\d{{1,4}}[)\]])"
_TO = r"(?:to|through|till|until|[-–—])"
_JOINED = rf"{VALUE}(?:\s*(?:,\s*(?:and|&|or)|,|and|&|or|{_TO})\s*(?:(?:{UNIT})\s*)?{VALUE})*"
_BETWEEN = r"(?:(?<=[a-z])-)?[\s:_\"'“”‘]*(?:(?:numbered|marked|labell?ed)[\s:\"'“”‘]*)?"
_NTH = r"\d{1,3}(?:st|nd|rd|th)"
_END = r"\s+(?:to|from|before)\s+(?:the\s+)?(?:last|end|final|bottom|back)"

NUMBERED = re.compile(
    rf"(?:(?<=\s)|(?<=^)|(?<=\W))(?P<unit>{UNIT}|1(?=\s+(?:numbered|marked|labell?ed)\b))"
    rf"{_BETWEEN}(?:(?:{UNIT}){_BETWEEN})?"
    rf"(?P<numbers>{_JOINED})(?P<onward>\s*(?:(?:and\s+)?onwards?\b|to the (?:very )?end\b))?"
)
RANGE = re.compile(rf"(\d+)\s*{_TO}\s*(?:(?:{UNIT})\s*)?(\d+)")
ORDINAL = re.compile(
    rf"\b(?P<value>\d{{1,3}})(?:st|nd|rd|th)(?P<from_end>{_END})?\s+(?:numbered\s+)?{_COUNTED}\b(?P<then_end>{_END}\b)?"
)
# "the paragraph before the 10th", "paragraph the 2nd"
BARE_ORDINAL = re.compile(
    rf"(?:{_COUNTED}\s+the\s+|\b(?P<word>after|follows|following|before|precedes|preceding)\s+(?:the\s+)?)"
    rf"(?P<value>\d{{1,3}})(?:st|nd|rd|th)\b(?!\s+\w)"
)
LAST = re.compile(
    rf"\b(?P<word>last|final|closing|concluding|penultimate|antepenultimate)(?:\s+but\s+(?P<but>\d))?\s+(?:numbered\s+)?{_COUNTED}\b"
    rf"(?P<tail>\s+but\s+1\b)?"
)
SEVERAL = re.compile(
    r"\b(?P<word>1st|last|final)\s+(?P<count>\d{1,2})\s+(?:numbered\s+)?(?:paragraphs|paras|points|items|clauses|articles)\b"
)
# "the introduction of a ceasefire" names no paragraph, "the introduction of the statement" does.
_INTRODUCTION = r"intro(?:duction)?(?!\s+(?:of|to)\s+(?!(?:the|this) (?:statement|document|text)))"
PREAMBLE = re.compile(
    rf"\b(?:preamble|preambular (?:paragraph|text|part)|chapeau|{_INTRODUCTION}"
    r"|unnumbered (?:paragraph|text|part|opening|introduction)|introductory (?:paragraph|text|part|words)"
    r"|opening (?:paragraph|para|words|text|part|lines?|section|passage)"
    r"|(?:bit|text|part|words|lines?|passage) before the (?:numbered (?:paragraphs|points)|numbering|numbers))\b"
)
_FRAME = (
    r"(?:please|pls|can you|could you|show|read|quote|give|display|open|cite|print|get|see|tell"
    r"|(?:go|skip|jump|turn) to|what'?s|what(?: is| does)?|me|out|the|us|number|no\.?|from|in)"
)
BARE = re.compile(rf"^(?:{_FRAME}\s+)*(?P<numbers>{_JOINED}|{_NTH})\s*(?:say|please|pls|for me)?\s*[.?!)]*$")

# "the text after paragraph 4", "what comes before the last paragraph"
RELATIVE = re.compile(
    r"\b(?P<word>after|following|follows|succeeds|next to|before|preceding|precedes|above|below)\s+(?:the\s+|is\s+)?$"
)
# "number one priority" and "section 8 housing" count nothing: after these everyday words the number must end
# what is asked for.
EVERYDAY_UNIT = re.compile(r"(?:numbers?|nos?|nrs?|sections?)\.?")
ENDS_THERE = re.compile(
    r"\s*(?:$|[^\w\s]|(?:says?|said|reads?|states?|means?|is|in|of|from|about|on|and|or|to|for|word|verbatim|text|covers?"
    r"|contains?|deals?|mentions?|please|pls)\b)"
)
# "the last point of contention" asks for no paragraph; "the last point of the statement" does.
OF_SOMETHING = re.compile(
    r"\s+(?:of|on|at|when|where|in(?= (?:time|history|common)\b))\s+(?P<words>(?:[\w'’-]+\s*){1,4})"
)
OF_WHAT = re.compile(r"^\W*(?:of|from|in(?=\s+(?:the|this)\b))\s+(?P<words>(?:[\w'’-]+\s*){1,10})")
# "resolution 1373 paragraph 2" and "the NATO treaty's article 5" name another text before the number.
BEFORE_IT = re.compile(
    r"(?:\b(?:resolution|directive|regulation|decision|law|act|protocol)\s+(?:no\.?\s*)?(?P<symbol>[\w/]*\d[\w/]*)"
    r"|\b(?P<name>\w+)\s+(?:treaty|charter|convention|constitution|covenant|statute|directive|protocol)(?:'s)?)\W*$"
)
COUNT_QUESTION = re.compile(
    r"\bhow many (?:paragraphs?|paras?|points?|items?)\b|\bwhich (?:paragraphs?|paras?) (?!is |comes )"
)

# "between paragraphs 3 and 5" is a range.
_FROM_TO = re.compile(rf"\bbetween\s+((?:(?:{UNIT})\s*)?\d+)\s+and\s+((?:(?:{UNIT})\s*)?\d+)\b")
# "the 1st and last paragraphs": each gets its noun.
_SHARED_NOUN = re.compile(
    rf"\b({_NTH}|last|final)\s*(?:,|and|&|or)\s+(?=(?:the\s+)?(?:{_NTH}|last|final)\s+{_COUNTED}\b)"
)


def normalised(question: str) -> str:
    """`question` in lower case, its numbers as figures, a mistyped "paragraph" mended."""
    text = unicodedata.normalize("NFKC", question).casefold().replace("’", "'")
    text = re.sub(r"(?<=[a-z])-(to|from|but)-(?=[a-z])", r" \1 ", text)  # "second-to-last"
    text = re.sub(r"\bpara\s+gra\w{1,4}\b", "paragraph", text)
    text = " ".join(_spelled(word) for word in text.split()).replace("next to last", "penultimate")
    text = _FROM_TO.sub(r"\1 to \2", str(alpha2digit(text, "en", 0)))
    return _SHARED_NOUN.sub(r"\1 paragraph and ", text)


def _spelled(word: str) -> str:
    """ "pargraph" and "paragrahp" -> "paragraph": the one word of a look-up that is long enough to be mistyped."""
    core = word.strip(".,?!:;'\"")
    if len(core) >= 6 and core.isalpha() and core[0] == "p" and core not in {"paragraph", "paragraphs"}:
        for wanted in ("paragraph", "paragraphs"):
            if OSA.distance(core, wanted) <= 2:
                return word.replace(core, wanted)
    return word
