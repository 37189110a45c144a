"""Tells a number that counts something ("4 noches", "2 o 3 personas") from one that may be a day of the month."""

from collections.abc import Sequence

from reservas.domain.nlu.lexicon import word_set
from reservas.domain.nlu.normalize import Token

NIGHT_WORDS = word_set(
    "noche noches noite noites night nights nochecita nochecitas pernocte pernoctes pernoite pernoites diaria diarias "
    "lunas"
)
DAY_WORDS = word_set("dia dias day days")
WEEK_WORDS = word_set("semana semanas week weeks")

PERSON_WORDS = word_set(
    "persona personas pessoa pessoas people person persons guest guests huesped huespedes hospedes pasajeros "
    "amigos amigas mujeres hombres integrantes friends amigxs chicas gente plazas pasajeras vagos vagas locos locas "
    "almas cabezas cabecas cabeca cabeza estudiantes estudante estudantes students mochilero mochileros mochilera "
    "mochileras backpacker "
    "backpackers pensioners soldiers blokes lads guys fellas mates companeros companeras companeiros colegas "
    "pescadores turistas jubilados jubiladas doido doidos caras parcas muchachos muchachas tipos senoras senores "
    "senhoras jovenes jovens girlfriends travellers travelers hikers viajeros viajantes primos irmaos hermanos "
    "hermanas cunados rapazes mocas boludos monos inquilinos comensales invitados "
    "varones varon hombre mujer homem man woman women men ladies "
    "gentlemen homens mulheres docentes profes medicos trabajadores obreros empleados corredores ciclistas "
    "motoqueros tecnicos tecnicas ingenieros operarios choferes alumnos alumnas socios companeritas"
)
ADULT_WORDS = word_set(
    "adulto adultos adulta adultas adults adult grande grandes mayores grown abuelos abuelas abuelitos grandparents "
    "avos"
)
CHILD_WORDS = word_set(
    "nene nenes nena nenas nenitos chico chicos nino ninos nina ninas menor menores hijo hijos hija hijas bebe "
    "bebes beba bebas bebito bebita crianca criancas kid kids child children baby babies toddler toddlers infant "
    "infants filho filhos filha filhas pibe pibes pibito pibitos piba pibas peque peques chiquito chiquitos "
    "chiquita chiquitas nieto nietos nieta nietas infantes adolescente adolescentes gurises guris son sons "
    "daughter daughters nenem nenezinho criatura criaturas menino meninos menina meninas pequeno pequenos pequena "
    "pequenas piqueno "
    "piquenos crio crios "
    "teenager teenagers teens enano enanos botija botijas guagua "
    "guaguas twins mellizos mellizas gemelos gemeos toddlers "
    "grandkids netos netas neto neta"
)
FORTNIGHT_WORDS = word_set("fortnight fortnights")
COUPLE_WORDS = word_set("pareja parejas parejita casal casais matrimonio matrimonios couple couples")
PET_WORDS = word_set(
    "perro perros perra perras perrito perritos perrita perritas perrazo gato gatos gata gatas gatito gatita "
    "mascota mascotas mascotita cachorro cachorros cachorra cachorrinho cachorrinha pet pets dog dogs cat cats "
    "puppy puppies pup caniche caes cao labrador labradores labradora galgo galgos galga greyhound greyhounds "
    "doguinho doguinhos poodle beagle ovejero pitbull salchicha perrazos doggo doggos doggy gatinho gatinha gatinhos "
    "gatitos gatitas cachorrinha cachorrinhos lata animal animales animals animais bicho bichos hound hounds "
    "terrier "
    "dachshund cusco cuzco pichicho pichichos golden bulldog bulldogs shih yorkie yorkshire dogo doberman rottweiler "
    "husky collie chihuahua pug schnauzer bichon maltes pekines cocker corgi spaniel retriever lab labs dalmata braco "
    "setter michi michis kitten kittens kitty conejo conejos coelho rabbit hamster caniches "
    "salchichas beagles poodles terriers"
)
_THINGS = word_set(
    "mil pesos cuotas cuota cama camas cabana cabanas chale chales auto autos coche coches carro carros cars car "
    "habitacion habitaciones quarto quartos room rooms bed beds dormitorios dormitorio bano banos veces vezes "
    "times mas mais more menos x estrellas horas hora hours mes meses month months ano anos year years familias "
    "familia plazas ambientes banheiros opciones bicis motos nosotros us"
)
SINGULAR_COUPLES = frozenset(word for word in COUPLE_WORDS if not word.endswith("s"))
COUNTED_WORDS = (
    NIGHT_WORDS | DAY_WORDS | WEEK_WORDS | PERSON_WORDS | ADULT_WORDS | CHILD_WORDS | COUPLE_WORDS | PET_WORDS | _THINGS
)

_BETWEEN_COUNTS = frozenset({"o", "u", "ou", "or", "a", "/", "-", "to"})


def is_counting(tokens: Sequence[Token], index: int) -> bool:
    """Whether the number at ``index`` counts things, alone or as the first of two ("4 o 5 personas")."""
    after = index + 1
    if after >= len(tokens):
        return False
    if tokens[after].text in COUNTED_WORDS:
        # "finde del 12, pareja": more than one is never a couple in the singular.
        return tokens[index].number == 1 or tokens[after].text not in SINGULAR_COUPLES
    is_pair = after + 2 < len(tokens) and tokens[after].text in _BETWEEN_COUNTS and tokens[after + 1].number is not None
    return is_pair and tokens[after + 2].text in COUNTED_WORDS
