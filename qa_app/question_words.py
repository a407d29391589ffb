"""The words that frame a question in English, German and Spanish, and those that say what it is about. Pure."""

import re
from functools import cache

_ENGLISH = frozenset(
    "a an the of in on at to for by with from into onto about as and or but if then than so is are was were be been"
    " being am do does did done has have had having will would can could shall should may might must what which who"
    " whom whose when where why how there here it its this that these those they them their theirs he him his she her"
    " hers i me my you your we us our any some no not yes also else more most other another such only just even ever"
    " still yet too very much many long often far few all both each every either between during before after since"
    " until till while over under through against without within because due per via regarding concerning please ok"
    " okay oh well one ones thing things something anything everything someone anyone itself themselves himself herself"
    " s t re ve ll d m don doesn didn isn aren wasn weren won can't don't doesn't didn't isn't aren't wasn't weren't"
    " i'm it's that's what's who's how's let let's up out off down like kind sort type way lot lots"
    " tell say says said saying mean means meant mention mentions mentioned state states stated describe explain give"
    " gives given gave find show know think talk talking speak speaking according interesting aspects aspect article"
    " paragraph paragraphs statement document text question answer again actually really exactly specifically"
    " instead apart today now ago never ever always sometimes often maybe perhaps usually besides aside"
    " addition example examples hi hello hey thanks thank sorry apologies fine great sure wonderful terrible glad"
    " excellent nice right correct wrong guess hear heard help".split()
)
_GERMAN = frozenset(
    "der die das den dem des ein eine einen einem einer eines und oder aber wenn dann als ist sind war waren wird"
    " werden wurde wurden sein hat haben hatte hatten kann können soll sollen sollte muss müssen darf dürfen was wer"
    " wen wem wie wo wann warum wieso weshalb welche welcher welches welchen welchem es er sie ihr ihre ihren ihrer"
    " ihrem seine seinen seiner seinem dies diese dieser dieses diesen diesem jene jener mit von vom zu zum zur in im"
    " an am auf aus bei beim bis durch für gegen ohne um über unter vor nach seit während wegen auch noch nur schon"
    " sehr mehr nicht kein keine keinen man ich du wir uns mir mich bitte etwas anderes dazu davon darüber damit dafür"
    " dagegen davor danach sagt sagen sagte gesagt steht erklärt erklären nennt gibt".split()
)
_SPANISH = frozenset(
    "el la los las un una unos unas de del al a en y e o u pero si es son era eran fue fueron ser está están ha han"
    " había hay puede pueden debe deben qué que quién quiénes quien cómo como cuándo cuando dónde donde cuál cuáles"
    " cuánto cuánta cuántos cuántas por para con sin sobre entre hasta desde según durante contra se lo le les su sus"
    " él ella ellos ellas eso esto ese esa esos esas este esta estos estas también más muy no sí ni mi me te nos algo"
    " otro otra otros otras dice dicen dijo dijeron decir pasa".split()
)
_STOPPED = {"en": _ENGLISH, "de": _GERMAN, "es": _SPANISH}

# What is nearly always a verb, so that it ends a noun phrase: "did the parties condemn terrorism".
_VERBS = frozenset(
    "accept achieve acknowledge add adopt affect affirm agree allow announce appear apply ask assist attend avoid"
    " became become begin believe bring build buy call called calling calls came cause choose collect come comes"
    " commit compare condemn configure consider contain contribute cost create decide declare define demand depend"
    " deserve develop differ disband discuss earn eat emphasise emphasize encourage endorse ensure establish"
    " evolve exist expect express fall finish follow form get gets getting go goes going got grow happen happened"
    " happens help improve include includes intend introduce invest invite involve join keep lead learn leave live"
    " lives lose made make makes making meet migrate need needs obtain occur offer open oppose originate pay"
    " perform permit pledge prevent produce promise propose protect prove provide publish put qualify raise reach"
    " react reaffirm receive recognise recognize recommend refer regard register reject relate release rely remain"
    " remove request require resolve respond result said search see seek seem sell send serve sign speak spend"
    " spread stand start stay stop strengthen stress succeed suffer suggest support take takes threaten took try"
    " underline underscore understand undertake urge use used uses using visit want wants welcome went win won"
    " work worked write wrote".split()
)
# These are nouns as often: a verb only where one is due, after "did the parties ...".
_OFTEN_NOUNS = frozenset(
    "help need needs support demand cost result results form work works use uses pledge request stress start stop offer"
    " spread stand call calls lead name report plan change fund attack claim trade record play tour design sign visit"
    " release pay return answer share".split()
)
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*(?:['’](?=\s))?")


def words_of(text: str) -> list[str]:
    """The words in order, as they are written."""
    return _WORD.findall(text)


def language_of(question: str, otherwise: str = "en") -> str:
    """ "en", "de" or "es", by the framing words; `otherwise` where they do not tell."""
    words = [word.casefold() for word in words_of(question)]
    counts = {language: sum(word in stopped for word in words) for language, stopped in _STOPPED.items()}
    if "¿" in question or "ñ" in question.casefold():
        counts["es"] += 1
    best = max(counts.values())
    return otherwise if counts[otherwise] == best else max(counts, key=lambda language: counts[language])


def frames(word: str, language: str = "en") -> bool:
    """Whether `word` only frames a question and says nothing of what it is about."""
    plain = _bare(word)
    return plain in _STOPPED[language] or (len(plain) < 2 and not plain.isdigit())


def content_words(question: str, language: str = "en") -> list[str]:
    """The words that say what `question` is about, in order, each once, verbs included."""
    found = {stem(word): word for word in reversed(words_of(question)) if not frames(word, language)}
    return list(found.values())[::-1]


def is_verb(word: str, *, due: bool) -> bool:
    """Whether an English word is a verb where it stands; `due` says that a verb is to come."""
    plain = word.casefold()
    if not word[0].islower():
        return False
    return (due and plain in _OFTEN_NOUNS) or (plain not in _OFTEN_NOUNS and (plain in _VERBS or plain[:-1] in _VERBS))


@cache
def stem(word: str) -> str:
    """A rough common form of a word's forms, to tell whether two are one: "countries" and "country's"."""
    plain = _bare(word)
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", "")):
        if plain.endswith(ending) and len(plain) - len(ending) >= 3 and not plain.endswith("ss"):
            plain = plain[: -len(ending)] + instead
            break
    return plain.rstrip("e")


def is_plural(word: str) -> bool:
    """Whether an English noun looks like several."""
    plain = _bare(word)
    return plain in {"people", "women", "men", "children", "police"} or (
        plain.endswith("s") and not plain.endswith(("ss", "us", "is"))
    )


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.casefold()) or word
