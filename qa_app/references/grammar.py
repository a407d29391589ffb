"""How people name a paragraph by number or place: the patterns, matched in the spelling of lookup_words. Pure.

Each piece says which false alarm it prevents.
"""

import re

# Words that say nothing of the kind of number: "point 4" is the paragraph printed 4.
_PLAIN_UNIT = (
    r"(?:paragraphs?|paras?|pars?|pgs?|points?|pts?|items?|numbers?|nos?|nrs?)(?![a-z])\.?|¶{1,3}|#|\bops?(?=\s?\d)"
)
# Words that documents print with their numbers: "Article 5", "Recital 12".
_KINDS = {
    "article": r"articles?|arts?",
    "section": r"sections?|secs?",
    "recital": r"recitals?|recs?|whereas",
    "clause": r"clauses?",
    "rule": r"rules?",
    "principle": r"principles?",
    "guideline": r"guidelines?",
    "recommendation": r"recommendations?",
}
_KIND = rf"(?:{'|'.join(_KINDS.values())})(?![a-z])\.?|§{{1,3}}"
UNIT = rf"{_PLAIN_UNIT}|{_KIND}"
_INNER = (
    r"(?:sub-?\s?(?:paragraph|section|clause|point|para|item)s?|paragraphs?|paras?|points?|letters?|lit|items?"
    r"|indents?)(?![a-z])\.?|§"
)
# "the last one" has become "the last 1".
COUNTED = r"(?:paragraphs?|paras?|points?|items?|clauses?|articles?|sections?|recitals?|1)"
_PART = r"\s?\((?:[a-z]{1,5}|\d{1,3}|-?\d)\)"
_DECIMAL = (
    rf"-?\d{{1,6}}(?:\.\d{{1,3}})*(?:[a-z]\b|\s(?:bis|ter|quater|quinquies)\b)?(?:~\d)?(?:\.[a-z]\b)?(?:{_PART})*"
    r"(?!\d|%|\w|\.\d)"
)
_ROMAN = r"(?:[ivxlc]{2,7}|[vx])\b(?:\([a-z\d]{1,3}\))*"  # a lone "i" is no number: "the point I made"
VALUE = rf"(?:{_DECIMAL}|{_ROMAN}|[(\[]\d{{1,6}}[)\]](?:{_PART})*)"
TO = r"(?:to|through|thru|till|until|up to|[-–—])"
_AND = r"(?:,\s*(?:and|&|or)|,|;|and|&|or|plus|as well as)"
_BETWEEN = r"(?:(?<=[a-z])-)?[\s:_\"'“”‘]*(?:(?:numbered|marked|labell?ed)[\s:\"'“”‘]*)?"
_JOINED = rf"{VALUE}(?:\s*(?:{_AND}|{TO})\s*(?:(?:{UNIT})\s*)?(?:{VALUE}|{_PART}))*"
NTH = r"\d{1,3}(?:st|nd|rd|th)"
_END = r"\s+(?:to|from|before)\s+(?:the\s+)?(?:last|end|final|bottom|back)"

NUMBERED = re.compile(
    rf"(?<![a-z\d])(?P<unit>{UNIT}|1(?=\s+(?:numbered|marked|labell?ed)\b))"
    rf"{_BETWEEN}(?:(?:{UNIT}){_BETWEEN})?"
    rf"(?P<numbers>{_JOINED})(?P<onward>\s*(?:(?:and\s+)?onwards?\b|to the (?:very )?end\b))?"
)
ORDINAL = re.compile(
    rf"\b(?P<value>\d{{1,3}})(?:st|nd|rd|th)(?P<from_end>{_END})?\s+(?:(?:numbered|operative)\s+)?"
    rf"(?P<unit>{COUNTED})\b(?!\s*\d)(?P<then_end>{_END}\b)?"
)
# "the paragraph before the 10th", "paragraph the 2nd"
BARE_ORDINAL = re.compile(
    rf"(?:{COUNTED}\s+the\s+|\b(?P<word>after|follows|following|before|precedes|preceding)\s+(?:the\s+)?)"
    rf"(?P<value>\d{{1,3}})(?:st|nd|rd|th)\b(?!\s+\w)"
)
LAST = re.compile(
    rf"\b(?P<word>last|final|closing|concluding|penultimate|antepenultimate)(?:\s+but\s+(?P<but>\d))?"
    rf"\s+(?:(?:numbered|operative)\s+)?(?P<unit>{COUNTED})\b(?!\s*\d)(?P<tail>\s+but\s+1\b)?"
)
SEVERAL = re.compile(
    r"\b(?P<word>1st|last|final)\s+(?P<count>[2-9]|\d\d)(?:\s+(?:numbered\s+)?"
    r"(?:paragraphs|paras|points|items|clauses|articles)\b|\s*[.?!]?$)"
)
# "the introduction of a ceasefire" names no paragraph, "the introduction of the statement" does.
_INTRODUCTION = r"intro(?:duction)?(?!\s+(?:of|to)\s+(?!(?:the|this) (?:\w+ ){0,3}(?:statement|document|text)))"
PREAMBLE = re.compile(
    rf"\b(?:preamble|preambular (?:paragraph|text|part)|chapeau|{_INTRODUCTION}"
    r"|unnumbered (?:paragraph|text|part|opening|introduction)|introductory (?:paragraph|text|part|words)"
    r"|opening (?:paragraph|para|words|text|part|lines?|section|passage)"
    r"|(?:bit|text|part|words|lines?|passage) before the (?:numbered (?:paragraphs|points)|numbering|numbers))\b"
    r"(?!\s+\d)"
)
# "the closing of the border" and "the closing date" ask for no paragraph.
CLOSING = re.compile(
    r"\bclosing(?:\s+(?:words|text|part|lines?|section|passage|formula)\b|(?=\s*(?:$|[.?!,;]|(?:says?|reads?|of)\b)))"
)
_FRAME = (
    r"(?:please|pls|can you|could you|show|read|quote|give|display|open|cite|print|get|see|tell"
    r"|(?:go|skip|jump|turn) to|what'?s|what(?: is| does)?|me|out|the|us|number|no\.?|from|in)"
)
BARE = re.compile(
    rf"^(?:{_FRAME}\s+)*(?P<numbers>(?!(?:19|20)\d\d\b){_JOINED}|{NTH})\s*(?:say|please|pls|for me)?\s*[.?!)]*$"
)
# "the text after paragraph 4", "what comes before the last paragraph"
RELATIVE = re.compile(
    r"\b(?P<word>after|following|follows|succeeds|next to|before|preceding|precedes|above|below)\s+(?:the\s+|is\s+)?$"
)
BACKWARDS = frozenset({"before", "preceding", "precedes", "above"})

# "5 percent", "3 million refugees", "10 years": counted, not numbered.
MEASURE = re.compile(
    r"\s*(?:%|‰|°|€|\$|£|(?:per\s?cent|pct|percentage|hundred|thousand|million|billion|trillion|bn|mn|years?|months?|weeks?"
    r"|days?|hours?|minutes?|seconds?|times|degrees?|euros?|dollars?|pounds?|km|kilomet\w+|miles|met(?:er|re)s|tons?"
    r"|tonnes|people|persons|points?|countries|states|o'clock|a\.?m|p\.?m)\b)"
)
# "basis point 5", "resolution no. 1325", "case number 7": numbers of something else.
COUNTS_ELSEWHERE = re.compile(
    r"\b(?:basis|percentage|decimal|data|border|crossing|resolutions?|decisions?|laws?|orders?|cases?|rooms?|flights?"
    r"|protocols?|bills?|directives?|regulations?|reports?|tables?|figures?|annex(?:es)?|(?:tele)?phone|pages?|issues?"
    r"|volumes?|goals?|phases?|rounds?|questions?|versions?|chapters?|top|preambular|agenda)\s+(?:the\s+)?$"
)
# "what does it say about article 5?" asks for what is said, not for the article.
SAID_OF_IT = re.compile(
    r"\b(?:(?:say|says|said|states?)(?:\s+\w+){0,2}?\s+(?:about|on|of|regarding|concerning)|mentions?|mentioned"
    r"|refers? to|discuss(?:es)?)\s+(?:the\s+)?$"
)
# After these everyday words, too, the number must end what is asked for: "number one priority", "Article 5 guarantees".
EVERYDAY_UNIT = re.compile(rf"(?:numbers?|nos?|nrs?|points?|pts?|items?)\.?|{_KIND}")
ENDS_THERE = re.compile(
    r"\s*(?:$|[^\w\s]|(?:say(?:s|ing)?|said|reads?|states?|means?|is|are|was|in|of|from|about|on|and|or|to|for|with|word"
    r"|words|verbatim|text|full|covers?|contains?|deals?|mentions?|please|pls|plz|what|which|who|how|here|there|again|too"
    r"|also|regarding|concerning|by|that|as|if|when|where|thanks|exactly|requires?|provides?|allows?|calls?|refers?|speaks?"
    r"|talks?|concerns?|names?|do|does|go|goes|asks?|demands?|defines?|applies|apply|side|inclusive|only|aloud"
    r"|must|should|can|may|will|shall|has|have|lists?|sets?|out|prohibits?|the)\b)"
)
# "who is number 1 in the Taliban": of these words only what is in a document or on a list is meant.
LOOSE_UNIT = re.compile(r"(?:numbers?|nos?|nrs?|items?)\.?|#")
IN_SOMETHING = re.compile(r"\s+(?:in|of|on|for|to|at|from)\s+(?!the list|full|detail|plain|total)(?P<words>[^?!.,;]+)")
# "does Article 17 give people a right": a verb comes next, whatever it is.
ASKED_OF_IT = re.compile(r"\b(?:do|does|did)\s+(?:the\s+)?(?:(?:sub-?)?\w+\s+\(\w+\)\s+of\s+)?$")
A_SUBJECT = re.compile(
    r"\s+(?:obligations?|commitments?|protections?|rights?|dut(?:y|ies)|guarantees?|procedures?|negotiations?|process"
    r"|violations?|crimes?|plans?|agenda|cases?|priority|housing|surveillance|status|measures|claims?)\b"
)

# "the last point of contention" asks for no paragraph; "the last point of the statement" does.
OF_SOMETHING = re.compile(
    r"\s+(?P<by>of|on|at|when|where|in(?= (?:time|history|common)\b))\s+(?P<words>(?:[\w'’-]+\s*){1,8})"
)
# Verbs which say of an article that another text holds it ("did they invoke article 5?"), and which may say so.
INVOKED = re.compile(r"\b(?:invok|trigger|violat|breach|infring)\w*")
MENTIONED = re.compile(r"\b(?:mention|refer|cit(?:e|ing)|accord|pursuant|under\b|relevan|applicab|concern)\w*")
COUNT_QUESTION = re.compile(
    r"\bhow (?:many|long|often)\b(?!.*\b(?:in|does|of|per|to)\s+(?:paragraph|para|point|article)s?\s*\d)"
    r"|\b(?:which|what) (?:numbered )?(?:paragraphs?|paras?|points?|articles?|sections?) "
    r"(?!is |comes |\d|numbers?\b|on the)"
)

# Parts named from the inside, or one after another: "point (c) of Article 6(1)", "article 17, paragraph 2".
_LETTERED = rf"(?:(?:{_PART})+|[a-z]\b(?:{_PART})*|\d{{1,3}}(?:{_PART})*(?![\w%]|\.\d))"
_LETTERS = rf"{_LETTERED}(?:\s*(?:{_AND}|{TO})\s*{_LETTERED})*"
# "annex i, para. 3", which is asked for as "para. 3 of annex i".
PART_FIRST = re.compile(
    r"\b(?P<part>(?:annexe?|appendix|schedule|part|chapter)\s+(?:[ivxlc]{1,7}|\d{1,3}|[a-z]|one|two|three|four|five|six)\b)"
    rf"\s*[,:]?\s+(?P<number>(?:{UNIT})\s*{VALUE})"
)
INSIDE_OUT = re.compile(
    rf"(?<![a-z\d])(?P<inner>{_INNER})\s*(?P<parts>{_LETTERS}),?\s+(?:of|in|under|to)\s+(?:the\s+)?"
    rf"(?P<outer>(?P<unit>{UNIT})\s*{VALUE})"
)
OUTSIDE_IN = re.compile(
    rf"(?P<outer>(?<![a-z\d])(?P<unit>{UNIT})\s*{VALUE})\s*,?\s+(?P<inner>{_INNER})\s*(?P<parts>{_LETTERS})"
)
NTH_OF = re.compile(
    rf"\b(?:(?P<value>\d{{1,2}})(?:st|nd|rd|th)|(?P<last>last|final))\s+(?:sub-?\s?)?(?:paragraph|point|clause|item|indent)"
    rf"\s+(?:of|in|under)\s+(?:the\s+)?(?P<outer>(?P<unit>{_KIND}|paragraphs?|paras?)\s*{VALUE})"
)
# "between paragraphs 3 and 5" is a range, as is "paragraphs from 3 to 5".
BETWEEN = re.compile(rf"\bbetween\s+((?:(?:{UNIT})\s*)?\d+)\s+and\s+((?:(?:{UNIT})\s*)?\d+)\b")
FROM_TO = re.compile(rf"(?<![a-z])({UNIT})\s+(?:from|between)\s+(\d{{1,3}})\s+(?:{TO}|and)\s+(\d{{1,3}})\b")
# "the 1st and last paragraphs": each gets its noun.
SHARED_NOUN = re.compile(
    rf"\b({NTH}|last|final)\s*(?:,|and|&|or)\s+(?=(?:the\s+)?(?:{NTH}|last|final)\s+({COUNTED})\b)"
)


def kind_of(unit: str) -> str:
    """ "article" for "arts.", "section" for "§"; empty for words that fit any number."""
    word = unit.strip(". ")
    if word.startswith("§"):
        return "section"
    return next((kind for kind, forms in _KINDS.items() if re.fullmatch(forms, word)), "")
