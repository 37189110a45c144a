"""Every registered template can be reviewed, filled and sent, and each notice finds the best one for its guest."""

import re

import pytest

from reservas.domain.dialogue.templates import GENERAL, TEMPLATES, RegisteredTemplate, placeholders, stand_ins
from reservas.integrations.whatsapp.payloads import check
from sandbox.graph.templates import Catalogue, check_new, check_registered

EACH = [
    pytest.param(one, language, id=f"{name}-{language}") for name, one in TEMPLATES.items() for language in one.bodies
]


@pytest.mark.parametrize(("template", "language"), EACH)
def test_its_values_are_those_of_its_words(template: RegisteredTemplate, language: str) -> None:
    assert placeholders(template.bodies[language]) == set(template.parameters)
    filled = template.fill(language, template.samples)
    assert "{" not in filled.fallback_text
    assert len(filled.parameters) == len(template.parameters)


@pytest.mark.parametrize(("template", "language"), EACH)
def test_meta_would_take_it_and_what_is_sent_by_it(template: RegisteredTemplate, language: str) -> None:
    body = template.numbered_body(language)
    component = {"type": "BODY", "text": body, "example": {"body_text": [list(template.samples.values())]}}
    asked = {"name": template.name, "language": language, "category": template.category, "components": [component]}
    catalogue = Catalogue()
    check_new(catalogue, asked)

    filled = template.fill(language, template.samples)
    check(filled)
    values = [{"type": "text", "text": value} for value in filled.parameters]
    components = [{"type": "body", "parameters": values}]
    check_registered(catalogue, {"name": template.name, "language": {"code": language}, "components": components})
    numbered = re.sub(r"\{\{(\d+)\}\}", lambda found: filled.parameters[int(found[1]) - 1], body)
    assert numbered == filled.fallback_text


@pytest.mark.parametrize(
    ("locale", "configured", "languages"),
    [
        ("es_AR", "es_AR", ["es_AR", "es"]),
        ("es_MX", "es_AR", ["es", "es_AR"]),
        ("pt_BR", "es_AR", ["pt_BR", "es_AR", "es"]),
        ("en", "es_AR", ["en", "es_AR", "es"]),
        ("de", "es_AR", ["es_AR", "es"]),
        ("de", "fr", []),
    ],
)
def test_the_guests_own_language_comes_first_then_the_configured(
    locale: str, configured: str, languages: list[str]
) -> None:
    assert list(GENERAL.languages_for(locale, configured)) == languages


def test_after_a_notices_own_template_comes_the_general_one() -> None:
    found = list(stand_ins("hold_expired", {**TEMPLATES["hold_expired"].samples, **GENERAL.samples}, "es_AR", "es_AR"))
    assert [(template.name, template.language, says_all) for template, says_all in found] == [
        ("hold_expired", "es_AR", True),
        ("hold_expired", "es", True),
        ("reservation_news", "es_AR", False),
        ("reservation_news", "es", False),
    ]


def test_what_a_guest_can_refuse_is_not_said_as_news_of_a_booking() -> None:
    values = {**TEMPLATES["stay_ended"].samples, **GENERAL.samples}
    found = list(stand_ins("stay_ended", values, "pt_BR", "es_AR"))
    assert [(template.name, template.language) for template, _ in found] == [
        ("stay_ended", "pt_BR"),
        ("stay_ended", "es_AR"),
        ("stay_ended", "es"),
    ]
