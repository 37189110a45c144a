"""Whatever a reply says, what is sent keeps within Meta's limits."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.delivery import units
from reservas.domain.dialogue import (
    Button,
    Buttons,
    Document,
    File,
    Image,
    LinkButton,
    ListReply,
    Location,
    Reaction,
    Reply,
    Row,
    Template,
    Text,
)
from reservas.infra.metrics import texts_shortened
from reservas.integrations.whatsapp.limits import LimitBroken
from reservas.integrations.whatsapp.payloads import check, to_payload
from sandbox.graph.limits import check_message

GLYPHS = st.sampled_from(["a", "ñ", "n\u0303", " ", "\n", "👋", "👋🏽", "🇦🇷", "🏔️", "👨‍👩‍👧", "…"])


def texts(longest: int) -> st.SearchStrategy[str]:
    """Texts around a limit of `longest`, of letters and of emoji, never blank."""
    near = st.builds(lambda glyph, count: "x" + glyph * count, GLYPHS, st.integers(0, longest + 2))
    return st.one_of(st.text(min_size=1, max_size=30).filter(str.strip), near)


def choices(shape: type[Any], most: int, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.tuples(*parts), min_size=1, max_size=most, unique_by=lambda one: str(one[0])[:8]).map(
        lambda found: tuple(shape(f"id-{number}", *one) for number, one in enumerate(found))
    )


optional = st.one_of(st.sampled_from(["", " ", "\n"]), texts(1100))
replies: st.SearchStrategy[Reply] = st.one_of(
    st.builds(Text, texts(4096)),
    st.builds(Buttons, texts(1024), choices(Button, 3, texts(20))),
    st.builds(ListReply, texts(4096), texts(20), choices(Row, 10, texts(24), optional)),
    st.builds(LinkButton, texts(1024), texts(20), st.just("https://pay.example/1")),
    st.builds(Image, st.just("https://img.example/1.jpg"), optional),
    st.builds(Document, st.just("https://doc.example/1.pdf"), optional, optional),
    st.builds(Template, st.just("news"), st.just("es_AR"), st.lists(texts(1024), max_size=3).map(tuple), st.just("x")),
    st.builds(Reaction, st.just("wamid.1"), st.sampled_from(["", "👍"])),
    st.builds(Location, st.floats(-90, 90), st.floats(-180, 180), optional, optional),
)


@given(replies)
def test_the_simulators_limits_accept_every_reply(reply: Reply) -> None:
    payload = {"messaging_product": "whatsapp", "to": "+5492944123456", **to_payload(reply)}
    assert check_message(payload) == payload["type"]


BUTTON, ROW = Button("menu", "Menú"), Row("a", "Arrayán", "$ 1")
LIMITED: list[tuple[int, Callable[[str], Reply]]] = [
    (4096, Text),
    (1024, lambda text: Buttons(text, (BUTTON,))),
    (20, lambda text: Buttons("body", (Button("menu", text),))),
    (4096, lambda text: ListReply(text, "Ver", (ROW,))),
    (20, lambda text: ListReply("body", text, (ROW,))),
    (24, lambda text: ListReply("body", "Ver", (Row("a", text, "$ 1"),))),
    (72, lambda text: ListReply("body", "Ver", (Row("a", "Arrayán", text),))),
    (1024, lambda text: LinkButton(text, "Pagar", "https://pay.example/1")),
    (20, lambda text: LinkButton("body", text, "https://pay.example/1")),
    (1024, lambda text: Image("https://img.example/1.jpg", text)),
    (1024, lambda text: Document("https://doc.example/1.pdf", "a.pdf", text)),
    (240, lambda text: Document("https://doc.example/1.pdf", text, "")),
    (1024, lambda text: Template("news", "es_AR", (text,), "")),
    (1000, lambda text: Location(0, 0, text, "Ruta 40")),
    (1000, lambda text: Location(0, 0, "Arrayán", text)),
]


@pytest.mark.parametrize(("limit", "reply_of"), LIMITED)
def test_each_text_fits_to_the_last_letter_and_is_cut_after_it(limit: int, reply_of: Callable[[str], Reply]) -> None:
    fits, too_long, wide = "x" * limit, "x" * (limit + 1), "👋" * limit

    assert fits in str(to_payload(reply_of(fits)))
    assert "x" * (limit - 1) + "…" in str(to_payload(reply_of(too_long)))
    check(reply_of(fits))
    check(reply_of("👋" * (limit // 2)))
    for text in (too_long, wide):
        with pytest.raises(LimitBroken, match=f"of at most {limit}"):
            check(reply_of(text))
    for text in (fits, too_long, wide):
        check_message({"messaging_product": "whatsapp", "to": "+5492944123456", **to_payload(reply_of(text))})


ENGLAND = "\N{WAVING BLACK FLAG}" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbeng\x7f")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("x" * 20, "x" * 20),
        ("x" * 21, "x" * 19 + "…"),
        ("👋" * 10, "👋" * 10),
        ("👋" * 11, "👋" * 9 + "…"),
        ("x" + "👋" * 10, "x" + "👋" * 9 + "…"),
        ("👨‍👩‍👧" * 3, "👨‍👩‍👧" * 2 + "…"),
        ("🇦🇷" * 6, "🇦🇷" * 4 + "…"),
        ("👋🏽" * 6, "👋🏽" * 4 + "…"),
        (ENGLAND * 2, ENGLAND + "…"),
        ("x" * 18 + "n\u0303xx", "x" * 18 + "…"),
        ("x" + "\u0301" * 30, "x" + "\u0301" * 18 + "…"),
    ],
)
def test_what_is_too_long_ends_in_an_ellipsis_and_splits_no_emoji(text: str, kept: str) -> None:
    payload = to_payload(Buttons("body", (Button("menu", text),)))
    assert payload["interactive"]["action"]["buttons"][0]["reply"]["title"] == kept


EXACT: list[Callable[[str], Reply]] = [
    lambda text: Buttons("body", (Button(text, "Menú"),)),
    lambda text: ListReply("body", "Ver", (Row(text, "Arrayán", ""),)),
    lambda text: LinkButton("body", "Pagar", f"https://pay.example/{text}"),
    lambda text: Image(f"https://img.example/{text}", ""),
    lambda text: Document(f"https://doc.example/{text}", "a.pdf", ""),
    lambda text: Template(text, "es_AR", (), ""),
    lambda text: Template("news", text, (), ""),
    lambda text: Reaction(text, "👍"),
]
BEYOND_REPAIR: list[Reply] = [
    Text(" \n"),
    Buttons("", (BUTTON,)),
    Buttons("body", ()),
    Buttons("body", (BUTTON, BUTTON)),
    Buttons("body", (Button("menu", " "),)),
    ListReply("body", "Ver", ()),
    ListReply("body", "Ver", (ROW, ROW)),
    LinkButton("body", "Pagar", "ftp://pay.example"),
    LinkButton("body", "Pagar", ""),
    Image("/local.png", ""),
    Location(91, 0, "", ""),
    Location(0, -181, "", ""),
    Template("news", "es_AR", ("",), ""),
    Template("news", "es_AR", (" \n\t",), ""),
]


@pytest.mark.parametrize("reply_of", EXACT)
def test_what_means_something_else_when_cut_is_never_cut(reply_of: Callable[[str], Reply]) -> None:
    check(reply_of("x" * 15))
    with pytest.raises(LimitBroken):
        to_payload(reply_of("x" * 2001))


@pytest.mark.parametrize("reply", BEYOND_REPAIR)
def test_what_cannot_be_said_at_all_is_refused(reply: Reply) -> None:
    with pytest.raises(LimitBroken):
        to_payload(reply)


@pytest.mark.parametrize(
    ("reply", "kept"),
    [
        (Buttons("body", tuple(Button(f"id-{n}", f"Título {n}") for n in range(4))), 3),
        (ListReply("body", "Ver", tuple(Row(f"id-{n}", "Arrayán", "") for n in range(11))), 10),
    ],
)
def test_choices_beyond_the_last_are_left_out_and_counted(reply: Reply, kept: int) -> None:
    before = _shortened()
    action = to_payload(reply)["interactive"]["action"]
    assert len(action.get("buttons") or action["sections"][0]["rows"]) == kept
    assert _shortened() == before + 1
    with pytest.raises(LimitBroken):
        check(reply)


def test_titles_that_the_cut_made_alike_are_told_apart() -> None:
    twins = Buttons("body", tuple(Button(f"id-{n}", f"Cabaña con vista al lago {n}") for n in range(3)))
    titles = [one["reply"]["title"] for one in to_payload(twins)["interactive"]["action"]["buttons"]]
    assert titles == ["Cabaña con vista al…", "Cabaña con vista a…2", "Cabaña con vista a…3"]
    assert max(map(units, titles)) <= 20


def test_shortening_is_counted_by_field() -> None:
    before = _shortened()
    to_payload(Text("x" * 4097))
    assert _shortened() == before + 1


def _shortened() -> float:
    samples = [sample for metric in texts_shortened.collect() for sample in metric.samples]
    return sum(sample.value for sample in samples if sample.name.endswith("_total"))


def test_a_templates_values_hold_no_breaks() -> None:
    template = to_payload(Template("news", "es_AR", ("uno\ndos\t   tres", "R-1"), "x"))["template"]
    assert template == {
        "name": "news",
        "language": {"code": "es_AR"},
        "components": [
            {"type": "body", "parameters": [{"type": "text", "text": "uno dos tres"}, {"type": "text", "text": "R-1"}]}
        ],
    }


def test_a_file_is_named_by_its_id_and_a_picture_has_no_name() -> None:
    assert to_payload(File("4711", "image/png", "mapa.png", "El mapa")) == {
        "type": "image",
        "image": {"id": "4711", "caption": "El mapa"},
    }
    assert to_payload(File("4711", "application/pdf", "mapa.pdf", "")) == {
        "type": "document",
        "document": {"id": "4711", "filename": "mapa.pdf"},
    }


def test_documents_and_reactions() -> None:
    assert to_payload(Document("https://doc.example/1.pdf", "reglas.pdf", "")) == {
        "type": "document",
        "document": {"link": "https://doc.example/1.pdf", "filename": "reglas.pdf"},
    }
    assert to_payload(Reaction("wamid.1", "")) == {
        "type": "reaction",
        "reaction": {"message_id": "wamid.1", "emoji": ""},
    }


def test_a_text_shows_no_preview_of_its_links() -> None:
    assert to_payload(Text("hola")) == {"type": "text", "text": {"body": "hola", "preview_url": False}}


def test_buttons() -> None:
    assert to_payload(Buttons("¿En qué te ayudo?", (Button("search", "Buscar"), Button("mine", "Mi reserva")))) == {
        "type": "interactive",
        "interactive": {
            "type": "button",
            "body": {"text": "¿En qué te ayudo?"},
            "action": {
                "buttons": [
                    {"type": "reply", "reply": {"id": "search", "title": "Buscar"}},
                    {"type": "reply", "reply": {"id": "mine", "title": "Mi reserva"}},
                ]
            },
        },
    }


def test_a_list_is_one_section_and_leaves_blank_descriptions_out() -> None:
    payload = to_payload(ListReply("Tengo esto:", "Ver", (Row("a", "Arrayán", "$ 1"), Row("b", "Coihue", ""))))
    assert payload["interactive"]["action"] == {
        "button": "Ver",
        "sections": [{"rows": [{"id": "a", "title": "Arrayán", "description": "$ 1"}, {"id": "b", "title": "Coihue"}]}],
    }


def test_a_link_is_a_button_that_opens_it() -> None:
    interactive = to_payload(LinkButton("Seña", "Pagar", "https://pay.example/1"))["interactive"]
    assert interactive["action"] == {
        "name": "cta_url",
        "parameters": {"display_text": "Pagar", "url": "https://pay.example/1"},
    }


def test_pictures_and_places() -> None:
    assert to_payload(Image("https://img.example/1.jpg", "Living"))["image"] == {
        "link": "https://img.example/1.jpg",
        "caption": "Living",
    }
    assert to_payload(Image("https://img.example/1.jpg", ""))["image"] == {"link": "https://img.example/1.jpg"}
    assert to_payload(Location(-41.1, -71.3, "Arrayán", "Ruta 40"))["location"] == {
        "latitude": -41.1,
        "longitude": -71.3,
        "name": "Arrayán",
        "address": "Ruta 40",
    }
