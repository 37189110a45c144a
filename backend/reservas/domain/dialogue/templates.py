"""The messages a channel must know beforehand: what may be said to a guest whose 24 hours are over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType

from reservas.domain.dialogue.replies import Template

UTILITY, MARKETING = "UTILITY", "MARKETING"


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


def _registered(
    name: str,
    spanish: str,
    portuguese: str,
    english: str,
    *parameters: str,
    says_all: bool = False,
    category: str = UTILITY,
) -> RegisteredTemplate:
    # Approved one by one, so that one paused by guests' complaints leaves the other.
    bodies = {"es_AR": spanish, "es": spanish, "pt_BR": portuguese, "en": english}
    return RegisteredTemplate(name, bodies, {each: _SAMPLES[each] for each in parameters}, says_all, category)


_SAMPLES = {
    "cabin": "Cabaña Arrayán",
    "code": "R-7K3QXM",
    "stay": "domingo 10 al jueves 14 de enero (4 noches)",
    "amount": "$ 102.000",
    "until": "18:45",
    "due": "sábado 2 de enero",
    "hour": "15:00",
    "url": "https://www.mercadopago.com.ar/checkout/v1/redirect?pref_id=123",
}
TEMPLATES: Mapping[str, RegisteredTemplate] = MappingProxyType(
    {
        one.name: one
        for one in (
            _registered(
                "reservation_confirmed",
                "¡Tu reserva en {cabin} está confirmada! Código {code}, {stay}. Respondé este mensaje y te mando los "
                "detalles y cómo llegar.",
                "Sua reserva na {cabin} está confirmada! Código {code}, {stay}. Responda esta mensagem e mando os "
                "detalhes e como chegar.",
                "Your booking at {cabin} is confirmed! Code {code}, {stay}. Reply to this message and I'll send you "
                "the details and how to get there.",
                "cabin",
                "code",
                "stay",
            ),
            _registered(
                "hold_expired",
                "Se venció el tiempo para pagar la seña de {cabin} del {stay}, así que solté las fechas. Si las "
                "seguís queriendo, respondé este mensaje.",
                "Acabou o tempo para pagar o sinal da {cabin}, de {stay}, então liberei as datas. Se ainda quiser, "
                "responda esta mensagem.",
                "The time to pay the deposit for {cabin}, {stay}, has run out, so I let the dates go. If you still "
                "want them, reply to this message.",
                "cabin",
                "stay",
                says_all=True,
            ),
            _registered(
                "reservation_cancelled",
                "Tu reserva {code} en {cabin}, del {stay}, quedó cancelada. Respondé este mensaje y te paso "
                "el detalle.",
                "Sua reserva {code} na {cabin}, de {stay}, foi cancelada. Responda esta mensagem e passo os detalhes.",
                "Your booking {code} at {cabin}, {stay}, is cancelled. Reply to this message and I'll give you the "
                "details.",
                "code",
                "cabin",
                "stay",
            ),
            _registered(
                "reservation_changed",
                "Cambió tu reserva {code} en {cabin}: ahora es del {stay}. Respondé este mensaje y te paso el detalle.",
                "Sua reserva {code} na {cabin} mudou: agora é de {stay}. Responda esta mensagem e passo os detalhes.",
                "Your booking {code} at {cabin} has changed: it is now {stay}. Reply to this message and I'll give "
                "you the details.",
                "code",
                "cabin",
                "stay",
            ),
            _registered(
                "refund_made",
                "Te devolvimos {amount} de la reserva {code}. Respondé este mensaje y te cuento cómo.",
                "Devolvemos {amount} da reserva {code}. Responda esta mensagem e conto como.",
                "We refunded {amount} for booking {code}. Reply to this message and I'll tell you how.",
                "amount",
                "code",
            ),
            _registered(
                "payment_link",
                "Para la seña de {amount} de {cabin}, código {code}, pagá en {url} hasta las {until}. Después suelto "
                "las fechas.",
                "Para o sinal de {amount} da {cabin}, código {code}, pague em {url} até as {until}. Depois libero as "
                "datas.",
                "For the deposit of {amount} for {cabin}, code {code}, pay at {url} until {until}. After that I let "
                "the dates go.",
                "amount",
                "cabin",
                "code",
                "url",
                "until",
                says_all=True,
            ),
            _registered(
                "payment_news",
                "Hay novedades del pago de tu reserva {code} en {cabin}. Respondé este mensaje y te cuento.",
                "Há novidades do pagamento da sua reserva {code} na {cabin}. Responda esta mensagem e conto.",
                "There is news about the payment of your booking {code} at {cabin}. Reply to this message and I'll "
                "tell you.",
                "code",
                "cabin",
            ),
            _registered(
                "reservation_news",
                "Hay novedades de tu reserva {code} en {cabin}. Respondé este mensaje y te cuento.",
                "Há novidades da sua reserva {code} na {cabin}. Responda esta mensagem e conto.",
                "There is news about your booking {code} at {cabin}. Reply to this message and I'll tell you.",
                "code",
                "cabin",
            ),
            # What a person has to say comes once the guest writes back.
            _registered(
                "answer_ready",
                "Ya tenemos una respuesta a tu consulta. Respondé este mensaje y te la mando por acá.",
                "Já temos uma resposta à sua consulta. Responda esta mensagem e mando por aqui.",
                "We have an answer to your question. Reply to this message and I'll send it to you here.",
            ),
            _registered(
                "hold_ending",
                "Te guardo {cabin}, código {code}, hasta las {until}: para que sea tuya falta pagar la seña. Respondé "
                "este mensaje y te mando el link.",
                "Guardo a {cabin} para você, código {code}, até as {until}: falta pagar o sinal. Responda esta "
                "mensagem e mando o link.",
                "I'm keeping {cabin} for you, code {code}, until {until}: the deposit is still to be paid. Reply to "
                "this message and I'll send you the link.",
                "cabin",
                "code",
                "until",
            ),
            _registered(
                "balance_due",
                "El saldo de {amount} de tu reserva {code} en {cabin} se paga hasta el {due}. Respondé este mensaje y "
                "lo vemos.",
                "O saldo de {amount} da sua reserva {code} na {cabin} deve ser pago até {due}. Responda esta mensagem "
                "e vemos juntos.",
                "The balance of {amount} for your booking {code} at {cabin} is due by {due}. Reply to this message "
                "and we'll sort it out.",
                "amount",
                "code",
                "cabin",
                "due",
            ),
            _registered(
                "stay_begins",
                "¡Ya llega tu estadía en {cabin}! Te esperamos desde las {hour}, código {code}. Respondé este mensaje "
                "y te mando cómo llegar y cómo entrar.",
                "Sua estadia na {cabin} está chegando! Esperamos você a partir das {hour}, código {code}. Responda "
                "esta mensagem e mando como chegar e como entrar.",
                "Your stay at {cabin} is about to begin! We expect you from {hour}, code {code}. Reply to this "
                "message and I'll send you how to get there and how to get in.",
                "cabin",
                "hour",
                "code",
            ),
            # Thanks are no news of a booking to Meta: marketing, which guests can refuse.
            _registered(
                "stay_ended",
                "¡Gracias por tu estadía en {cabin}! Ojalá la hayas pasado muy bien. Si querés contarnos algo, "
                "respondé este mensaje.",
                "Obrigado pela sua estadia na {cabin}! Esperamos que tenha sido ótima. Se quiser contar algo, "
                "responda esta mensagem.",
                "Thank you for staying at {cabin}! We hope you had a great time. If you'd like to tell us anything, "
                "reply to this message.",
                "cabin",
                category=MARKETING,
            ),
            # Asked for by the guest, and yet an offer to Meta ("back in stock"): a guest can refuse it.
            _registered(
                "dates_freed",
                "Me pediste que te avise: se liberó {cabin} del {stay}. No está guardada, es de quien reserve primero. "
                "Respondé este mensaje y te paso el precio.",
                "Você pediu para avisar: a {cabin} liberou de {stay}. Não está guardada, fica com quem reservar "
                "primeiro. Responda esta mensagem e mando o preço.",
                "You asked me to tell you: {cabin} is free again for {stay}. It isn't kept for you, it goes to whoever "
                "books first. Reply to this message and I'll send you the price.",
                "cabin",
                "stay",
                category=MARKETING,
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
    """Yield what may be said in place of a message, the best first, each with whether it says all of it.

    What a guest can refuse is never said as news of a booking.
    """
    for template in dict.fromkeys((name, GENERAL.name) if TEMPLATES[name].category == UTILITY else (name,)):
        registered = TEMPLATES[template]
        for language in registered.languages_for(locale, configured):
            yield registered.fill(language, values), registered.says_all
