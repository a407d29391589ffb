"""How other languages name a paragraph: their words as the English ones that a look-up is read in. Pure tables."""

import re
import unicodedata

from rapidfuzz.distance import OSA
from text_to_num import alpha2digit

# "vertrag=treaty": what is asked for in one language and titled in another is compared in English.
_KINDS = """
erklärung=declaration verordnung=regulation vertrag=treaty abkommen=agreement charta=charter beschluss=decision
übereinkommen=convention kommuniqué=communique richtlinie=directive gesetz=law urteil=judgment dokument=document
text=text bericht=report verfassung=constitution
déclaration=declaration règlement=regulation traité=treaty accord=agreement charte=charter décision=decision
convention=convention communiqué=communique directive=directive loi=law arrêt=judgment document=document
résolution=resolution rapport=report constitution=constitution
declaración=declaration reglamento=regulation tratado=treaty acuerdo=agreement carta=charter decisión=decision
convenio=convention convención=convention comunicado=communique directiva=directive ley=law sentencia=judgment
documento=document resolución=resolution informe=report texto=text constitución=constitution
dichiarazione=declaration regolamento=regulation trattato=treaty accordo=agreement decisione=decision
convenzione=convention comunicato=communique direttiva=directive legge=law sentenza=judgment risoluzione=resolution
declaração=declaration regulamento=regulation acordo=agreement decisão=decision resolução=resolution
verklaring=declaration verordening=regulation verdrag=treaty handvest=charter besluit=decision richtlijn=directive
resolutie=resolution заявление=statement резолюция=resolution договор=treaty устав=charter декларация=declaration
заявления=statement резолюции=resolution договора=treaty устава=charter декларации=declaration
"""
# The first line of each holds the nouns by which a language is told, the second what else stands in such a question.
_WORDS = {
    "de": (
        """absatz=paragraph absätze=paragraphs absätzen=paragraphs absatzes=paragraph abs=paragraph
        abs.=paragraph ziffer=paragraph ziffern=paragraphs ziff.=paragraph ziff=paragraph punkt=point
        punkte=points punkten=points punktes=point nummer=number nummern=numbers nr.=number artikel=article
        artikels=article artikeln=article art.=article randnummer=paragraph randnummern=paragraphs
        rn.=paragraph rn=paragraph rdnr.=paragraph paragraf=section paragrafen=section abschnitt=section
        abschnitts=section buchstabe=letter buchstaben=letter lit.=letter unterabsatz=sub-paragraph
        erwägungsgrund=recital erwägungsgründe=recitals erwägungsgrundes=recital präambel=preamble
        einleitung=introduction""",
        """der=of des=of dem=the den=the vom=of von=of aus=of im=in die=the das=the letzte=last letzten=last
        letzter=last letztes=last vorletzte=penultimate vorletzten=penultimate vorletzter=penultimate bis=to
        und=and oder=or was=what sagt=says steht=says lautet=says besagt=says zeig=show zeige=show mir=me
        bitte=please zitiere=quote nach=after vor=before wie=how wortlaut=wording über=about erste=1st
        ersten=1st erster=1st zu=about zweite=2nd zweiten=2nd dritte=3rd dritten=3rd in=in sowie=and ist=is
        enthält=contains regelt=contains""",
    ),
    "fr": (
        """paragraphe=paragraph paragraphes=paragraphs al.=paragraph alinéa=paragraph alinéas=paragraphs point=point
        points=points art.=article article=article articles=articles considérant=recital considérants=recitals
        section=section lettre=letter préambule=preamble numéro=number introduction=introduction""",
        """le=the la=the les=the de=of du=of des=of dans=in dernier=last dernière=last derniers=last
        dernières=last avant-dernier=penultimate et=and ou=or au=to aux=to à=to jusqu'au=to que=what
        dit=says disent=say quel=what est=is montre=show montrez=show moi=me après=after avant=before
        citez=quote cite=quote texte=text contient=contains prévoit=contains énonce=says qu'est-ce=what
        sur=about""",
    ),
    "es": (
        """párrafo=paragraph párrafos=paragraphs parrafo=paragraph parrafos=paragraphs apartado=paragraph
        párr.=paragraph párrs.=paragraphs art.=article
        apartados=paragraphs punto=point puntos=points artículo=article artículos=articles articulo=article
        articulos=articles considerando=recital considerandos=recitals preámbulo=preamble preambulo=preamble
        sección=section letra=letter introducción=introduction número=number""",
        """el=the la=the los=the las=the de=of del=of en=in último=last última=last últimos=last últimas=last
        ultimo=last penúltimo=penultimate penúltima=penultimate y=and o=or al=to a=to hasta=to qué=what
        que=what dice=says dicen=say muestra=show muéstrame=show cita=quote después=after antes=before
        primer=1st primero=1st establece=says contiene=contains sobre=about""",
    ),
    "it": (
        """paragrafo=paragraph paragrafi=paragraphs comma=paragraph commi=paragraphs punto=point punti=points
        articolo=article articoli=articles considerando=recital preambolo=preamble sezione=section
        lettera=letter numero=number""",
        """il=the lo=the la=the i=the gli=the le=the di=of del=of della=of dello=of dell'=of nel=in nella=in
        ultimo=last ultima=last ultimi=last penultimo=penultimate e=and o=or al=to a=to fino=to cosa=what
        che=what dice=says mostra=show cita=quote dopo=after prima=before prevede=says""",
    ),
    "pt": (
        """parágrafo=paragraph parágrafos=paragraphs ponto=point pontos=points artigo=article artigos=articles
        considerando=recital preâmbulo=preamble secção=section alínea=letter número=number""",
        """o=the a=the os=the as=the de=of do=of da=of no=in na=in último=last última=last últimos=last
        penúltimo=penultimate e=and ou=or ao=to até=to que=what diz=says dizem=say mostra=show mostre=show
        cite=quote depois=after antes=before""",
    ),
    "nl": (
        """paragraaf=paragraph paragrafen=paragraphs alinea=paragraph lid=paragraph leden=paragraphs punt=point
        punten=points artikel=article artikelen=articles overweging=recital overwegingen=recitals
        preambule=preamble onderdeel=letter aanhef=preamble""",
        """de=the het=the van=of uit=of in=in laatste=last voorlaatste=penultimate en=and of=or tot=to wat=what
        zegt=says staat=says toon=show citeer=quote na=after voor=before""",
    ),
    "ru": (
        """пункт=paragraph пункта=paragraph пункте=paragraph пункты=paragraphs параграф=paragraph
        п.=paragraph пп.=paragraphs ст.=article абз.=paragraph
        параграфа=paragraph параграфе=paragraph абзац=paragraph абзаце=paragraph статья=article
        статьи=article статье=article статью=article преамбула=preamble преамбулу=preamble
        преамбуле=preamble""",
        """что=what говорит=says говорится=says в=in из=of последний=last последнем=last
        предпоследний=penultimate и=and или=or по=to до=to покажи=show первый=1st первая=1st второй=2nd
        вторая=2nd третий=3rd третья=3rd четвёртый=4th четвертый=4th пятый=5th пятая=5th шестой=6th
        седьмой=7th восьмой=8th девятый=9th десятый=10th один=1 два=2 три=3 четыре=4 пять=5 шесть=6 семь=7
        восемь=8 девять=9 десять=10""",
    ),
    "ar": (
        """الفقرة=paragraph فقرة=paragraph الفقرات=paragraphs المادة=article مادة=article المواد=articles
        الديباجة=preamble البند=point""",
        """ماذا=what تقول=says من=of في=in إلى=to و=and الأخيرة=last الأولى=1st الثانية=2nd الثالثة=3rd
        الرابعة=4th الخامسة=5th السادسة=6th السابعة=7th الثامنة=8th التاسعة=9th العاشرة=10th""",
    ),
}  # fmt: skip


def _table(words: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in words.split())


KINDS = _table(_KINDS)
NOUNS = {language: _table(nouns) for language, (nouns, _) in _WORDS.items()}
TABLES = {language: NOUNS[language] | _table(rest) for language, (_, rest) in _WORDS.items()}
# Languages whose number words are read by text_to_num.
COUNTED = frozenset({"de", "fr", "es", "it", "pt", "nl"})
_ENGLISH = frozenset(
    "the of in what does say says is are paragraph paragraphs para section recital and to from show me it this that"
    " preamble please quote".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?")


def language_of(text: str) -> str:
    """The language in which `text`, in small letters, names a paragraph; "en" unless another one fits better."""
    words = {form for word in _WORD.findall(text) for form in (word, word.rstrip("."))}
    words |= {word.partition("'")[2] for word in words if "'" in word}
    fits = {language: len(words & TABLES[language].keys()) for language in TABLES if words & NOUNS[language].keys()}
    best = max(fits, key=lambda language: fits[language], default="en")
    return best if best != "en" and fits[best] > len(words & _ENGLISH) else "en"


# A question in the spelling in which look-ups are read: small letters, English words, numbers in figures.
# "Was sagt der dritte Absatz?" becomes "what says of 3rd paragraph?".

_ELISION = re.compile(r"\b(?:l|d|qu|dell|all|nell|sull)'(?=\w)")
_ORDINAL_MARK = re.compile(r"\b(\d{1,3})(?:\.?[ºª°ᵉʳ]+|\.|(?:er|ère|ème|re|e|o|a|de|ste)\b)(?=\s)")
_UNMARKED_ORDINAL = re.compile(
    r"(?<![\w,;-])(?<!to )(?<!and )(\d{1,3})\s+(?=(?:paragraph|point|article|recital|section)\b(?!\s*\d))"
)
_LAST_AFTER = re.compile(r"\b(paragraph|point|article|recital)s?\s+(last|penultimate|\d{1,3}(?:st|nd|rd|th))\b")
_MISPLACED = re.compile(r"\b(\d{1,2}) (last|1st)\b")  # "les 2 derniers paragraphes"
_SAID_TWICE = re.compile(r"(\d+)\s*\(([a-z-]{3,12})\)")  # "no. 3 (three)"
# "second-to-last", "Article-5"
_HYPHENATED = re.compile(r"(?<=[a-z])-(to|from|but)-(?=[a-z])")


def normalised(question: str) -> str:
    """`question` in small letters, its numbers as figures, a mistyped "paragraph" mended, other languages' words
    for what a look-up is made of in English."""
    text = unicodedata.normalize("NFKC", question).casefold().replace("’", "'")
    text = "".join(str(unicodedata.digit(each)) if each.isdecimal() else each for each in text)
    text = re.sub(r"\b(?:[^\W\d_]\.){2,}", lambda match: match[0].replace(".", ""), text)  # "u.s."
    language = language_of(text)
    if language != "en":
        text = _in_english(text, language)
    text = re.sub(r"\bpara\s+gra\w{1,4}\b", "paragraph", _HYPHENATED.sub(r" \1 ", text))
    text = " ".join(_mended(word) for word in text.split()).replace("next to last", "penultimate")
    return str(alpha2digit(_SAID_TWICE.sub(_once, text), "en", 0))


def folded(text: str) -> str:
    """`text` in small letters without accents, for comparing names."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def _once(match: re.Match[str]) -> str:
    return match[1] if str(alpha2digit(match[2], "en", 0)) == match[1] else match[0]


def _in_english(text: str, language: str) -> str:
    text = _ELISION.sub("", text)
    if language in COUNTED:
        text = str(alpha2digit(text, language, 0))
    words = (_translated(word, TABLES[language]) for word in text.split())
    text = _ORDINAL_MARK.sub(lambda match: nth(int(match[1])), " ".join(words))
    text = _UNMARKED_ORDINAL.sub(lambda match: f"{nth(int(match[1]))} ", text)
    text = _LAST_AFTER.sub(r"\2 \1", text)
    return _MISPLACED.sub(r"\2 \1", text)


def _translated(word: str, table: dict[str, str]) -> str:
    """The word in English with the marks around it kept; "abs." is one word with its point, "3-5" none."""
    if word in table:
        return table[word]
    core = word.strip("¿¡«»\"'“”„‚(),;:.!?،؟")
    return word.replace(core, table[core], 1) if core in table else word


def nth(value: int) -> str:
    """ "1st", "22nd", "13th"."""
    mark = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{mark}"


def _mended(word: str) -> str:
    """ "pargraph" and "paragrahp" -> "paragraph": the one word of a look-up that is long enough to be mistyped."""
    core = word.strip(".,?!:;'\"")
    if len(core) >= 6 and core.isalpha() and core[0] == "p" and core not in {"paragraph", "paragraphs"}:
        for wanted in ("paragraph", "paragraphs"):
            if OSA.distance(core, wanted) <= 2:
                return word.replace(core, wanted)
    return word
