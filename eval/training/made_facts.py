"""Times, numbers, sums of money, reasons and conditions as English official texts print them."""

import re

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{MONTHS})(?:,? \d{{4}})?|(?:{MONTHS}) \d{{1,2}}(?:, \d{{4}})?|"
    rf"(?:{MONTHS}),? \d{{4}}|(?:19|20)\d\d)"
)
FIGURE = (
    r"(?:\d[\d,.]*\d|\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|"
    r"fifty|"
    r"sixty|ninety|twenty-one|twenty-four|forty-eight|seventy-two|eighteen|fourteen)"
)
UNIT = r"(?:working |business |calendar |clear )?(?:hours?|days?|weeks?|months?|years?)"
LENGTH = rf"(?:a (?:further |maximum )?period of )?(?:at least )?(?:{FIGURE}(?: \(\d+\))?|a|an) (?:or more )?{UNIT}"

TIMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (rf"\buntil (?:{DATE}|the end of [\w ]+)", ("Until when", "Till what date", "Up to what date")),
    (rf"\b(?:no|not) later than (?:{DATE}|{LENGTH})", ("By when", "By what date at the latest")),
    (rf"\bby (?:the end of )?{DATE}", ("By when", "By what date")),
    (rf"\bwithin {LENGTH}", ("How soon", "Within what time", "In how many days, months or years")),
    (
        rf"\b(?:every|once every) (?:{FIGURE} )?{UNIT}|\b(?:annually|monthly|quarterly)\b",
        ("How often", "At what intervals"),
    ),
    (rf"\bfor (?:{LENGTH}|a (?:term|duration) of {LENGTH})", ("For how long", "How long")),
    (rf"\b(?:on|since) {DATE}", ("When", "On what date")),
    (rf"\bin {DATE}", ("When", "In what year")),
)
ANY_TIME = re.compile(
    rf"{DATE}|{LENGTH}|\b(?:today|yesterday|immediately|forthwith|promptly|without delay|as soon as|annual\w*|"
    rf"monthly|daily|"
    r"weekly|yearly|deadline|periodic\w*|until|upon|after|before|when|within|prior|once|during|as of|"
    r"from time to time|next|last|"
    r"soon|then|date|while|on the occasion|following|now|recent\w*|regular\w*|previous\w*)\b",
    re.IGNORECASE,
)
MONEY = re.compile(
    r"(?:US|CAN|A|NZ)?[$€£]\s?\d[\d.,]*(?:\s?(?:thousand|million|billion|trillion|m|bn)\b)?|"
    r"\b\d[\d.,]* (?:thousand|million|billion|trillion)? ?(?:euros?|dollars|pounds|guilders|francs|SDR|"
    r"units of account)\b"
)
ANY_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    r"hundred|"
    r"thousand|million|billion|dozen|both|single|half|third|first|second|no|none|several|many|each|every|pair)\b",
    re.IGNORECASE,
)
# The thing counted, without what would be an article's or a time's number.
COUNTED = re.compile(
    rf"(?<![\w$€£.,/-])(?P<figure>{FIGURE}) (?P<things>(?:(?!the |of |a |to |or |and |in )[a-z]+ )?"
    r"(?!days|months|years|hours|weeks|percent|others|paragraphs|times|minutes|this|is|was|has|as|its|does)[a-z]+s)\b"
)
NUMBERED_THING = re.compile(
    r"(?:Article|Articles|paragraph|paragraphs|section|January|February|March|April|May|June|July|August|September|"
    r"October|November|December|Section|Part|Chapter|Annex|resolution|regulation|No\.|para\.?|and|to|title|than)\s$",
    re.IGNORECASE,
)
REASON = re.compile(
    r",? (?:because(?: of)?|in order to|in order that|with a view to|so as to|due to|owing to|on the ground that|"
    r"on the basis that)\s"
)
ANY_REASON = re.compile(
    r"\b(?:because|since|due|owing|therefore|thus|so|reasons?|aim\w*|purposes?|to|as|result|given|view|hence|for|"
    r"in light|"
    r"ground|grounds|accordingly|if|where|consequen\w+|by virtue)\b",
    re.IGNORECASE,
)
CONDITION_FIRST = re.compile(
    r"^(?:\(?\w{1,3}[.)] )?(?P<word>If|Where|When|Whenever|In the event that|In case|"
    r"Should) (?P<condition>[^,;:]{15,130}), (?P<then>.{20,})",
    re.DOTALL,
)
CONDITION_LAST = re.compile(r",? (?:only )?(?P<word>if|unless|provided that) (?P<condition>[^,;:]{12,140})")
DEFINED = re.compile(
    r"(?:^|[\s(;])(?:the (?:term|expression|"
    r"word)s? )?[“\"‘'«](?P<term>[A-Za-z][^”\"’'»“]{1,50})[”\"’'»](?: \([^)]*\))?,? "
    r"(?:means|mean|shall mean|refers? to|includes|has the meaning|is defined as)\b(?P<meaning>.{12,})",
    re.DOTALL,
)
DEFINED_PLAIN = re.compile(
    r"^(?:\(?\w{1,3}[.)] )?(?:The term |the term )?(?P<term>[A-Za-z][\w -]{2,45}?) (?:means|"
    r"shall mean) (?P<meaning>.{12,})",
    re.DOTALL,
)
