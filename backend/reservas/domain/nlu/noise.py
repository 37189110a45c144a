"""Figures that are no day of a stay (phones, money, hours, ages, distances) leave the text before dates are read."""

import re

BLANK = " # "
"""Stands where a figure was taken out, so that its neighbours do not meet."""

_AGE_UNIT = "(?:anos|anitos|meses|mesecitos|years?|months?)"
_RANGE_WORDS = "al|a|de|to|till|until|ate|hasta"
_FIGURE = r"[0-9]{1,3}(?:[.,][0-9]{1,3}){0,3}"

# Every repetition is bounded and no pattern starts inside a run of digits: the time stays linear in the message.
_NOISE = re.compile(
    "|".join(
        (
            # links and addresses
            r"https?://\S+|www\.\S+",
            # money
            r"(?:u\$[sd]|us\$|ars|r\$|\$) ?[0-9][0-9.,]{0,14}(?: ?(?:mil|k|lucas|palos)\b)?",
            rf"(?<![0-9.,/]){_FIGURE} ?(?:mil|k|lucas|palos|millon(?:es)?|pesos|usd|dolares|dollars|reais|euros)\b",
            r"(?<![0-9.,])[0-9]{1,3}(?:[.,][0-9]{1,2})? ?(?:%|por ciento|percent)",
            r"(?<![0-9])[0-9]{1,3}(?:[.,][0-9]{3}){1,3}(?![0-9])",
            # documents, phones
            r"\b(?:dni|cuit|cuil|cpf|cbu|cvu) ?:? ?[0-9][0-9.-]{0,24}",
            r"(?<![0-9/])\+?(?:[0-9]{1,4}[ -]){0,4}[0-9]{3,4}[ -]?[0-9]{4,}",
            r"(?<![0-9])\+[0-9]{1,4}\b",
            # hours
            r"(?<![0-9/])[0-9]{1,2}(?::[0-9]{2})? ?(?:a|-|y|o) ?[0-9]{1,2}(?::[0-9]{2})? ?(?:hs|h|horas|am|pm)\b",
            r"(?<![0-9])[0-9]{1,2}[:.][0-9]{2} ?(?:hs|h|horas|am|pm)\b",
            r"(?<![0-9])[0-9]{1,2}:[0-9]{2}\b",
            r"(?<![0-9/])[0-9]{1,2} ?(?:hs|h|hrs|horas?|hours?|am|pm)\b",
            r"\b(?:a|tipo|para|desde|hasta) las [0-9]{1,2}\b(?! de [efmajsond])",
            # ages
            rf"(?<![0-9/])[0-9]{{1,2}}(?:(?:, ?| y | e | o | and |-)[0-9]{{1,2}}){{0,4}} ?{_AGE_UNIT}\b",
            # distances, sizes, shares
            r"(?<![0-9])[0-9]{1,4}(?:[.,][0-9])? ?(?:km|kms|kilometros|cuadras|metros|mts|m2|minutos|min|minutes)\b",
            r"(?<![0-9])[0-9]x[0-9](?![0-9])",
            # a half, unless it is a day
            rf"(?<!el )(?<!del )(?<!from )(?<!on )(?<!dia )(?<![0-9/])1/2\b(?! ?(?:{_RANGE_WORDS})\b| ?-)",
            r"(?<!al )(?<!el )(?<!el dia )(?<!a )\b24/7\b(?! al| a )",
        ),
    ),
)


def blank_noise(folded: str) -> str:
    """``folded`` with every figure that cannot be a stay date or a count of people replaced by ``#``."""
    return _NOISE.sub(BLANK, folded)
