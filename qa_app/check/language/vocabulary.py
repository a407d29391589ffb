"""Words by what changes when one of them does, English first and then in short lists of other languages. Data."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa_app.check.types import Change

# What each modal says somebody is to do, as the key of its words.
MODALS = {
    "shall": "modal.obligation",
    "must": "modal.obligation",
    "should": "modal.advice",
    "ought": "modal.advice",
    "may": "modal.permission",
    "can": "modal.possibility",
    "could": "modal.possibility",
    "might": "modal.possibility",
    "will": "modal.announcement",
    "would": "modal.supposition",
}
JOINING = frozenset("and or nor but".split())
# What stands between clauses, where something left out may have begun or ended.
PERSONS = frozenset(
    "i we you he she it they me us him her them my our your his its their mine ours yours hers theirs who whom whose "
    "myself ourselves himself herself itself themselves".split()
)
# What an editor explains by naming who or what is meant.
PRONOUNS = PERSONS | frozenset(
    "this these those er sie es ihm ihn ihnen il elle ils elles lui leur él ella ellos ellas hij zij ze hem hen "
    "он она оно они им их ему ей".split()
)
ARTICLES = frozenset("a an the".split())
# What may change without the sentence saying something else, though it is not what was written.
MINOR = frozenset(
    "a an the of on upon in at to towards toward for by with as that which this these those there such also among "
    "amongst while whilst is are be been being has have had do does did am".split()
)
FORMS_OF_ADDRESS = frozenset("mr mrs ms dr sir".split())
# What those who speak in such documents call themselves, from beginning to end.
SPEAKERS = frozenset("participants parties leaders ministers presidents members signatories sides delegates".split())
# A bracket that begins with one of these adds to what is said and names nobody: "them [including women]".
CONNECTING = frozenset("including as in at on for from by under since because although when who which".split())
DIRECTIONS = frozenset(
    "from before after against over under above below within outside beyond since between during into out up down "
    "off through via inside across near".split()
)
BE_AND_HAVE = frozenset("is are was were be been being am has have had having do does did done doing".split())
NEGATIONS = frozenset(
    "not no never none neither nor nobody nothing nowhere without cannot non hardly barely scarcely isn't aren't "
    "wasn't weren't don't doesn't didn't won't wouldn't shan't shouldn't can't couldn't mustn't needn't hasn't haven't "
    "hadn't ain't".split()
)
NEGATIVE_BEGINNINGS = ("un", "in", "im", "il", "ir", "non", "dis", "mis")
NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands "
    "million millions billion billions trillion dozen dozens half third quarter first second fourth fifth sixth "
    "seventh eighth ninth tenth once twice double triple single percent percentage".split()
)
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sep sept oct nov dec".split()
)
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday day days week weeks month "
    "months year years hour hours daily weekly monthly annual annually yearly".split()
)
QUANTIFIERS = frozenset(
    "all some any every each most many much few several both either only solely least most more less fewer majority "
    "minority always often sometimes rarely seldom generally usually normally mainly mostly largely almost nearly "
    "about approximately roughly around fully wholly entirely completely partly partially exclusively merely just "
    "everyone everybody everything someone something anyone anything another other certain various numerous enough "
    "minimum maximum exactly particularly especially very too so".split()
)
# Of these, the words that say how much of what comes next is meant.
RESTRICTING = frozenset("all some any every each most many few several both either only solely least certain".split())
# What comes after one of these is said not to be so: "those who refuse to join", "a lack of funds".
REVERSING = frozenset(
    "refuse refuses refused refusing fail fails failed failing failure decline declines declined declining unable "
    "unwilling unlikely reluctant refrain refrains refrained refraining prevent prevents prevented preventing prohibit "
    "prohibits prohibited prohibiting forbid forbids forbidden forbidding avoid avoids avoided avoiding deny denies "
    "denied denying reject rejects rejected rejecting lack lacks lacked lacking absence cease ceases ceased ceasing "
    "stop stops stopped stopping oppose opposes opposed opposing instead rather".split()
)
CONDITIONS = frozenset(
    "if unless until till except excepting excluding excluded provided providing subject notwithstanding whether "
    "otherwise although though however but pending conditional conditionally prejudice despite save insofar "
    "contingent".split()
)
CLAUSES = frozenset("and but while whereas or".split())  # what another clause may begin with
# What comes right after one of these is not said to be so.
SUBORDINATING = frozenset("if unless whether while whereas although though when whenever where once until lest".split())

# How strongly an operative verb binds: from taking note to deciding. Any form of it counts.
OPERATIVE_VERBS = {
    "note": 1, "recognize": 1, "recognise": 1, "acknowledge": 1, "recall": 1, "consider": 1, "observe": 1,
    "welcome": 2, "appreciate": 2, "commend": 2, "affirm": 2, "reaffirm": 2, "reiterate": 2, "express": 2, "support": 2,
    "suggest": 3, "encourage": 3, "invite": 3, "recommend": 3, "emphasize": 3, "emphasise": 3, "stress": 3,
    "underline": 3, "underscore": 3, "hope": 2, "propose": 3, "ask": 4, "request": 4, "call": 4, "appeal": 4, "urge": 5,
    "deplore": 5, "condemn": 6, "insist": 6, "demand": 6, "require": 6, "order": 7, "impose": 7, "authorize": 7,
    "authorise": 7, "decide": 7, "agree": 6, "commit": 6, "undertake": 6, "prohibit": 7, "resolve": 7, "determine": 7,
}  # fmt: skip

# Who says something, in the words of whoever reports it: a pattern of verbs and of what goes with a name.
SAYING = (
    r"(?:sa(?:ys?|id|ying)|t(?:old|ells)|add(?:s|ed|ing)|stat(?:es?|ed|ing)|wr(?:ote|ites|itten)|reads?|puts? it"
    r"|(?:go(?:es)?|went) on|continue[sd]?|declare[sd]?|announce[sd]?|not(?:es?|ed|ing)|call(?:s|ed)|urge[sd]?"
    r"|ask(?:s|ed)?|demand(?:s|ed)|insist(?:s|ed)|warn(?:s|ed)|stress(?:es|ed)|emphasi[sz]e[sd]?|recall(?:s|ed)"
    r"|(?:re)?affirm(?:s|ed)|agree[sd]?|decide[sd]?|conclude[sd]?|confirm(?:s|ed)?|argue[sd]?|explain(?:s|ed)"
    r"|repl(?:y|ies|ied)|vow(?:s|ed)|pledge[sd]?|promise[sd]?|commit(?:s|ted)|f(?:inds?|ound)|h(?:olds?|eld)|rule[sd]?"
    r"|sets|provide[sd]?|require[sd]?|allow(?:s|ed)|permit(?:s|ted)|ban(?:s|ned)|oblige[sd]?"
    r"|according to|in the words of)"
)

# What is said by somebody else than those who speak in a document, with no "that" between.
TELLING = frozenset(
    "said says told argued argues contended contends alleged alleges asserted asserts insisted insists claimed claims "
    "submitted submits according".split()
)
# What, beside operative verbs, those who speak in a document do themselves.
OWN = frozenset(
    "find finds found hold holds held conclude concludes concluded confirm confirms confirmed declare declares "
    "declared state states stated provide provides provided satisfied clear true established"
    " shows mean means ruled".split()
)
# Alone or almost alone these say how sure, how much or how far: "may", "so-called", "draft", "in principle".
HEDGES = frozenset(
    "may might could would often generally usually likely unlikely possible possibly potential potentially broadly "
    "largely mainly almost nearly partly partially only some most many certain sometimes normally relatively "
    "reportedly alleged allegedly apparently primarily principle substantial substantially serious seriously fully "
    "appropriate reasonable eligible registered voluntary temporary temporarily draft proposed planned preliminary "
    "initial interim either jointly exclusively solely voluntarily provisionally provisional periodically least "
    "approximately about estimated expected further first necessarily manifestly sole once full sufficient limited "
    "genuine genuinely adequate".split()
)
LIKE_NUMBERS = frozenset("one first second third once double single fourth quarter".split())


# Words of other languages by what changes when one of them does. Data.
# Short lists: what is in none of them counts as a word whose change may change the meaning.


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ITALIAN = _words("il lo la i gli le di del della dei delle e in un una che per con è sono si non da dal al alla nel o")
PORTUGUESE = _words("o a os as de do da dos das e em um uma que por para com é são se não no na ao à ou pelo pela")


@dataclass(frozen=True, slots=True)
class WordList:
    """The words of one language: by what changes when one of them does, `minor` where nothing does, and small words."""

    kinds: Mapping[Change, frozenset[str]]
    minor: frozenset[str]
    function: frozenset[str]


# In this order a word of several lists is taken.
_LISTED = (Change.NEGATION, Change.MODAL, Change.NUMBER, Change.DATE, Change.QUANTIFIER, Change.CONDITION)


def _list(*words: str) -> WordList:
    """Those that are read for what they are, in the order of `_LISTED`, then the minor ones, then all small words."""
    *kinds, minor, function = map(_words, words)
    return WordList(dict(zip(_LISTED, kinds, strict=True)), minor, function)


GERMAN = _list(
    "nicht kein keine keinen keinem keiner keines nie niemals niemand nichts weder noch ohne kaum",
    "soll sollen sollte sollten muss müssen müsste darf dürfen dürfte kann können könnte könnten wird werden "
    "würde würden mag möge",
    "null ein eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig "
    "hundert tausend million millionen milliarde milliarden hälfte erste ersten zweite zweiten dritte dritten",
    "januar jänner februar märz april mai juni juli august september oktober november dezember",
    "alle allen aller alles einige einigen manche jede jeder jedes jeden viele wenige mehrere beide nur "
    "mindestens mindesten zumindest wenigstens höchstens lediglich meisten immer oft selten fast etwa ungefähr",
    "wenn falls sofern soweit sobald solange außer ausgenommen vorbehaltlich bis ob obwohl jedoch aber sondern "
    "unbeschadet es sei denn",
    "der die das den dem des eine einen einem einer eines und von zu zur zum in im an am auf für mit als daß "
    "dass ist sind",
    "der die das den dem des und in zu von mit für auf ist sind nicht sich als auch werden wird im dem ein "
    "eine einer durch nach bei aus zur zum oder daß dass über vor bis an am wie",
)  # fmt: skip
FRENCH = _list(
    "ne pas non ni jamais aucun aucune rien nul nulle sans point guère personne",
    "doit doivent devra devront devrait devraient peut peuvent pourra pourront pourrait pourraient faut",
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente "
    "quarante cinquante soixante cent cents mille million millions milliard milliards moitié premier première "
    "deuxième second seconde troisième",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "tous toutes tout toute certains certaines quelques chaque plusieurs seul seule seulement uniquement moins "
    "plus plupart toujours souvent presque environ",
    "si lorsque quand sauf excepté sous réserve condition moins jusque jusqu'à toutefois mais cependant nonobstant "
    "hormis pourvu",
    "le la les l' de du des d' à au aux en et un une que qui dans par pour sur est sont",
    "le la les de du des et à au aux en un une que qui dans par pour sur est sont avec ou ce cette ces son sa "
    "ses leur leurs il elle ils elles nous vous se ne pas d'une d'un",
)  # fmt: skip
SPANISH = _list(
    "no ni nunca jamás ningún ninguna ninguno nada nadie sin tampoco",
    "debe deben deberá deberán debería deberían puede pueden podrá podrán podría podrían",
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta "
    "cincuenta cien ciento cientos mil miles millón millones mitad primer primero primera segundo segunda "
    "tercero tercera",
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre",
    "todo toda todos todas algunos algunas algún alguna cada varios varias sólo solo solamente únicamente menos "
    "más mayoría siempre casi aproximadamente",
    "si cuando mientras salvo excepto menos hasta pero aunque sino siempre condición perjuicio reserva",
    "el la los las de del a al en y un una que por para con es son se lo",
    "el la los las de del a al en y o un una unos unas que por para con es son se lo su sus como este esta "
    "estos estas no ha han entre sobre",
)  # fmt: skip
DUTCH = _list(
    "niet geen nooit niemand niets nergens zonder noch nimmer evenmin",
    "zal zullen zou zouden moet moeten mag mogen kan kunnen kon konden dient dienen behoort",
    "nul een één twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig veertig vijftig zestig "
    "honderd duizend miljoen miljard helft eerste tweede derde vierde vijfde zesde zevende achtste",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "alle allen alles sommige enkele elk elke ieder iedere veel weinig meerdere beide slechts alleen enkel "
    "minste hoogstens meeste altijd vaak bijna ongeveer uitsluitend minstens",
    "indien als tenzij mits behalve uitgezonderd behoudens onverminderd tot voorzover zolang hoewel echter maar "
    "doch anders",
    "de het een en van te in op aan voor met als dat die is zijn door bij",
    "de het een en van te in op aan voor met dat die is zijn door bij of deze dit wordt worden om uit naar niet "
    "ook tot zij hun haar over ter ten der",
)  # fmt: skip

ENGLISH = WordList(
    dict(
        zip(_LISTED, (NEGATIONS, frozenset(MODALS), NUMBERS, MONTHS | DAYS, QUANTIFIERS, CONDITIONS), strict=True)
    ),
    MINOR,
    MINOR | PERSONS | JOINING | ARTICLES | DIRECTIONS | BE_AND_HAVE | frozenset(MODALS) | _words(
        "not no than then if so too any all some each its when where what how why because whether s t re ll ve d"
    ),
)  # fmt: skip
BY_LANGUAGE = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "nl": DUTCH}
FUNCTION_WORDS = {code: words.function for code, words in BY_LANGUAGE.items()} | {"it": ITALIAN, "pt": PORTUGUESE}
