"""Who decides a message's intent: a short sure cue, else the words' weights, and the embedder only in doubt."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.nlu import Intent, decisions, embed_ahead, understand
from reservas.domain.nlu.decisions import DOUBTFUL_LEAD, SURE_LEAD, Source
from reservas.domain.nlu.embedding import WORDS_READ, beginning_of
from reservas.domain.nlu.explaining import explain
from reservas.domain.nlu.understanding import decide_intent

TODAY = date(2026, 9, 16)
DOUBTFUL = "mi nena de tres duerme con nosotros, igual te la tengo que contar?"
SURE = "buenas tardes, queria saber si tenes disponibilidad para cuatro personas en enero"


class FakeEmbedder:
    """Gives every text the same vector, and keeps what it was asked."""

    def __init__(self, vector: Sequence[float] | None) -> None:
        self.asked: list[str] = []
        self._vector = vector

    def embed(self, text: str) -> Sequence[float] | None:
        self.asked.append(text)
        return self._vector


SOMEWHERE = [0.05] * 384


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("cancelar", Intent.CANCEL),
        ("hola! sí", Intent.YES),
        ("no gracias", Intent.NO),
        ("buenas tardes", Intent.GREETING),
        ("fotos?", Intent.PHOTOS),
        ("quiero hablar con una persona", Intent.HUMAN),
        ("onde fica?", Intent.LOCATION),
        ("how much is it?", Intent.PRICE),
    ],
)
def test_a_short_cue_decides_alone(text: str, intent: Intent) -> None:
    embedder = FakeEmbedder(SOMEWHERE)

    decision = decide_intent(text, embedder)

    assert (decision.intent, decision.source) == (intent, Source.CUE)
    assert decision.is_sure
    assert embedder.asked == []


@pytest.fixture
def asked_for_a_quarter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the embedder of whatever is in some doubt, however the weights judge it today."""
    monkeypatch.setattr(decisions, "SURE_LEAD", DOUBTFUL_LEAD)


def test_words_that_are_sure_ask_nobody() -> None:
    embedder = FakeEmbedder(SOMEWHERE)

    decision = decide_intent(SURE, embedder)

    assert (decision.intent, decision.source) == (Intent.AVAILABILITY, Source.WORDS)
    assert decision.judgement is not None
    assert decision.judgement.lead >= SURE_LEAD
    assert embedder.asked == []


@pytest.mark.usefixtures("asked_for_a_quarter")
def test_words_in_doubt_ask_the_embedder_once_for_the_beginning() -> None:
    embedder = FakeEmbedder(SOMEWHERE)

    decision = decide_intent(DOUBTFUL + " y" * 40, embedder)

    assert decision.source is Source.MEANING
    assert embedder.asked == [beginning_of(DOUBTFUL + " y" * 40)]
    assert len(embedder.asked[0].split()) == WORDS_READ


@pytest.mark.usefixtures("asked_for_a_quarter")
def test_without_a_vector_words_decide_as_they_do_without_an_embedder() -> None:
    assert decide_intent(DOUBTFUL, FakeEmbedder(None)) == decide_intent(DOUBTFUL)
    assert decide_intent(DOUBTFUL).source is Source.WORDS


@pytest.mark.usefixtures("asked_for_a_quarter")
def test_what_is_embedded_ahead_is_what_is_asked_for() -> None:
    embedder = FakeEmbedder(SOMEWHERE)

    ahead = embed_ahead([DOUBTFUL, SURE, "hola"], embedder)

    assert embedder.asked == [beginning_of(DOUBTFUL)]
    assert decide_intent(DOUBTFUL, ahead) == decide_intent(DOUBTFUL, embedder)


def test_a_narrow_lead_is_told_as_doubt() -> None:
    decisions = [decide_intent(text) for text in (DOUBTFUL, SURE, "asdkjh qwe", "f", "lo de siempre")]

    for decision in decisions:
        assert decision.judgement is not None
        assert decision.is_sure == (decision.judgement.lead >= DOUBTFUL_LEAD)
    assert {decision.is_sure for decision in decisions} == {True, False}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hay lugar del 3 al 8 de enero y cuánto sale?", Intent.PRICE),
        ("si está libre del 3 al 8 de enero reservame la Coihue", Intent.BOOK),
        ("tienen lugar del 3 al 8 de enero? aceptan perros?", Intent.AVAILABILITY),
        ("la seña se puede pagar con tarjeta de crédito?", Intent.PAYMENT),
        ("no quiero cancelar, quiero pasar mi reserva a otra fecha", Intent.CHANGE_DATES),
        ("al final vamos a ser dos más, lo agregás a la reserva?", Intent.CHANGE_DATES),
        ("el link de pago me da error, probé con dos tarjetas", Intent.PAYMENT),
        ("se puede prender fuego afuera? tienen parrilla?", Intent.AMENITIES),
        ("meu voo atrasou, chegamos um dia depois na reserva", Intent.CHANGE_DATES),
        ("we can't come anymore, do we get our money back?", Intent.CANCEL),
        ("está todo sucio y no hay agua caliente, una vergüenza", Intent.COMPLAINT),
        ("vendo seguros para cabañas, le interesa?", Intent.OTHER),
    ],
)
def test_the_first_to_be_answered(text: str, intent: Intent) -> None:
    assert understand(text, today=TODAY).intent is intent


@given(text=st.text(max_size=300))
def test_any_text_gets_an_intent_and_twice_the_same(text: str) -> None:
    embedder = FakeEmbedder(SOMEWHERE)

    decision = decide_intent(text, embedder)

    assert decision == decide_intent(text, embedder)
    assert decision.intent not in decision.also
    for asked in embedder.asked:
        assert asked.encode("utf-8").decode("utf-8") == asked


def test_an_explanation_names_the_words_each_value_hangs_on() -> None:
    told = explain("somos 4 con un perro, del 3 al 8 de enero, la Coihue", today=TODAY, cabins=("Coihue", "Lenga"))

    assert told.understood == understand(
        "somos 4 con un perro, del 3 al 8 de enero, la Coihue", today=TODAY, cabins=("Coihue", "Lenga")
    )
    assert "4" in told.read_from["guests"]
    assert "perro," in told.read_from["pets"]
    assert {"8", "enero,"} <= set(told.read_from["check_out"])
    assert told.read_from["cabin"] == ("Coihue",)
