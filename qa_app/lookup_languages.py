"""How other languages name a paragraph: their words as the English ones that a look-up is read in. Pure tables."""

import re

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
        """paragraphe=paragraph paragraphes=paragraphs alinéa=paragraph alinéas=paragraphs point=point
        points=points article=article articles=articles considérant=recital considérants=recitals
        section=section lettre=letter préambule=preamble numéro=number introduction=introduction""",
        """le=the la=the les=the de=of du=of des=of dans=in dernier=last dernière=last derniers=last
        dernières=last avant-dernier=penultimate et=and ou=or au=to aux=to à=to jusqu'au=to que=what
        dit=says disent=say quel=what est=is montre=show montrez=show moi=me après=after avant=before
        citez=quote cite=quote texte=text contient=contains prévoit=contains énonce=says qu'est-ce=what
        sur=about""",
    ),
    "es": (
        """párrafo=paragraph párrafos=paragraphs parrafo=paragraph parrafos=paragraphs apartado=paragraph
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
