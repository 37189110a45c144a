"""The place, what it has, when and for whom, in three languages; `concepts.py` makes patterns of it."""

PLACE_WORDS: dict[str, str] = {
    # the place
    "photo": (
        r"recorrido virtual|virtual|tour|fot\w+|fto|imag\w+|video\w*|pic|pics|picture\w*|photo\w*|renders?|"
        r"gallery|galeria|instagram|insta"
    ),
    "look": (
        r"mostr\w*|muestr\w*|ver\b|verla|verlas|veo|ve|see|show|look\w*|dentro|adentro|inside|interior|"
        r"por fuera|como (?:es|son|sao)|what (?:it|they) look"
    ),
    "where": (
        r"donde|adonde|onde|where|ubic\w*|localiz\w*|direcc\w*|enderec\w*|address|locat\w*|mapa?s?|map|pin|"
        r"coordenadas|gps|waze|google maps|zona|barrio|bairro|area|referencia|cartel|entrada"
    ),
    "reach": (
        r"tranquera|portera|porton|gate|bridge|puente|fork|house number|turn|vueltas|neve|nevada|chego|"
        r"de carro|llego|media hora|cuanto hay|lleg\w*|cheg\w*|arriv\w*|get (?:there|to)|reach|direction\w*|"
        r"camin\w*|ruta|rutas|rota|estrada|road|asfalt\w*|ripio|tierra|4x4|cadenas|chains|cubiertas|colectivo|"
        r"micro|bus|onibus|terminal|aeropuerto|aeroporto|airport|remis|taxi|uber|transfer desde|auto|coche|"
        r"carro|drive|driving|manej\w*|nafta|gps|nieve|desvio|rotonda|perdid\w*|lost|encuentr\w*|tren|flight|"
        r"fly"
    ),
    "far": (
        r"lejos|cerca|longe|perto|distancia|distance|far|near\w*|close|km|kms|kilometros|cuadras|quadras|"
        r"minutos|minutes|horas son|how long|walking|a pie|caminando|miles|walk|centro|downtown|pueblo|town|"
        r"beach|playa|praia|lago|lake|rio|river|montana|cerro|frente al|a mano"
    ),
    "connection": r"wi ?fi|internet|starlink|senal|signal|cobertura|cell|zoom|net",
    "kitchen": (
        r"cocin\w*|cozinh\w*|kitchen\w*|hornalla\w*|horno|oven|microond\w*|heladera|geladeira|fridge|freezer|"
        r"vajilla|ollas?|panelas?|platos|cubiertos|copas|sacacorcho\w*|plancha|parrill\w*|asado\w*|asador|"
        r"churrasq\w*|grill|bbq|barbecue|quincho|pava|cafetera|coffee|utens\w*|knife|cuchill\w*|lena|firewood|"
        r"lenha|mate|mesa"
    ),
    "bedding": (
        r"sabanas?|toall\w*|toalh\w*|lenco\w*|linen|linnen|towels?|sheets?|frazad\w*|manta\w*|cobert\w*|"
        r"blanco|blanca|ropa de cama|almohad\w*|pillow\w*|acolchad\w*|bedding|cuna|practicuna|berco|crib|cot|"
        r"trona|high ?chair|cadeirinha"
    ),
    "rooms": (
        r"camas?|cuchet\w*|beliche|beds?|bunk|matrimonial|king|queen|habitacion\w*|dormitori\w*|quartos?|"
        r"bedrooms?|rooms?|ambientes?|banos?|banheir\w*|bathroom\w*|ducha|chuveiro|shower|banera|tub|bathtub|"
        r"livin\w*|loft|escaler\w*|stairs|ladder|planta baja|ground floor|metros cuadrados|m2|cap[ae]cid\w*|"
        r"entran|caben|cabe|fit|admite"
    ),
    "comfort": (
        r"mattress|colchon|colchao|firm|banca|megas|desk|escritorio|calefac\w*|heat\w*|aquec\w*|estufa|hogar|"
        r"salamandra|chimenea|lareira|fireplace|aire|ar condicionado|air con\w*|ac|ventilador|fan|"
        r"agua caliente|hot water|agua quente|potable|drink\w*|luz|generador|gerador|generator|lavarrop\w*|"
        r"laundry|washing|maquina de lavar|secador|hair ?dryer|tele|tv|netflix|smart|varal|varau|tender|"
        r"mosquit\w*"
    ),
    "leisure": (
        r"humo|recycling|compost|jugar|malvaviscos|cohet\w*|pilet\w*|piscin\w*|pool|jacuzz\w*|yacuzz\w*|"
        r"hidro\w*|hot tub|sauna|spa|kayak\w*|bici\w*|bikes?|pesc\w*|fish\w*|juegos?|games?|playground|fogon|"
        r"fogat\w*|fogueira|fueguito|campfire|fire ?pit|muelle|dock|jardin|garden|yard|quintal|patio|"
        r"cercad\w*|cerrad\w*|fenced?|deck|balcon|terraza|vista|view|cancha|metegol|trekking|trilha\w*|hik\w*|"
        r"caballo\w*"
    ),
    "parking": (
        r"cocher\w*|estacion\w*|estasion\w*|garag\w*|garaj\w*|park|parking|trailer|lancha|camioneta|tesla|ev|"
        r"charger|cargador"
    ),
    "pets": (
        r"perr\w*|gat[oa]s?|mascot\w*|mascot|pets?|dogs?|cats?|cachorr\w*|animal\w*|animais|caniche|galgo\w*|"
        r"labrador\w*|pet ?friendly|bichos?"
    ),
    "rules": (
        r"permit\w*|permiten|dej[ae]n|acept\w*|aceita\w*|admiten|allow\w*|accept|se puede[ns]?|pode|podemos|"
        r"podria\w*|puedo|prohib\w*|reglas?|reglament\w*|regras?|rules?|smok\w*|fumar\w*|fiest\w*|festas?|"
        r"party|music\w*|ruido|silencio|noise|visitas?|cumple\w*|menores|mayores|edad|age limit|accesib\w*|"
        r"acessiv\w*|wheelchair|silla de ruedas|rampa"
    ),
    "hours": (
        r"horari\w*|check ?in|check ?out|checkin|checkout|a que hora|que hora|que horas|what time|temprano|"
        r"tarde|early|late|llave\w*|keys?|chave\w*|horas?|mediodia|noon|salir mas tarde|entrada es"
    ),
    "meals": (
        r"desayun\w*|cafe da manha|breakfast|media pension|almuerzo|cena|comida|restaurant\w*|delivery|"
        r"supermerc\w*|kiosc\w*|kiosquito|mercad\w*|almacen|shop|store|proveeduria|farmacia"
    ),
    "included": (
        r"inclu[iy]\w*|includ\w*|insluye|trae|traen|viene con|vienen con|cuenta[n]? con|ofrecen|servicio\w*|"
        r"servico\w*|equipad\w*|equipped|hay que llevar|llevamos|bring|levar|llevar|provide\w*|ponen|mucama|"
        r"limpieza|limpeza|faxina|clean\w*|comodidad\w*|amenit\w*"
    ),
    "cabins_list": (
        r"(?:que|cuales|cuantas|quais|quantas|which|what|how many) (?:cabanas?|casas|opciones|cabins?|chales?|"
        r"unidades|options)|diferencia\w*|difference\w*|comparten|compartir|privad[ao]|private|shared"
    ),
    # searching
    "available": (
        r"disponib\w*|dispo|libre\w*|livre\w*|vaga\w*|desocupad\w*|ocupad\w*|lotad\w*|availab\w*|vacan\w*|"
        r"free|taken|full|complet[oa]s?|agotad\w*|left|gone|open|cupo|hueco|chance|cancelacion\w*|"
        r"waiting list|lista de espera"
    ),
    "is_there": (
        r"hay|ay|habra|habria|tenes|tenez|tienen|tiene|tendri\w*|tendras|tendran|tas|tem|teria|teriam|tens|ha|"
        r"there|have|got|any|queda|quedan|quedo|sobro|sobrou|algo|alguna|algun|algum\w*|anything"
    ),
    "room_noun": (
        r"lugar\w*|cabana\w*|cabania|chale|casa|casita|depto|departamento|apart|aloj\w*|hosped\w*|cabins?|"
        r"place|room|space|espacio|sitio|accommodation|accomodation|lodg\w*|techo|put (?:us|me) up|bungalow"
    ),
    "search": (
        r"busc\w*|procur\w*|look\w* for|searching|ando buscando|estamos viendo|averigua\w*|consult\w*|"
        r"queria saber|saber|pens\w*|planea\w*|planning|thinking|calcul\w*|ibamos|iriamos|caeriamos"
    ),
    # when and who
    "month": (
        r"enero|febrer\w*|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|"
        r"diciembre|janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro|january|"
        r"february|march|april|june|july|august|september|october|november|december|jan|feb|fev|mar|abr|apr|"
        r"jun|jul|ago|aug|sep|sept|oct|nov|dic|dec|dez|ene"
    ),
    "weekday": (
        r"lunes|martes|miercoles|jueves|juebes|viernes|vie|sabado|sab|domingo|dom|segunda|terca|quarta|quinta|"
        r"sexta|monday|tuesday|wednesday|wensday|thursday|friday|saturday|sunday|thursdy"
    ),
    "period": (
        r"finde\w*|fin de semana|fim de semana|weekend|semana|semanas|week|weeks|quincena|quinzena|mes|month|"
        r"feriado|feriadao|puente|holiday|carnaval|semana santa|pascua\w*|pascoa|easter|navidad|natal|"
        r"christmas|ano nuevo|ano novo|fin de ano|reveillon|new year\w*|vacaciones|ferias|hoy|manana|hoje|"
        r"amanha|tonight|tomorrow|today|pasado"
    ),
    "nights": r"noche|noches|nochs|noite|noites|night|nights|nite|nites|dias|dia|days|day",
    "stay_verb": (
        r"llego|llegamos|entro|entramos|salgo|salimos|me voy|nos vamos|vamos|viajamos|chego|chegamos|saio|"
        r"saimos|saida|chegada|arriving|leaving|arrive|leave|from|desde|hasta|until|till|ate|del|al"
    ),
    "people": (
        r"somos|seriamos|eramos|personas?|prsonas|pers|pax|ps|adult\w*|ninos?|nenes?|nenas?|chicos|pibes|"
        r"bebe\w*|menor\w*|pareja|parejita|matrimonio|familia|pessoas?|pesoa|criancas?|casal|people|ppl|"
        r"adults?|kids?|children|child|baby|toddler|couple|family|party of|of us|guests|we are|we re|novia|"
        r"novio|marido|mujer|esposa|amig[oa]s|grupo|group|hijos?|namorad[ao]|wife|husband|suegr\w*|abuel\w*"
    ),
}
