"""High-precision phrases for each request, in the three languages, matched against words without accents or signs."""

import re

from reservas.domain.nlu.frame import Intent

_SHARED = {
    "<booking>": r"(?:reservas?|estadia|estancia|booking|reservation|stay)",
    "<cabin>": r"(?:cabanas?|lugar|casa|chale|depto|departamento|cabin)",
}
"""Nouns that several phrases need."""

# Gaps between words are bounded, so that matching stays linear in the message.
CUES: dict[Intent, tuple[str, ...]] = {
    Intent.HUMAN: (
        (
            r"(?:hablar|hablo|comunicarme|charlar|contactar\w*|falar) con? ?(?:(?:con|com) )?(?:una? )?(?:la |"
            r"el |o |a |um )?(?:persona|alguien|humano|duen\w+|encargad\w+|responsable|asesor\w*|operador\w*|"
            r"representante|atendente|alguem)"
        ),
        r"falar com (?:um |uma |o |a )?(?:atendente|pessoa|alguem|humano|dono|dona|responsavel)",
        (
            r"(?:me |nos )?(?:pasame|pasas|comunicame|derivame|passa) (?:con|com) (?:una? |el |la )?(?:alguien|persona|"
            r"humano|duen\w+)"
        ),
        r"(?:que )?(?:me|nos) (?:atienda|atiende|conteste|llame) (?:el|la|una?|alguien|alguno)",
        r"(?:me|nos) (?:pueden|podes|podrian|podrias|puede) (?:llamar|atender)|llamame|llamenme|me llamas",
        r"me llaman",
        r"(?:sos|eres|es|hablo con) (?:un |una )?(?:bot|robot|maquina|contestador)",
        (
            r"(?:talk|speak) (?:to|with) (?:a |an |the |some)?(?:real |actual )?(?:person|human|someone|owner|"
            r"agent|manager)"
        ),
        r"real person|human being|call me|a human|me liga\b|atendimento humano|atencion humana|con un humano",
    ),
    Intent.CANCEL: (
        r"cancel\w*|anul(?:ar|a|o|ame|en|enme|arla|arlo|amos)\b|desmarcar",
        r"(?:dar|doy|damos|dame|den) (?:de )?baj[ao]|dar baixa",
        r"(?:no|nao) (?:vamos a|voy a|podemos|puedo|vamos|vou|podremos) (?:poder )?(?:ir|viajar|conseguir ir)",
        r"(?:devuelven|devolucion|reintegr\w+|reembols\w+|refund|devolvem)\b(?! parte)",
        r"(?:suspender|dejar sin efecto) (?:la|mi|nuestra) reserva",
        r"arrep(?:ent|ient)\w+",
    ),
    Intent.CHANGE_DATES: (
        (
            r"(?:cambi\w+|modific\w+|mud\w+|alter\w+|trocar|mover|muevo|correr|corro|pasar|pasarla|"
            r"reprogram\w+) (?:(?:la|las|el|los|mi|mis|de|nuestra|nuestras|a|as|minha|minhas|para|una) "
            r"){0,2}(?:<booking>|fecha|fechas|dia|dias|data|datas|noches?|check ?in|cabana)"
        ),
        r"reprogram\w+|reagend\w+|remarcar|postergar\w*|posponer\w*|reschedul\w+",
        r"adelantar (?:la|mi|nuestra|el|un)",
        r"(?:change|move|modify|extend|switch) (?:my|our|the) (?:<booking>|dates?|nights?|check ?in)",
        (
            r"(?:agreg\w+|sum\w+|anad\w+|add|acrescentar|extend\w+|alarg\w+) (?:me |nos )?(?:una|un|otra|otro|1|"
            r"2|dos|one|another|uma|mais uma|a)? ?(?:mas )?(?:noche|noches|dia|dias|persona|night|noite)"
        ),
        r"(?:extender|alargar|estirar|acortar|prolongar) (?:la|mi|nuestra|una)",
        r"(?:quedar\w*|nos quedamos|me quedo) (?:una?|otra|2|dos) (?:noche|dia)s? mas",
        r"en (?:vez|lugar) del? (?:\w+ ){1,12}",
        r"(?:pasar|pasarla|correrla|moverla|cambiarla|mudala) (?:para|al|a la|del)",
        r"tengo (?:una )?reserva \w+ \w+ pero",
        r"(?:ya reserve|tengo reserva\w*) (?:\w+ ){0,8}(?:modificar|cambiar|vamos a ser)",
        r"(?:necesit\w+|quer\w+|quier\w+|sum\w+) \w+ (?:noche|dia)s? mas|instead$",
    ),
    Intent.COMPLAINT: (
        r"suci[oa]s?|desastre|pesim[oa]s?|horribl\w+|verguenza|estafa\w*|asco|mugre|roñ\w+|decepcion\w*",
        r"lamentable",
        r"mal(?:a|isima)? (?:atencion|experiencia|servicio|estado)|muy mal[ao]?\b|re mal\b",
        r"quej(?:a|o|arme|arnos)|reclam\w+",
        r"nadie (?:contesta|responde|atiende|vino|aparecio|me contesta|nos contesta)|sin respuesta",
        r"espero respuesta",
        (
            r"(?:no|nao|nunca) (?:me |nos |se )?(?:anda|andaba|andan|anduvo|funciona|funcionan|funcionaba|"
            r"funcionou|funcionava|funciono|prende|prendia|calienta)"
        ),
        (
            r"(?:no habia|no hay|no tenia|no tenemos|sin|se corto|falta) (?:el |la )?(?:agua|luz|gas|agua "
            r"caliente|presion|limpieza)"
        ),
        r"cucaracha\w*|gotera\w*|chinches|olor (?:a|feo|horrible)|roto|rota|rompio",
        r"muito ruim|pessim[oa]|suj[oa]|ninguem (?:resolveu|responde|atende)|barulho",
        r"dirty|disgusting|awful|terrible|disappoint\w+|complain\w*|worst|was broken",
        r"nobody (?:answers|replied|came)",
    ),
    Intent.STATUS: (
        (r"^(?:ver |quiero ver |a ver )?(?:mi|nuestra|minha|nossa|my|our) <booking>$"),
        (
            r"(?:mi|nuestra|la|minha|nossa|my|our|una) <booking> (?:\w+ ){0,6}(?:confirmad\w+|confirm\w+|estado|"
            r"quedo|esta|ta|entro|registrad\w+|figura|ok|activa|firme|went)\b"
        ),
        (
            r"(?:estado|situacao|status|confirmacion|numero|codigo|datos|detalle) (?:en que esta |de |of |da "
            r")?(?:la |mi |my |minha )?<booking>"
        ),
        (
            r"(?:check|chequear|verificar|confirmar|consultar|ver|revisar|confirm) (?:por |sobre )?(?:si "
            r")?(?:la |mi |my |our |minha |nuestra )<booking>"
        ),
        (
            r"(?:no|nao) (?:me|nos)? ?(?:llego|recibi|recebi|chegou|lleg\w+) (?:\w+ ){0,2}(?:confirmacion|"
            r"confirmacao|mail|correo|email|nada)"
        ),
        r"(?:tengo|tenemos|tenho|hice|hicimos|fiz) (?:\w+ ){0,3}(?:reservad[oa]|reserva)\b",
        r"(?:que|cuales|quais) (?:fechas|dias|datas) (?:tengo|tenemos|reserve|tenho|quedaron)",
        r"estado (?:de )?(?:esta )?mi reserva|esta mi reserva|quedo (?:confirmad|reservad|firme)\w*",
        r"sigue en pie",
        r"(?:is|was) (?:my|our) (?:booking|reservation)|did my (?:booking|payment|reservation)",
        r"check my booking",
        r"entro (?:mi |el )?(?:reserva|pago)|se acredito",
    ),
    Intent.BOOK: (
        (r"^(?:reservar|reservarla|reservala|reservo|la reservo|book|book it)$"),
        (
            r"(?:quiero|quisiera|queremos|quisieramos|queria|queriamos|quero|queremos|gustaria|vamos a|voy a|"
            r"necesito|gostaria de|deseo|podria|podemos|puedo|posso|me|pode|para|hago para|ganas de) (?:poder "
            r")?(?:reserv(?:ar|o|arla|arlo|arte)|alquilar\w*|alugar|senar|contratar|fechar)\b"
        ),
        (
            r"(?:hacer|hago|haceme|haces|hacemos|fazer|faz|tomame|efectuar|concretar|confirmar) (?:me )?(?:una|"
            r"la|uma|a|mi)? ?reserva\b"
        ),
        r"reserv(?:ame|anos|amela|amelo|anosla|ala|alo|enme|ennos|amos|o)\b(?! mi)",
        r"(?:anota|anoten|guarda|guarden|aparta|aparten|separa|separen|bloquea|agenda)(?:me|nos|mela|melo|nosla)\b",
        r"(?:me|nos) (?:la|lo) (?:quedo|quedamos|llevo|llevamos)",
        r"(?:la|lo) (?:tomo|tomamos|reservo|reservamos|alquilo|alquilamos)",
        r"como (?:hago|hacemos|se hace|puedo|faco|seria) (?:para |para hacer )?(?:reserv\w+|la reserva|una reserva)",
        r"como (?:se )?reserv\w+",
        r"pasos para reservar|avanzar con la reserva|cerrar la reserva|cerramos trato|pode reservar",
        r"quero fechar|vou ficar com",
        r"(?:like|want|need|ready|love) to (?:book|reserve|rent)|let s book|book it|i ll take it|we ll take it",
        r"can i book|how do i book|please book|book (?:the|us|me|this)|make a (?:booking|reservation)",
    ),
    Intent.PAYMENT: (
        r"sena|senar|senas|senia|anticipo|adelanto|deposito|depositar|sinal|comprobante|comprovante|recibo",
        r"factura|fatura|nota fiscal",
        r"transfer(?:i|ir|encia|encias|imos|o|iste|ire)|transfiero|transferi|alias|cbu|cvu|mercado ?pago",
        r"tarjetas?|cartao|cuotas|parcel\w+|pix|boleto|efectivo|debito|credito|paypal|dinheiro",
        r"pagar|pago|pagos|pague|pagamos|abonar|abono|abone|pagamento|se paga|pay|payment|paid|deposit",
        r"credit card|invoice|receipt|bank transfer|link de pago",
    ),
    Intent.PRICE: (
        r"precios?|presios?|tarifas?|valor(?:es)?|presupuest\w+|cotiz\w+|costos?|costaria|costo|cuesta|preco",
        r"precos|orcamento",
        (
            r"(?:cuanto|quanto|qto) (?:me |nos |te |os |se )?(?:sale\w*|saldria|cuesta\w*|costaria|vale\w*|"
            r"valdria|esta|estan|cobra\w*|seria|es|queda|custa\w*|fica\w*|sai|e|deu|da|paga\w*|tendria|hay que "
            r"pagar)\b"
        ),
        r"cuanto (?:por|x|la|el|para|pa|la noche|todo|seria)\b|a cuanto|que vale|que sale|que cuesta|que costo",
        r"descuent\w+|promos?|promocion\w*|desconto|recargo|cobran|se cobra|nos alcanza|me alcanza|alcanza con",
        r"sale lo mismo|sale mas|mas barat\w+|diaria\b",
        r"how much|prices?|pricing|rates?\b|costs?\b|quote|total for|discount|budget|per night|enough",
        r"be the total|in total",
    ),
    Intent.PHOTOS: (
        r"fotos?|fotitos?|fotografias?|imagen|imagenes|videos?|videito|imagens|pictures?|pics|photos?|images?",
        r"(?:como|que tal) (?:es|son|se ve|esta) (?:por |a)?dentro|ver como (?:es|son)|verl[ao]s? por dentro",
        r"what (?:it|they) looks? like",
    ),
    Intent.LOCATION: (
        r"(?:donde|adonde|onde) (?:queda|quedan|esta|estan|es|fica|ficam|se encuentra|se encuentran|son|estao|seria)",
        r"ubi\b|ubicaci\w+|ubicad\w+|localizac\w+|direccion|endereco|address|located|location|maps?\b|mapa",
        r"coordenadas|gps",
        r"como (?:llego|llegar|llegamos|se llega|chego|chegar|chegamos|hago para llegar|voy|ir)\b|se llega",
        r"por que ruta|que ruta|camino (?:de|es|esta)|estado (?:de la ruta|del camino)|4x4|ripio",
        r"(?:a cuanto|cuanto|que tan|que) (?:queda|quedan|estan? lejos|lejos|distancia|cerca)",
        r"a cuantos? (?:km|kilometros|cuadras|minutos)|queda (?:lejos|cerca)|estan? (?:lejos|cerca)|cerca",
        r"lejos del?|distancia",
        r"how (?:do|can|to|would) (?:we|i|you)? ?(?:get|reach|arrive)|where (?:are|is|exactly)|directions",
        r"how far|far from|longe",
    ),
    Intent.AMENITIES: (
        r"wi ?fi|internet|senal|pileta|piscina|pool|jacuzzi|hidro\w*|sauna|parrilla\w*|quincho|asador",
        r"churrasqueira|barbecue|bbq|grill",
        r"cochera|estacion(?:ar|amiento|amento)\w*|garage|parking",
        r"cocina\b|cozinha|kitchen|heladera|geladeira|fridge|microondas|horno|vajilla|calefaccion|calefon",
        r"aquecimento|heating|(?:aire|ar) (?:acondicionado|condicionado)|air conditioning|estufa|hogar a lena",
        r"salamandra|chimenea|fireplace",
        r"ropa (?:de )?(?:cama|blanca)|sabanas|toallas|toalhas|lencois|linen|towels|frazadas|secador",
        r"lavarropas|tele(?:visor)?\b|tv\b|netflix|cuna|practicuna|berco|crib",
        r"desayuno|cafe da manha|breakfast|media pension|restaurante?",
        r"(?:a )?que (?:hora|horario)|horarios?\b|what time|check ?in time|early checkin|late checkout",
        r"a partir de que hora|que horas",
        r"cuant[ao]s (?:camas|habitaciones|dormitorios|ambientes|banos|personas (?:entran|caben)|entran)",
        r"camas?\b|habitaciones|dormitorios?|how many (?:beds|rooms|bedrooms|people)|quantas (?:camas|pessoas)",
        r"quantos quartos|capacidad",
        r"(?:que|cuales|cuantas) cabanas (?:tienen|tenes|hay|son)|que incluye|esta incluid\w+|incluye|inclui\b",
        r"que trae|que servicios|what s included|included",
        (
            r"(?:acepta\w*|admite\w*|permite\w*|se puede|se pueden|puedo|podemos|podria|dejan|aceita\w*|pode|"
            r"posso) (?:\w+ ){0,4}(?:perr\w+|gat\w+|mascota\w*|animal\w*|animais|pets?|cachorro\w*|caniche)"
        ),
        r"pet ?friendly|(?:allow|accept|take|bring|are) (?:\w+ ){0,2}(?:dogs?|pets?|cats?)",
        r"(?<!sin )(?<!con )(?<!mos )(?<!nada de )(?<!0 )(?<!cero )(?<!ni )mascotas",
        r"fumar|fogon|fogata|kayak|bicicletas|playa|muelle|vista al lago|accesible|silla de ruedas|escalera",
        r"juegos para|fiestas?",
    ),
    Intent.AVAILABILITY: (
        r"disponib\w*|disponivel|disponiveis|dispo\b|libres?\b|liber[ae]\b|livres?|vagas?\b|desocupad\w+",
        r"ocupad[oa]s?|lotad[oa]",
        (
            r"(?:hay|tenes|tienen|tiene|tendran|tendrian|tendrias|queda|quedan|quedaria|habra|habria|tem|teria|"
            r"ha) (?:\w+ ){0,3}(?:lugar|algo|cabanas?|espacio|alguna|cupo|alojamiento|cabana|chale)\b"
        ),
        (
            r"(?:busco|buscamos|buscando|busca|necesito|necesitamos|procuro|procurando) (?:\w+ ){0,3}(?:<cabin>|"
            r"algo|alojamiento|hospedaje)"
        ),
        r"tenes (?:para|del)|tienen (?:para|del)|alojamiento|hospedaje|hospedarnos|alojarnos",
        r"availab\w*|anything free|is it free|free (?:from|on|for)|vacanc\w+|looking for",
        r"any (?:space|room|cabins?)|have (?:space|room)|room (?:tonight|for|on|in)|is there (?:room|space)",
        r"cabin free",
    ),
    Intent.OTHER: (
        r"vend(?:o|emos|en)\b|equivocad\w+|equivoque|numero errado|wrong number|sells?\b",
        r"busco (?:trabajo|empleo|laburo)|curriculum|cv\b",
        r"tomando (?:personal|gente)|necesitan personal|(?:te|les) ofre(?:zco|cemos)|prestamos?\b",
        r"criptomoneda\w*|publicidad|inversion(?:es)?\b|rent (?:bikes|cars)|emprego",
    ),
}

BOOKING_REFUSED = (
    r"(?:no|nao|not|don t|todavia no) (?:quiero|quero|queremos|voy a|vamos a|want to|pienso|estoy para) ?"
    r"(?:reserv\w+|book\w*|alquilar)"
)
"""What turns a booking's words into a refusal."""

PAYMENT_MEANS = r"(?:link|tarjeta|pago|mercado ?pago|cartao|card|pix|payment|transferencia)"
"""What fails in a payment's trouble, where the same words would else complain about the cabin."""


def _compile(patterns: tuple[str, ...]) -> re.Pattern[str]:
    joined = "|".join(patterns)
    for name, pattern in _SHARED.items():
        joined = joined.replace(name, pattern)
    return re.compile(rf"\b(?:{joined})\b")


COMPILED: dict[Intent, re.Pattern[str]] = {intent: _compile(patterns) for intent, patterns in CUES.items()}
"""One pattern for each intent, on whole words."""
