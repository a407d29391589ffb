"""English words that an alteration exchanges, and those that must not be left out. Data.

Made apart from the checker's own lists, so that these are not measured by themselves.
"""

MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip
NUMBER_WORDS = "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty fifty".split()
MODALS = {"shall": "should", "should": "shall", "must": "may", "may": "must", "will": "may", "can": "must"}
QUANTIFIERS = {
    "all": "some", "some": "all", "every": "almost every", "each": "almost each", "many": "all", "most": "all",
    "both": "neither", "several": "all", "any": "some", "only": "mainly", "always": "usually", "full": "partial",
    "fully": "partly",
}  # fmt: skip
# An operative verb by another that binds more or less.
OPERATIVE = {
    "calls on": "urges", "call on": "urge", "calls upon": "demands that", "urges": "invites", "urge": "invite",
    "urged": "invited", "welcomes": "notes", "welcome": "note", "welcomed": "noted", "decides": "recommends",
    "decided": "recommended", "agreed": "discussed", "agree": "discuss", "emphasized": "mentioned",
    "emphasizes": "mentions", "condemned": "noted", "condemns": "notes", "requests": "demands", "request": "demand",
    "reaffirmed": "recalled", "reaffirms": "recalls", "encourages": "requires", "encourage": "require",
    "encouraged": "required", "stressed": "noted", "stresses": "notes", "recognizes": "welcomes",
    "recognized": "welcomed", "demands": "requests", "undertake": "intend", "undertakes": "intends",
    "recommends": "decides", "notes": "endorses", "noted": "endorsed", "underscored": "noted", "invites": "directs",
    "called on": "pleaded with", "expressed": "withheld", "supports": "notes", "supported": "noted",
}  # fmt: skip
TENSES = {
    "is": "was", "are": "were", "was": "is", "were": "are", "has": "had", "have": "had", "will be": "has been",
    "agreed": "agree", "emphasized": "emphasize", "reaffirmed": "reaffirm", "expressed": "express",
    "noted": "note", "stressed": "stress", "welcomed": "welcome", "decided": "decide", "called": "call",
}  # fmt: skip
OPPOSITES = {
    "strengthen": "weaken", "strengthening": "weakening", "increase": "reduce", "increased": "reduced",
    "increasing": "falling", "support": "oppose", "supports": "opposes", "peace": "war", "security": "trade",
    "regional": "global", "international": "national", "political": "military", "promote": "hinder",
    "promoting": "hindering", "prevent": "permit", "effective": "costly", "violence": "crime", "new": "old",
    "important": "trivial", "public": "private", "economic": "cultural", "before": "after", "after": "before",
    "within": "outside", "necessary": "useful", "joint": "separate", "common": "particular", "high": "low",
    "more": "less", "members": "guests", "member": "guest", "accept": "reject", "approve": "refuse", "lawful": "useful",
    "right": "duty", "rights": "duties", "terrorism": "piracy", "terrorist": "criminal", "women": "children",
    "person": "company", "persons": "companies", "state": "city", "states": "cities", "parties": "courts",
    "government": "parliament", "development": "decline", "first": "last", "last": "first", "open": "closed",
}  # fmt: skip
CAVEATS = (
    "unless|except|excepting|subject to|provided that|only if|if|without prejudice to|to the extent|as long as|until|"
    "on condition|in so far as|insofar as|notwithstanding|other than|pending"
)
# What a fair ellipsis must not leave out: any of these changes what the rest says.
NOT_TO_LEAVE_OUT = frozenset(
    "not no never neither nor none nothing nobody without cannot hardly barely scarcely unless except excepting if "
    "subject provided providing only until notwithstanding although though however but despite whether otherwise "
    "while whereas because all some any every each most many few several both either least less more fewer shall "
    "should must may might can could will would ought always sometimes often usually generally mainly partly fully "
    "almost nearly about other than prejudice extent condition pending save exclusively solely merely just even "
    "unlike against rather instead far long till yet still so such too very where when non un before after "
    "within stop stopping refuse refuses fail fails failed avoid avoiding prevent preventing refrain lack".split()
)
PLACES = "Norway Geneva Brazil Lagos Vienna Peru Ottawa Kenya Finland Lima".split()
ADVERBS = "only reportedly immediately allegedly never partly possibly unconditionally".split()
LOOKALIKES = {"a": "а", "c": "с", "e": "е", "i": "і", "o": "о", "p": "р", "x": "х", "y": "у"}
