"""Whatever a guest says or taps and whatever the engine answers, the dialogue goes on."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.dialogue import (
    Action,
    ActionKind,
    AnswersFound,
    Buttons,
    CabinsFound,
    Cancelled,
    ChangeLost,
    ChangeQuoted,
    CommandRefused,
    DialogueState,
    Event,
    FindAnswers,
    GuestSentMedia,
    GuestTapped,
    HoldExtended,
    HoldLost,
    HoldPlaced,
    ListReply,
    OffersFound,
    Reply,
    ReservationChanged,
    ReservationFound,
    Row,
    StayCancelled,
    Step,
    WaitingJoined,
    WaitingLeft,
    step,
)
from reservas.domain.dialogue.actions import ABOUT_A_CABIN, MAXIMUM_LENGTH
from reservas.domain.dialogue.events import CancellationFact, OwnersAnswer, RefundFact
from reservas.domain.dialogue.figures import guard
from reservas.domain.dialogue.replies import from_content, to_content
from reservas.domain.pricing import Price, Rates, price_stay
from reservas.domain.reservation_states import Status
from reservas.domain.stays import Party, Stay
from tests.unit.domain.dialogue.samples import (
    CABIN,
    CONFIRMED,
    ENDED,
    HOLD,
    LINK,
    OFFERS,
    PLACED,
    POLICY,
    QUOTE,
    SETTING,
    STAY,
    said,
)

OTHER = replace(CABIN, code="coihue", name="Coihue", capacity=6, rules=("No se fuma.",), takes_pets=False)
ANSWERS = (
    OwnersAnswer("arrayan", "Arrayán", 7, "¿Hay leña?", "Sí, la bolsa de 10 kg sale $ 8.500 y se paga al llegar."),
    OwnersAnswer("coihue", "Coihue", 8, "¿Hay leña o carbón para la parrilla y el fogón de noche?", "No."),
)
SAME = replace(ANSWERS[0], cabin="coihue", name="Coihue", key=9)
SENTENCES = [
    "hola",
    "hola! busco algo del 10 al 14 de enero para 4",
    "del 10 al 14 de enero",
    "llego el 10 de enero",
    "llego el 30 de diciembre de 2099",
    "en enero",
    "del 14 al 10 de enero",
    "4",
    "0",
    "99",
    "somos 2 y 2 nenes y un perro",
    "Coihue",
    "fotos de Arrayán",
    "sí",
    "no",
    "dale, reservar",
    "mi reserva",
    "cancelar",
    "me arrepentí",
    "cancelar R-7K3QXM",
    "quiero cambiar las fechas",
    "¿cómo llego?",
    "¿cómo pago?",
    "una persona por favor",
    "gracias",
    "esto es un desastre",
    "menú",
    "R-7K3QXM",
    "volver",
    "empezar de nuevo",
    "¿qué cabañas hay?",
    "¿tiene parrilla?",
    "¿tienen cancha de tenis?",
    "¿dónde queda?",
    "¿hay lugar del 10 al 14 de enero para 4? ¿y tiene wifi?",
    "avisame si se libera",
    "ya no me avises",
    "no, mejor del 12",
    "en realidad somos 5",
    "necesito más tiempo para pagar",
    "¿cuánto debo?",
    "quiero agregar una noche",
    "quiero cambiar la reserva al 12 de enero",
    "la cabaña",
    "👍",
    "",
]
ARGUMENTS = ["2027-01-10", "2027-01-14", "9999-12-30", "9999-12-31", "0001-01-01", "4", "0", "-1", "9" * 400, "arrayan"]
PURPOSES = [
    *("mine", "cancel", "withdraw", "pay", "means", "arrive", "hours", "balance", "receipt"),
    *("change", "change-dates", "change-people", "change-cabin", "?"),
]
CODES = [
    "capacity_exceeded pets_not_allowed accommodation_not_found quote_expired quote_not_found stay_past",
    "stay_too_long stay_too_far invalid_transition reservation_not_found dates_unavailable stay_order never_heard_of",
    "extended_before not_extended offers_refused not_changeable currency_differs stay_minimum_nights stay_lead_time",
]

stays = st.builds(Stay, st.just(STAY.check_in), st.dates(STAY.check_out))
parties = st.builds(Party, st.integers(1, 99), st.integers(0, 20), st.integers(0, 5))
offers = st.builds(
    lambda stay, party, count, largest: OffersFound(
        stay,
        party,
        tuple(replace(OFFERS.offers[0], code=f"cabin-{number}", price=price_of(stay)) for number in range(count)),
        largest,
    ),
    st.just(STAY),
    parties,
    st.integers(0, 14),
    st.integers(0, 120),
)
arguments = st.lists(st.sampled_from(ARGUMENTS) | st.text(max_size=8), max_size=7)
good = st.tuples(st.just("arrayan"), st.just("2027-01-10"), st.just("2027-01-14"), st.just("4"), st.just("0"))
taps: st.SearchStrategy[Event] = st.one_of(
    st.builds(lambda kind, some: GuestTapped(Action(kind, tuple(some))), st.sampled_from(ActionKind), arguments),
    st.builds(lambda some: GuestTapped(Action(ActionKind.CABIN, (*some, "0"))), good),
    st.builds(lambda some: GuestTapped(Action(ActionKind.OFFERS, (*some[1:], "0"))), good),
    st.builds(lambda text: GuestTapped(Action.from_id(text)), st.text(max_size=20)),
)
words: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from(SENTENCES).map(said),
    st.text(max_size=40).map(said),
    st.sampled_from(["image", "audio", "location"]).map(GuestSentMedia),
)
reservations = st.none() | st.builds(
    replace,
    st.sampled_from([HOLD, CONFIRMED, ENDED]),
    status=st.sampled_from(Status),
    has_money=st.booleans(),
    paid_cents=st.sampled_from([0, 9, 10**9]),
    cancellation=st.none()
    | st.builds(
        CancellationFact,
        st.just(POLICY),
        st.sampled_from([0, 9, 10**9]),
        st.sampled_from([0, 50, 100]),
        st.none() | st.just(STAY.check_in),
        st.sampled_from([None, 0, 9, 10**9]),
    ),
)
results: st.SearchStrategy[Event] = st.one_of(
    offers,
    st.builds(lambda stay, party: replace(QUOTE, stay=stay, party=party, price=price_of(stay)), stays, parties),
    st.sampled_from(
        [PLACED, replace(PLACED, is_new=False), replace(PLACED, minutes=0), HoldPlaced(ENDED, 30, is_new=False)]
    ),
    st.builds(HoldLost, st.just(CABIN.name), offers),
    st.builds(ReservationFound, st.sampled_from(PURPOSES), reservations),
    st.sampled_from([LINK, replace(LINK, url=None), replace(LINK, url=None, expires_at=None)]),
    st.builds(
        CabinsFound,
        st.sampled_from(ABOUT_A_CABIN),
        st.lists(st.sampled_from([CABIN, OTHER]), max_size=2, unique=True).map(tuple),
        st.sampled_from(SENTENCES),
        st.booleans(),
    ),
    st.builds(
        lambda asked, answers, rest, is_whole: AnswersFound(
            asked, 1 if asked.cabin else 3, answers if asked.said else answers[:1], rest, is_whole
        ),
        st.sampled_from(
            [
                FindAnswers("arrayan", "¿hay leña?", said("¿hay leña?").understanding),
                FindAnswers(None, "¿hay leña?", said("¿hay leña?").understanding, is_of_stay=True),
                FindAnswers(None, "¿cuánto sale?", said("¿cuánto sale?").understanding, is_further=True),
                FindAnswers("arrayan"),
                FindAnswers("arrayan", key=7),
            ]
        ),
        st.lists(st.sampled_from([ANSWERS, ANSWERS[:1], (ANSWERS[0], SAME)]), max_size=2).map(tuple),
        st.sampled_from(["", "cuna", "¿dónde queda?"]),
        st.booleans(),
    ),
    st.sampled_from(
        [
            WaitingJoined(STAY, Party(4), None),
            WaitingJoined(STAY, Party(4), "Arrayán"),
            WaitingLeft((STAY,)),
            WaitingLeft(()),
        ]
    ),
    st.just(HoldExtended(HOLD, 30)),
    st.builds(
        lambda before, total, stay: ChangeQuoted(before, replace(before, total_cents=total, stay=stay, cabin=OTHER)),
        st.sampled_from([HOLD, CONFIRMED]),
        st.integers(0, 10**9),
        stays,
    ),
    st.builds(
        lambda count: ChangeLost("R-7K3QXM", Party(4), tuple((f"c{n}", "Coihue", STAY) for n in range(count))),
        st.integers(0, 12),
    ),
    st.sampled_from([HOLD, CONFIRMED]).map(ReservationChanged),
    st.just(Cancelled("R-7K3QXM")),
    st.builds(
        StayCancelled,
        st.just("R-7K3QXM"),
        st.none() | st.just(RefundFact(9, "ARS")),
        st.none() | st.just("A-7K3QXM"),
    ),
    st.builds(
        CommandRefused,
        st.sampled_from(" ".join(CODES).split()),
        st.just("Arrayán"),
        st.integers(0, 20),
        st.sampled_from(["", *Status]),
    ),
)


def price_of(stay: Stay) -> Price:
    shown = Stay(stay.check_in, min(stay.check_out, STAY.check_out))
    return price_stay(Rates("ARS", 8_500_000, 9_500_000, 50), shown)


def check_reply(reply: Reply) -> None:
    assert from_content(to_content(reply)) == reply
    if isinstance(reply, Buttons | ListReply):
        choices = reply.buttons if isinstance(reply, Buttons) else reply.rows
        assert 1 <= len(choices) <= (3 if isinstance(reply, Buttons) else 10)
        assert len({choice.id for choice in choices}) == len(choices)
        for choice in choices:
            assert len(choice.id) <= MAXIMUM_LENGTH
            assert Action.from_id(choice.id) is not None
            assert choice.title
            assert isinstance(choice, Row) or len(choice.title) <= 20


@given(st.lists(words | taps | results, max_size=12))
def test_no_conversation_ends_in_an_error_or_in_silence(events: list[Event]) -> None:
    state = DialogueState()
    for event in events:
        decided = step(state, event, SETTING)

        assert decided.replies or decided.commands, event
        for reply in decided.replies:
            check_reply(reply)
        state = DialogueState.from_json(decided.state.to_json())
        assert state == decided.state
        assert state.stay is None or state.stay.nights > 0


@given(st.lists(words | taps | results, max_size=6), words | taps)
def test_a_conversation_replayed_says_the_same(events: list[Event], last: Event) -> None:
    def replay() -> list[Step]:
        state = DialogueState()
        said_so_far: list[Step] = []
        for event in [*events, last]:
            decided = step(state, event, SETTING)
            state = decided.state
            said_so_far.append(decided)
        return said_so_far

    assert replay() == replay()


@given(st.lists(words | taps | results, max_size=8))
def test_a_person_can_always_be_asked_for(events: list[Event]) -> None:
    state = DialogueState()
    for event in events:
        state = step(state, event, SETTING).state
    for asked in (said("quiero hablar con una persona"), GuestTapped(Action(ActionKind.PERSON))):
        assert [type(command).__name__ for command in step(state, asked, SETTING).commands] == ["CallPerson"]


@given(st.lists(words | taps | results, max_size=8))
def test_every_figure_that_is_said_is_somebodys(events: list[Event]) -> None:
    """What the reducer says of an event passes the guard with that event and the state before it as all the facts."""
    state = DialogueState()
    for event in events:
        decided = step(state, event, SETTING)
        guarded = guard(decided.replies, [event], [state, decided.state], SETTING)
        assert guarded.unknown == (), (event, decided.replies)
        assert guarded.replies == decided.replies
        state = decided.state
