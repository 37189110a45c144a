"""Words of the short answers that ask for nothing: greetings, thanks, yes and no."""

from reservas.domain.nlu.lexicon import word_set

GREETING_WORDS = word_set(
    "hola holaa holaaa holis ola oi oii opa hi hello hey buenas buenos buen bueno dia dias tardes tarde noches "
    "noche muy bom boa good morning afternoon evening como va andan anda estas estan esta que tal todo bien tudo "
    "bem onda gente amigos saludos there y ustedes vos se encuentran"
)
GREETING_OPENERS = word_set("hola holis ola oi oii opa hi hello hey buenas buenos buen bom boa good saludos que como")
HELLOS = word_set("hola holis oi hi hello hey buenas")
THANKS_WORDS = word_set(
    "gracias grax graciass obrigado obrigada obg valeu thanks thank thx bye chau chauu chao adios tchau hasta "
    "abrazo saludos besos nos vemos"
)
STRONG_YES = word_set("si sii siii sisi sip dale confirmo confirmado sim yes yep yeah sure claro obvio vale")
SOFT_YES = word_set("ok oka okey okay perfecto genial listo joya bueno barbaro buenisimo va perfect great certo beleza")
YES_PHRASES = ("de una", "go ahead", "pode ser", "por supuesto", "esta bien", "de acuerdo", "me parece bien")
NO_WORDS = word_set("no nop nope nao nah non noo")
NO_PHRASES = (
    "mejor no",
    "por ahora no",
    "todavia no",
    "otro momento",
    "not for now",
    "agora nao",
    "lo dejamos",
    "ya no",
)
