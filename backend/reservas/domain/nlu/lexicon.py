"""The words of three languages that carry a number, a month or a weekday, all without accents."""


def word_set(running_text: str) -> frozenset[str]:
    """A set of words written as running text: long lists stay readable."""
    return frozenset(running_text.split())


_UNITS = {
    1: "un una uno um uma one",
    2: "dos dois duas two",
    3: "tres three",
    4: "cuatro quatro four",
    5: "cinco five",
    6: "seis six",
    7: "siete sete seven",
    8: "ocho oito eight",
    9: "nueve nove nine",
}
_TEENS_AND_TENS = {
    1: "primero primeiro",
    10: "diez dez ten",
    11: "once onze eleven",
    12: "doce doze twelve",
    13: "trece treze thirteen",
    14: "catorce quatorze fourteen",
    15: "quince quinze fifteen",
    16: "dieciseis dezesseis sixteen",
    17: "diecisiete dezessete seventeen",
    18: "dieciocho dezoito eighteen",
    19: "diecinueve dezenove nineteen",
    20: "veinte vinte twenty",
    21: "veintiuno veintiun",
    22: "veintidos",
    23: "veintitres",
    24: "veinticuatro",
    25: "veinticinco",
    26: "veintiseis",
    27: "veintisiete",
    28: "veintiocho",
    29: "veintinueve",
    30: "treinta trinta thirty",
}


def _by_word(table: dict[int, str]) -> dict[str, int]:
    return {word: value for value, spellings in table.items() for word in spellings.split()}


UNIT_WORDS = _by_word(_UNITS)
NUMBER_WORDS = UNIT_WORDS | _by_word(_TEENS_AND_TENS)

ORDINAL_DAYS = _by_word(
    {
        1: "first",
        2: "second",
        3: "third",
        4: "fourth",
        5: "fifth",
        6: "sixth",
        7: "seventh",
        8: "eighth",
        9: "ninth",
        10: "tenth",
        11: "eleventh",
        12: "twelfth",
        13: "thirteenth",
        14: "fourteenth",
        15: "fifteenth",
        16: "sixteenth",
        17: "seventeenth",
        18: "eighteenth",
        19: "nineteenth",
        20: "twentieth",
        30: "thirtieth",
    },
)
"""English days spelled out; they count no people, so they are no numbers elsewhere."""

TENS_WORDS = {"veinte": 20, "vinte": 20, "twenty": 20, "treinta": 30, "trinta": 30, "thirty": 30}
"""Tens that a unit may follow: "treinta y uno", "vinte e cinco"."""

MONTHS = _by_word(
    {
        1: "enero janeiro january",
        2: "febrero fevereiro february",
        3: "marzo marco march",
        4: "abril april",
        5: "mayo maio",
        6: "junio junho june",
        7: "julio julho july",
        8: "agosto august",
        9: "septiembre setiembre setembro september",
        10: "octubre outubro october",
        11: "noviembre novembro november",
        12: "diciembre dezembro december",
    },
)
"""Words that are a month wherever they stand."""

SHORT_MONTHS = MONTHS | _by_word(
    {
        1: "ene jan",
        2: "feb fev febr",
        3: "mar",
        4: "abr apr",
        5: "may mai",
        6: "jun",
        7: "jul",
        8: "ago aug",
        9: "sep sept",
        10: "oct",
        11: "nov",
        12: "dic dez dec",
    },
)
"""Words that are a month only beside a day's number: "al mar" is the sea, "may I" a verb."""

WEEKDAYS = _by_word(
    {
        0: "lunes lun monday mon",
        1: "martes terca tuesday tue",
        2: "miercoles mie wednesday wed",
        3: "jueves jue thursday thu",
        4: "viernes vie sexta friday fri",
        5: "sabado sab saturday sat",
        6: "domingo dom sunday",
    },
)
"""Monday is 0, as in ``date.weekday()``."""

PORTUGUESE_WEEKDAYS = {"segunda": 0, "quarta": 2, "quinta": 3}
"""In Spanish these are ordinals or a country house, so they count only in a Portuguese message."""

LANGUAGE_MARKS = {
    "pt": word_set(
        "oi ola voce voces nao tem quanto obrigado obrigada quero gostaria amanha hoje noites noite pessoas crianca "
        "criancas casal ate ao em um uma minha meu do da na pra pro chale cachorro janeiro fevereiro dezembro "
        "julho junho fazer posso pode aceita aceitam fim proximo boa bom tarde ficar chegar sair saida sao nesta nesse "
        "neste dois duas seu sua ja pelo pela das tudo bem rola galera terca feriadao natal diaria diarias filho filha "
        "mulher sou ainda agora aqui meus minhas nosso nossa nossos vou quer preco pessoa eu qual gente vaga marco "
        "maio setembro outubro novembro mano cara depois reveillon aluga alugo ou na livre estiver pensando isso "
        "estou estamos sem com vagas gostariamos queriamos tenho temos tinha "
        "sim chegada procuro procuramos vem quarta chegando saindo chego saio passar levo amiga namorado namorada"
    ),
    "en": word_set(
        "the you is are do does have we our i my and for to from how what can could please any anything with it night "
        "nights people hi hello free book booking stay there this next on in of would like an us at or if should be "
        "that much cabin price room week till until january february march june july august september october "
        "november december monday tuesday wednesday thursday friday saturday sunday leave arrive weeks days jan guests "
        "kids tomorrow tonight arriving leaving arrival departing departure staying couple wife husband check"
    ),
    "es": word_set(
        "hola el la los las y del al tenes tienen tiene hay somos para con lugar que cuanto quiero queria noches "
        "personas cabana por mi es en un una buenas gracias puedo desde hasta noche enero febrero marzo julio junio "
        "viernes jueves lunes martes nosotros vos yo tengo"
    ),
}
"""Everyday words by which a message shows its language."""
