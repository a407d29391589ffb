"""Words of other languages by what changes when one of them does. Data.

Short lists: what is in none of them counts as a word whose change may change the meaning.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WordList:
    """The words of one language that are read for what they are."""

    negations: frozenset[str]
    numbers: frozenset[str]
    months: frozenset[str]
    modals: frozenset[str]
    quantifiers: frozenset[str]
    conditions: frozenset[str]
    minor: frozenset[str]
    function: frozenset[str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GERMAN = WordList(
    _words("nicht kein keine keinen keinem keiner keines nie niemals niemand nichts weder noch ohne kaum"),
    _words("null ein eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig "
           "hundert tausend million millionen milliarde milliarden hälfte erste ersten zweite zweiten dritte dritten"),
    _words("januar jänner februar märz april mai juni juli august september oktober november dezember"),
    _words("soll sollen sollte sollten muss müssen müsste darf dürfen dürfte kann können könnte könnten wird werden "
           "würde würden mag möge"),
    _words("alle allen aller alles einige einigen manche jede jeder jedes jeden viele wenige mehrere beide nur "
           "mindestens höchstens meisten immer oft selten fast etwa ungefähr"),
    _words("wenn falls sofern soweit außer ausgenommen vorbehaltlich bis ob obwohl jedoch aber sondern unbeschadet "
           "es sei denn"),
    _words("der die das den dem des eine einen einem einer eines und von zu zur zum in im an am auf für mit als daß "
           "dass ist sind"),
    _words("der die das den dem des und in zu von mit für auf ist sind nicht sich als auch werden wird im dem ein "
           "eine einer durch nach bei aus zur zum oder daß dass über vor bis an am wie"),
)  # fmt: skip
FRENCH = WordList(
    _words("ne pas non ni jamais aucun aucune rien nul nulle sans point guère personne"),
    _words("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente "
           "quarante cinquante soixante cent cents mille million millions milliard milliards moitié premier première "
           "deuxième second seconde troisième"),
    _words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    _words("doit doivent devra devront devrait devraient peut peuvent pourra pourront pourrait pourraient faut"),
    _words("tous toutes tout toute certains certaines quelques chaque plusieurs seul seule seulement uniquement moins "
           "plus plupart toujours souvent presque environ"),
    _words("si sauf excepté sous réserve condition moins jusque jusqu'à toutefois mais cependant nonobstant hormis "
           "pourvu"),
    _words("le la les l' de du des d' à au aux en et un une que qui dans par pour sur est sont"),
    _words("le la les de du des et à au aux en un une que qui dans par pour sur est sont avec ou ce cette ces son sa "
           "ses leur leurs il elle ils elles nous vous se ne pas d'une d'un"),
)  # fmt: skip
SPANISH = WordList(
    _words("no ni nunca jamás ningún ninguna ninguno nada nadie sin tampoco"),
    _words("cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta "
           "cincuenta cien ciento cientos mil miles millón millones mitad primer primero primera segundo segunda "
           "tercero tercera"),
    _words("enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre"),
    _words("debe deben deberá deberán debería deberían puede pueden podrá podrán podría podrían"),
    _words("todo toda todos todas algunos algunas algún alguna cada varios varias sólo solo solamente únicamente menos "
           "más mayoría siempre casi aproximadamente"),
    _words("si salvo excepto menos hasta pero aunque sino siempre condición perjuicio reserva"),
    _words("el la los las de del a al en y un una que por para con es son se lo"),
    _words("el la los las de del a al en y o un una unos unas que por para con es son se lo su sus como este esta "
           "estos estas no ha han entre sobre"),
)  # fmt: skip
DUTCH = WordList(
    _words("niet geen nooit niemand niets nergens zonder noch nimmer evenmin"),
    _words("nul een één twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig veertig vijftig zestig "
           "honderd duizend miljoen miljard helft eerste tweede derde vierde vijfde zesde zevende achtste"),
    _words("januari februari maart april mei juni juli augustus september oktober november december"),
    _words("zal zullen zou zouden moet moeten mag mogen kan kunnen kon konden dient dienen behoort"),
    _words("alle allen alles sommige enkele elk elke ieder iedere veel weinig meerdere beide slechts alleen enkel "
           "minste hoogstens meeste altijd vaak bijna ongeveer uitsluitend minstens"),
    _words("indien als tenzij mits behalve uitgezonderd behoudens onverminderd tot voorzover zolang hoewel echter maar "
           "doch anders"),
    _words("de het een en van te in op aan voor met als dat die is zijn door bij"),
    _words("de het een en van te in op aan voor met dat die is zijn door bij of deze dit wordt worden om uit naar niet "
           "ook tot zij hun haar over ter ten der"),
)  # fmt: skip
ITALIAN = _words("il lo la i gli le di del della dei delle e in un una che per con è sono si non da dal al alla nel o")
PORTUGUESE = _words("o a os as de do da dos das e em um uma que por para com é são se não no na ao à ou pelo pela")

BY_LANGUAGE = {"de": GERMAN, "fr": FRENCH, "es": SPANISH, "nl": DUTCH}
FUNCTION_WORDS = {code: words.function for code, words in BY_LANGUAGE.items()} | {"it": ITALIAN, "pt": PORTUGUESE}
