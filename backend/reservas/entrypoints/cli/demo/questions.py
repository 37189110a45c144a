"""What guests ask of the demo cabins before they book, answered in the words their owner would use."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.entrypoints.cli.demo.content import DemoCabin
from reservas.models import FaqEntry


@dataclass(frozen=True, slots=True)
class DemoQuestion:
    """One question with its answer, and how else it is asked."""

    question: str
    answer: str
    other_wordings: tuple[str, ...]


_OF_EVERY_CABIN = (
    DemoQuestion(
        "¿Hay lugar para estacionar?",
        "Sí, al lado de la cabaña entran dos autos, sin cargo y a la vista desde el deck.",
        ("cochera", "dónde dejo el auto", "entra una camioneta", "parking", "estacionamento"),
    ),
    DemoQuestion(
        "¿La parrilla es propia?",
        "Sí. Parrilla propia en cada cabaña, con mesa afuera, pala y atizador; el carbón lo traés vos.",
        ("parrilla compartida", "hacer un asado", "parrilla privada", "carbón", "barbecue", "churrasqueira"),
    ),
    DemoQuestion(
        "¿Incluye ropa blanca?",
        "Sí: sábanas y toallas para todos, y las cambiamos si te quedás más de 7 noches. Toallón de playa no hay.",
        ("sábanas", "hay que llevar toallas", "ropa de cama", "towels", "bed linen", "roupa de cama"),
    ),
    DemoQuestion(
        "¿Hay leña?",
        "La primera carga está en la galería y va de regalo. Después, la bolsa de 10 kg sale $ 8.500 y te la llevamos.",
        ("cuánto sale la leña", "leña incluida", "comprar leña", "bolsa de leña", "firewood", "lenha"),
    ),
    DemoQuestion(
        "¿Hay un supermercado cerca?",
        "A 6 km, en Villa Lago Sereno, hay uno que abre de 9 a 21, también los domingos. Pan y huevos nos podés pedir.",
        ("súper", "almacén", "dónde comprar comida", "hacer las compras", "supermarket", "mercado"),
    ),
    DemoQuestion(
        "¿Hay señal de celular?",
        "Movistar y Personal andan bien; Claro, solo en el muelle. Con el wifi se puede llamar sin problema.",
        ("señal", "cobertura", "movistar", "claro", "personal", "cell phone signal", "sinal de celular"),
    ),
    DemoQuestion(
        "¿Tienen cuna?",
        "Sí, practicuna y silla alta sin cargo. Avisanos al reservar, porque son tres para las seis cabañas.",
        ("practicuna", "silla alta", "trona", "viajamos con un bebé", "crib", "high chair", "berço"),
    ),
)
_PETS_WORDINGS = ("puedo llevar a mi perro", "perros grandes", "gato", "cobran por la mascota", "pet friendly", "pets")
_PETS_WELCOME = DemoQuestion(
    "¿Aceptan mascotas?",
    "Sí, hasta dos y de cualquier tamaño. Les dejamos plato y manta; en el muelle, con correa.",
    _PETS_WORDINGS,
)
_NO_PETS = DemoQuestion(
    "¿Aceptan mascotas?",
    "No se aceptan mascotas en esta, porque las alfombras son de lana. Coihue, Ñire y Maitén sí reciben mascotas.",
    _PETS_WORDINGS,
)


async def load_questions(session: AsyncSession, accommodation_id: int, cabin: DemoCabin, now: datetime) -> None:
    """Give the cabin its questions; one that has some keeps what its owner made of them."""
    has_some = select(FaqEntry.id).where(FaqEntry.accommodation_id == accommodation_id).limit(1)
    if (await session.execute(has_some)).scalar_one_or_none() is not None:
        return
    for position, one in enumerate((*_OF_EVERY_CABIN, _PETS_WELCOME if cabin.pets_allowed else _NO_PETS)):
        session.add(
            FaqEntry(
                accommodation_id=accommodation_id,
                question=one.question,
                answer=one.answer,
                other_wordings=list(one.other_wordings),
                position=position,
                created_at=now,
            )
        )
    await session.flush()
