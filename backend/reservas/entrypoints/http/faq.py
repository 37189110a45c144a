"""What guests ask of a cabin, with the owner's answers, over HTTP."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import AfterValidator, ConfigDict, Field
from pydantic.config import JsonDict
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue.questions import is_about_something
from reservas.entrypoints.http.accommodations import AccommodationCode, editor_of
from reservas.entrypoints.http.changes import OwnersChangeDep
from reservas.entrypoints.http.dependencies import ConnectionsDep, OfficeDep
from reservas.entrypoints.http.rate_schemas import CHANGED, READ, Partial, Prose, RowKey, RowOut
from reservas.entrypoints.http.reservation_schemas import Words
from reservas.entrypoints.http.schemas import Strict
from reservas.features.accommodations.service import faq

router = APIRouter(prefix="/api/v1/accommodations/{code}/faq", tags=["Questions"])
LARGEST_POSITION = 1_000
PARKING: JsonDict = {
    "question": "¿Hay lugar para estacionar?",
    "answer": "Sí, al lado de la cabaña entran dos autos, sin cargo.",
    "other_wordings": ["dónde dejo el auto", "cochera"],
    "language": "es",
}


def _telling(text: str) -> str:
    if not is_about_something(text):
        raise ValueError("must name what it is about: no guest's question could be known for this one")
    return text


def _not_blank(text: str) -> str:
    if not text:
        raise ValueError("must not be blank")
    return text


Wording = Annotated[Words, Field(max_length=200), AfterValidator(_telling)]
# With what stands around it, a message with buttons has 1,024 characters.
Answer = Annotated[Prose, Field(min_length=1, max_length=900), AfterValidator(_not_blank)]


class FaqEntryIn(Strict):
    """A question as guests may word it, and what they are told: in your own words, figures and all."""

    model_config = ConfigDict(json_schema_extra={"examples": [PARKING]})

    question: Wording
    answer: Answer
    other_wordings: Annotated[list[Wording], Field(max_length=20)] = Field(default_factory=list)
    language: Annotated[
        Literal["es", "pt", "en"] | None, Field(description="Guests of this language are told it first.")
    ] = None
    active: bool = True
    position: Annotated[int, Field(ge=0, le=LARGEST_POSITION)] = 0


class FaqEntryPatchIn(FaqEntryIn, Partial):
    """What shall be different about a question."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"answer": "Sí, entran tres autos, sin cargo."}]})


class FaqEntryOut(RowOut):
    """A question with its answer; one that is not `active` is told to nobody."""

    question: str
    answer: str
    other_wordings: list[str]
    language: str | None
    active: bool
    position: int


@router.get("", summary="List a cabin's questions", **READ)
async def list_faq(connections: ConnectionsDep, _operator: OfficeDep, code: AccommodationCode) -> list[FaqEntryOut]:
    """Return the cabin's questions in the owner's order. For owners and staff."""
    async with connections.database.unit_of_work() as session:
        return [FaqEntryOut.of(one) for one in await faq.list_faq(session, code)]


@router.post("", summary="Answer a question", status_code=201, response_model=FaqEntryOut, **CHANGED)
async def make_entry(change: OwnersChangeDep, code: AccommodationCode, body: FaqEntryIn) -> Response:
    """Add a question; 409 when the cabin has it, or too many."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, FaqEntryOut]:
        return 201, FaqEntryOut.of(await faq.make_entry(session, code, body.model_dump(), editor_of(change, now)))

    return await change.answer(body, work)


@router.patch("/{entry}", summary="Edit a question", response_model=FaqEntryOut, **CHANGED)
async def edit_entry(
    change: OwnersChangeDep, code: AccommodationCode, entry: RowKey, body: FaqEntryPatchIn
) -> Response:
    """Change what is sent; the next guest who asks is told it."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, FaqEntryOut]:
        return 200, FaqEntryOut.of(await faq.edit_entry(session, code, entry, body.values(), editor_of(change, now)))

    return await change.answer(body, work)


@router.delete("/{entry}", summary="Delete a question", response_model=FaqEntryOut, **CHANGED)
async def delete_entry(change: OwnersChangeDep, code: AccommodationCode, entry: RowKey) -> Response:
    """Delete a question and return what it was."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, FaqEntryOut]:
        return 200, FaqEntryOut.of(await faq.delete_entry(session, code, entry, editor_of(change, now)))

    return await change.answer(None, work)
