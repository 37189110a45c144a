"""The messages a channel must know beforehand: what may be said to a guest whose 24 hours are over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType

from reservas.domain.dialogue.replies import Template

UTILITY = "UTILITY"


@dataclass(frozen=True, slots=True)
class RegisteredTemplate:
    """One template: its words by the channel's language code, a value in braces where a parameter stands.

    `samples` are what reviewers are shown. With `says_all`, the message it stands in for has nothing to add.
    """

    name: str
    bodies: Mapping[str, str]
    samples: Mapping[str, str]
    says_all: bool = False
    category: str = UTILITY

    @property
    def parameters(self) -> tuple[str, ...]:
        """The values' names, in the order in which the channel numbers them."""
        return tuple(self.samples)

    def numbered_body(self, language: str) -> str:
        """Return the words with `{{1}}`, `{{2}}` … for the values, as the channel keeps them."""
        numbers = {name: f"{{{{{number}}}}}" for number, name in enumerate(self.parameters, start=1)}
        return self.bodies[language].format(**numbers)

    def fill(self, language: str, values: Mapping[str, str]) -> Template:
        """Return the message in one of its languages. Raises KeyError when a value is missing."""
        return Template(
            name=self.name,
            language=language,
            parameters=tuple(values[name] for name in self.parameters),
            fallback_text=self.bodies[language].format(**values),
        )

    def languages_for(self, wanted: str, configured: str) -> Iterator[str]:
        """Yield the languages it has, the best for a guest of the locale `wanted` first: es_AR, es, the configured."""
        chain = (wanted, wanted.partition("_")[0], configured, configured.partition("_")[0])
        yield from dict.fromkeys(language for language in chain if language in self.bodies)


def placeholders(body: str) -> set[str]:
    """Return the names of the values in `body`."""
    return {name for _, name, _, _ in Formatter().parse(body) if name}


def _in_spanish(name: str, body: str, *parameters: str, says_all: bool = False) -> RegisteredTemplate:
    # Approved one by one, so that one paused by guests' complaints leaves the other.
    samples = {parameter: _SAMPLES[parameter] for parameter in parameters}
    return RegisteredTemplate(name, {"es_AR": body, "es": body}, samples, says_all)


_SAMPLES = {
    "cabin": "Cabaña Arrayán",
    "code": "R-7K3QXM",
    "stay": "domingo 10 al jueves 14 de enero (4 noches)",
    "amount": "$ 102.000",
    "until": "18:45",
    "url": "https://www.mercadopago.com.ar/checkout/v1/redirect?pref_id=123",
}
_NEWS = "Hay novedades de tu reserva {code} en {cabin}. Respondé este mensaje y te cuento."
TEMPLATES: Mapping[str, RegisteredTemplate] = MappingProxyType(
    {
        one.name: one
        for one in (
            _in_spanish(
                "reservation_confirmed",
                "¡Tu reserva en {cabin} está confirmada! Código {code}, {stay}. Respondé este mensaje y te mando los "
                "detalles y cómo llegar.",
                "cabin",
                "code",
                "stay",
            ),
            _in_spanish(
                "hold_expired",
                "Se venció el tiempo para pagar la seña de {cabin} del {stay}, así que solté las fechas. Si las "
                "seguís queriendo, respondé este mensaje.",
                "cabin",
                "stay",
                says_all=True,
            ),
            _in_spanish(
                "reservation_cancelled",
                "Tu reserva {code} en {cabin}, del {stay}, quedó cancelada. Respondé este mensaje y te paso "
                "el detalle.",
                "code",
                "cabin",
                "stay",
            ),
            _in_spanish(
                "reservation_changed",
                "Cambió tu reserva {code} en {cabin}: ahora es del {stay}. Respondé este mensaje y te paso el detalle.",
                "code",
                "cabin",
                "stay",
            ),
            _in_spanish(
                "refund_made",
                "Te devolvimos {amount} de la reserva {code}. Respondé este mensaje y te cuento cómo.",
                "amount",
                "code",
            ),
            _in_spanish(
                "payment_link",
                "Para la seña de {amount} de {cabin}, código {code}, pagá en {url} hasta las {until}. Después suelto "
                "las fechas.",
                "amount",
                "cabin",
                "code",
                "url",
                "until",
                says_all=True,
            ),
            _in_spanish(
                "payment_news",
                "Hay novedades del pago de tu reserva {code} en {cabin}. Respondé este mensaje y te cuento.",
                "code",
                "cabin",
            ),
            _in_spanish("reservation_news", _NEWS, "code", "cabin"),
            # What a person has to say comes once the guest writes back.
            _in_spanish(
                "answer_ready", "Ya tenemos una respuesta a tu consulta. Respondé este mensaje y te la mando por acá."
            ),
        )
    }
)
GENERAL = TEMPLATES["reservation_news"]
"""Said when the template that fits is not to be had."""
ANSWER_READY = TEMPLATES["answer_ready"]
"""Said for whatever was written to a guest and cannot be said by any template."""
DEFAULT_LANGUAGE = "es_AR"
"""Of templates that are not there in the guest's own, unless the settings say otherwise."""


def stand_ins(name: str, values: Mapping[str, str], locale: str, configured: str) -> Iterator[tuple[Template, bool]]:
    """Yield what may be said in place of a message, the best first, each with whether it says all of it."""
    for template in dict.fromkeys((name, GENERAL.name)):
        registered = TEMPLATES[template]
        for language in registered.languages_for(locale, configured):
            yield registered.fill(language, values), registered.says_all
