"""What guests speak about, as word lists in three languages; each concept found in a message is a feature of the model.

A concept decides nothing: the model learns from the training messages what it weighs for each intent.
Patterns stand on whole words, written as ``features.py`` folds them.
"""

import re

from reservas.domain.nlu.booking_words import BOOKING_WORDS
from reservas.domain.nlu.place_words import PLACE_WORDS
from reservas.domain.nlu.talk_words import TALK_WORDS

_TOPICS = BOOKING_WORDS | PLACE_WORDS | TALK_WORDS

CONCEPTS: dict[str, re.Pattern[str]] = {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in _TOPICS.items()}
"""Each concept's words as one pattern."""

SIGNS: dict[str, re.Pattern[str]] = {
    "question_mark": re.compile(r"\?"),
    "ends_asking": re.compile(r"\?\W*\Z"),
    "exclaims": re.compile(r"!"),
    "money_sign": re.compile(r"\$|💰|💵|💸"),
    "thumbs_up": re.compile(r"👍|👌|✅|🆗|✔"),
    "thumbs_down": re.compile(r"👎|🚫|❌"),
    "thanks_sign": re.compile(r"🙏|🤗|❤|🥰|😘|💕|😍|🙌|🫶"),
    "hello_sign": re.compile(r"👋"),
    "angry_sign": re.compile(r"😡|🤬|😠|🤢|🤮|😤|👿"),
    "laughing_sign": re.compile(r"😂|🤣|😆|😅"),
    "camera_sign": re.compile(r"📷|📸|🎥"),
    "paper_sign": re.compile(r"🧾|💳|📄"),
    "place_sign": re.compile(r"📍|🗺|🧭"),
    "web_address": re.compile(r"https?:|www\.|\.com\b"),
    "attachment": re.compile(r"\A\s*[\[<(].{2,40}[\])>]\s*\Z"),
    "date_slash": re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}"),
    "range": re.compile(r"\d{1,2}\s?(?:al?|-|–|to|hasta|ate|até|y)\s?\d{1,2}", re.IGNORECASE),
    "digits": re.compile(r"\d"),
    "long_number": re.compile(r"\d{6,}"),
    "booking_code": re.compile(r"\b(?:RES-\d{4}-\d{3}|[A-Z]{2}\d{2}[A-Z]{2})\b", re.IGNORECASE),
    "several_lines": re.compile(r"\n"),
    "shouted": re.compile(r"\b[A-ZÁÉÍÓÚÑ]{4,}\b.*\b[A-ZÁÉÍÓÚÑ]{3,}\b"),
}
"""What words alone do not show, looked for in the text as it was written."""
