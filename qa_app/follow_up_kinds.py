"""Follow-ups that are told by their wording alone: "anything else?", "tell me more", "who said that?". Pure."""

import re

_THAT = r"(?:that|this|it|so|these|those|them)"
_LEAD = r"^[\W_]*(?:(?:and|but|so|ok(?:ay)?|then|yes|und|aber|y|pero)\b[\s,]*)*"
_END = r"[\s?.!…]*$"

_REST = re.compile(
    rf"{_LEAD}(?:(?:is|was|are|were)\s+there\s+)?(?:any(?:thing)?|what|who|where|something|nothing)\s+(?:else|more|other)"
    rf"(?:\s+(?:is\s+there|was\s+there|was\s+said|(?:did|do|does)\s+(?:they|it|he|she|the\s+\w+)\s+say"
    rf"|(?:did|do|does)\s+(?:it|they)\s+mention|to\s+(?:add|know)|(?:i\s+should|should\s+i)\s+know|here|on\s+{_THAT}"
    rf"|about\s+{_THAT}))?{_END}"
    rf"|{_LEAD}(?:any|are\s+there(?:\s+any)?)\s+(?:others?|other\s+(?:ones|paragraphs|places|mentions))(?:\s+\w+)?{_END}"
    rf"|{_LEAD}(?:was|wer|sonst|steht\s+da)?\s*(?:noch\s+(?:etwas|was|mehr|jemand)|sonst\s+noch(?:\s+etwas)?)(?:\s+anderes)?"
    rf"{_END}|{_LEAD}(?:hay\s+)?(?:algo|alguna\s+cosa|qué|nada)\s+más{_END}",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"{_LEAD}(?:(?:can|could)\s+you\s+)?(?:please\s+)?(?:(?:tell|give|show)\s+me\s+more(?:\s+details?)?|more(?:\s+details?)?"
    r"|go\s+into\s+(?:more\s+)?detail|in\s+more\s+detail|elaborate|expand|explain(?:\s+further)?|say\s+more"
    rf"|(?:mehr|genauer|erzähl\s+mir\s+mehr|más(?:\s+detalles)?|cuéntame\s+más))(?:\s+(?:on|about)\s+{_THAT}|\s+{_THAT}"
    rf"|\s+(?:dazu|darüber|sobre\s+eso|please))*{_END}",
    re.IGNORECASE,
)
_OF_SHOWN = re.compile(
    rf"{_LEAD}(?:who\s+(?:said|says|wrote|stated|decided|agreed|asked|wants?|claims?|did|does|is\s+saying)\s+{_THAT}"
    rf"|says\s+who|according\s+to\s+whom?|who|(?:by|for|to|from|with)\s+whom|why(?:\s+not)?|why\s+(?:is|was)\s+{_THAT}"
    rf"|(?:and\s+)?(?:what\s+(?:then|next|now)|then(?:\s+what)?|what\s+happen(?:s|ed)\s+(?:then|next|after(?:\s+{_THAT}|wards)?))"
    rf"|(?:when|where)(?:\s+(?:is|was|did|does|will)\s+{_THAT})?(?:\s+(?:said|happen|be))?"
    r"|by\s+when|since\s+when|until\s+when|how(?:\s+(?:so|come|exactly|many|much|often|long|soon))?|which(?:\s+ones?)?"
    rf"|what\s+(?:does|did)\s+{_THAT}\s+mean|what\s+for|such\s+as(?:\s+what)?|like\s+what|for\s+example|really|to\s+what\s+end"
    r"|wer\s+(?:hat\s+das\s+gesagt|sagt\s+das)|warum(?:\s+nicht)?|wieso|weshalb|wann|bis\s+wann|wo|wie(?:\s*viele?)?"
    r"|welche|und\s+dann|quién\s+(?:dijo|dice)\s+(?:eso|esto)|por\s+qué|cuándo|dónde|cómo|cuál(?:es)?|cuánt[oa]s?"
    rf"|y\s+(?:entonces|después)){_END}",
    re.IGNORECASE,
)
_ELSE = re.compile(r"\b(?:else|besides\s+(?:that|this|these|those)|apart\s+from\s+(?:that|this)|sonst\s+noch)\b", re.I)


def asks_for_the_rest(question: str) -> bool:
    """ "anything else?": the same again, without what was shown."""
    return bool(_REST.match(question))


def asks_for_more(question: str) -> bool:
    """ "tell me more": the same again, in and around what was shown."""
    return bool(_MORE.match(question))


def asks_of_what_was_shown(question: str) -> bool:
    """ "who said that?", "why?": asked of the sentence just shown."""
    return bool(_OF_SHOWN.match(question))


def with_else(question: str) -> bool:
    """ "what else did they say about women?"."""
    return bool(_ELSE.search(question))
