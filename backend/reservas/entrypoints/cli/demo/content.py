"""Six made-up cabins by a Patagonian lake, in the words their owner would use: what `reservas demo` loads."""

from dataclasses import dataclass

TIME_ZONE = "America/Argentina/Buenos_Aires"
CURRENCY = "ARS"

COMPLEX_NAME = "Cabañas del Lago"
ADDRESS = "Camino del Maitenal 1480, Villa Lago Sereno, Neuquén"
LATITUDE, LONGITUDE = -40.7461, -71.6587

HOW_TO_ARRIVE = """\
Desde Bariloche: Ruta 40 norte, 80 km de asfalto bordeando el Nahuel Huapi (1 h 15).
Pasando el puente del río Sereno, doblá a la izquierda en el cartel de madera «Camino del Maitenal».
Seguí 3 km de ripio consolidado; se llega bien con auto común, despacio.
Vas a ver la tranquera verde a mano derecha, justo después de la capilla de piedra.
En invierno llevá cadenas: si nevó, avisanos y te esperamos en la ruta con la camioneta."""
"""One line a step."""

HOUSE_RULES = (
    "Silencio de 23 a 8 h.",
    "No se fuma adentro; en el deck, sí.",
    "Fuego solo en los fogones y las parrillas.",
    "No se hacen fiestas ni eventos.",
    "Llevate tu basura reciclable hasta el punto verde de la entrada.",
)


@dataclass(frozen=True, slots=True)
class DemoCabin:
    """One cabin as its owner would enter it; prices are cents of a peso a night, times are local."""

    code: str
    name: str
    capacity: int
    beds: str
    description: str
    amenities: tuple[str, ...]
    base_price_cents: int
    weekend_price_cents: int
    cleaning_cents: int
    pets_allowed: bool
    photos: tuple[str, str, str]
    """Captions of ``{code}-1.jpg``, ``-2.jpg`` and ``-3.jpg``, in that order."""
    latitude: float
    longitude: float
    house_rules: tuple[str, ...] = HOUSE_RULES
    address: str = ADDRESS
    how_to_arrive: str = HOW_TO_ARRIVE
    check_in_time: str = "15:00"
    check_out_time: str = "10:00"
    time_zone: str = TIME_ZONE
    currency: str = CURRENCY
    deposit_percent: int = 30
    hold_minutes: int = 30


HIGH_SEASON_NAME = "Temporada alta"
HIGH_SEASON_FIRST, HIGH_SEASON_LAST = "2026-12-15", "2027-02-28"
"""Its first and last night; it comes back every year."""
HIGH_SEASON_PERCENT = 125
HIGH_SEASON_MINIMUM_NIGHTS = 2
HOLIDAY_PERCENT = 135
PET_NIGHT_CENTS = 400_000
WEEK_DISCOUNT_PERCENT, WEEK_NIGHTS = 10, 7
RETURNING_DISCOUNT_PERCENT = 5
HOLIDAY_YEARS = (2026, 2027)


_IN_EVERY_CABIN = (
    "Wifi satelital",
    "Salamandra y leña",
    "Cocina completa",
    "Ropa de cama y toallas",
    "Parrilla propia",
    "Estacionamiento",
)

CABINS: tuple[DemoCabin, ...] = (
    DemoCabin(
        code="arrayan",
        name="Arrayán",
        capacity=2,
        beds="Una cama queen en el entrepiso",
        description=(
            "Un nido para dos entre arrayanes color canela, con el ventanal apuntando al amanecer sobre el lago. "
            "Subís al entrepiso, dejás la cortina abierta y te despierta el sol."
        ),
        amenities=(*_IN_EVERY_CABIN, "Hidromasaje", "Desayuno casero en canasta"),
        base_price_cents=8_500_000,
        weekend_price_cents=9_800_000,
        cleaning_cents=1_200_000,
        pets_allowed=False,
        photos=(
            "Arrayán al amanecer, a orillas del lago",
            "La vista desde el deck con la primera luz",
            "Adentro: salamandra, mesa junto a la ventana y cama queen",
        ),
        latitude=-40.7464,
        longitude=-71.6592,
    ),
    DemoCabin(
        code="coihue",
        name="Coihue",
        capacity=4,
        beds="Una cama matrimonial y dos individuales",
        description=(
            "De troncos y techo verde, a la sombra de coihues de cien años y a cincuenta pasos del muelle. "
            "Es la preferida de las familias: los chicos van y vienen del agua sin cruzar ningún camino."
        ),
        amenities=(*_IN_EVERY_CABIN, "Kayak doble", "Juegos de mesa"),
        base_price_cents=11_200_000,
        weekend_price_cents=12_900_000,
        cleaning_cents=1_500_000,
        pets_allowed=True,
        photos=(
            "Coihue un mediodía de verano, con su muelle",
            "El lago desde el deck, listo para el mate",
            "Adentro: el comedor con vista y la salamandra",
        ),
        latitude=-40.7459,
        longitude=-71.6581,
    ),
    DemoCabin(
        code="lenga",
        name="Lenga",
        capacity=4,
        beds="Una cama queen en suite y dos individuales",
        description=(
            "Dos plantas de piedra y madera con balcón al bosque de lengas, que en abril se prende fuego de colores. "
            "Después de caminar, nada mejor que el sillón, el hogar y un chocolate caliente."
        ),
        amenities=(*_IN_EVERY_CABIN, "Balcón", "Dos baños", "Hogar de piedra"),
        base_price_cents=12_400_000,
        weekend_price_cents=14_300_000,
        cleaning_cents=1_600_000,
        pets_allowed=False,
        photos=(
            "Lenga en otoño, rodeada de rojos y naranjas",
            "El bosque y el lago desde el deck",
            "Adentro: tejidos de la zona y pan recién horneado",
        ),
        latitude=-40.7468,
        longitude=-71.6579,
    ),
    DemoCabin(
        code="nire",
        name="Ñire",
        capacity=6,
        beds="Una cama queen, dos individuales y un sofá cama doble",
        description=(
            "Moderna y luminosa, con una pared entera de vidrio para ver cómo el sol se esconde detrás de los cerros. "
            "El quincho propio y la mesa larga piden sobremesa con amigos."
        ),
        amenities=(*_IN_EVERY_CABIN, "Quincho", "Dos baños", "Smart TV", "Lavavajillas"),
        base_price_cents=15_600_000,
        weekend_price_cents=17_900_000,
        cleaning_cents=2_200_000,
        pets_allowed=True,
        photos=(
            "Ñire al atardecer, con las luces encendidas",
            "La puesta de sol desde el deck",
            "Adentro: el fuego prendido mientras oscurece",
        ),
        latitude=-40.7455,
        longitude=-71.6594,
    ),
    DemoCabin(
        code="maiten",
        name="Maitén",
        capacity=8,
        beds="Dos camas queen y cuatro individuales en tres dormitorios",
        description=(
            "La casa grande, apartada de las demás, donde la noche es tan oscura que la Vía Láctea se ve en el lago. "
            "Entran dos familias cómodas y sobra lugar para quedarse charlando junto a la chimenea."
        ),
        amenities=(*_IN_EVERY_CABIN, "Tres dormitorios", "Dos baños", "Telescopio", "Lavarropas"),
        base_price_cents=19_800_000,
        weekend_price_cents=22_900_000,
        cleaning_cents=2_800_000,
        pets_allowed=True,
        photos=(
            "Maitén bajo las estrellas, con luna sobre el lago",
            "Noche clara desde el deck",
            "Adentro: la salamandra y el cielo en la ventana",
        ),
        latitude=-40.7473,
        longitude=-71.6601,
    ),
    DemoCabin(
        code="radal",
        name="Radal",
        capacity=5,
        beds="Una cama matrimonial y tres individuales",
        description=(
            "Calentita aunque afuera nieve: paredes dobles de tronco, losa radiante y leña siempre seca en la galería. "
            "En invierno salís esquiando casi desde la puerta; en verano, la sombra es toda tuya."
        ),
        amenities=(*_IN_EVERY_CABIN, "Losa radiante", "Guardaesquíes", "Trineos"),
        base_price_cents=13_500_000,
        weekend_price_cents=15_500_000,
        cleaning_cents=1_900_000,
        pets_allowed=False,
        photos=(
            "Radal cubierta de nieve",
            "El lago en calma desde el deck nevado",
            "Adentro: abrigo, leña y vista a las cumbres",
        ),
        latitude=-40.7450,
        longitude=-71.6575,
    ),
)
