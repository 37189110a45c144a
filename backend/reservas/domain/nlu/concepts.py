"""What guests speak about, as word lists in three languages: each concept found in a message is a feature of the model.

A concept decides nothing: the model learns from the training messages what it weighs for each intent.
Patterns stand on whole words, written as ``normalize.words_of`` gives them.
"""

import re

_TOPICS: dict[str, str] = {
    # money
    "money": (
        r"plata|guita|mosca|dinero|dinheiro|grana|money|cash|efectivo|billetes?|contado|lucas?|mangos|pesos?|"
        r"reais|real|dolar\w*|dollars?|usd|usdt|cripto\w*|crypto|euros?|bucks?|quid|pounds?|palos?|mil|verdes"
    ),
    "how_much": (r"qnt|qto|quanto|vlr|cuant[oa]s?|quant[oa]s?|qnto|quan?to|cto|cuan?to\w*|how much|how mutch|a como"),
    "price_noun": (
        r"vlaor|numero pa|quotation|rough rates|preci\w*|presio\w*|preco\w*|presso|preic\w*|tarif\w*|tariff|"
        r"valor\w*|costo?s?|costs?|coste|presu|presupuest\w*|cotiz\w*|cotac\w*|orcament\w*|quot\w+|rates?|"
        r"pric\w+|numerito|ballpark|diarias?|fee|fees|charge\w*"
    ),
    "price_verb": (
        r"come to|work out at|looking at|coming to|cobras|pagan?|paga|sale[ns]?|saldria\w*|salen|cuesta\w*|"
        r"costaria\w*|vale[ns]?|valdria\w*|cobr\w+|custa\w*|custo|fica\w*|sai|saem|aument\w*|costing|sets?|"
        r"set us back|gasta\w*|tarifan"
    ),
    "discount": (
        r"rebajita|aflojas|promoc\w*|mas barat\w*|menos|knock something|descuent\w*|desconto\w*|discount\w*|"
        r"rebaj\w*|promo\w*|ofert[ae]s?|offers?|deal|cupon|cupom|coupon|barat\w*|economic\w*|ratona|cheap\w*|"
        r"car[oa]s?|salgado|expensive|pric[ei]y|steep|atencion|abatimento|haggle|negocia\w*|precinho|preciazo|"
        r"afloja\w*|en conta|knock|por menos|off|jubilad\w*|aposentad\w*"
    ),
    "budget": r"alcanza\w*|llegamos con|budget|presupuesto|enough|suficiente|bancamos|da para|dá pra|afford",
    "extra_charge": (
        r"recargo|extra\w*|aparte|a parte|adicional\w*|surcharge|iva|impuestos?|taxes?|tax|incluid[oa]|"
        r"por persona|per person|per night|por noche|x noche|por noite|semanal|weekly"
    ),
    "deposit": (
        r"entrada pra|poner de|hold the|sen[ai]a?s?|senar\w*|senal|anticipo\w*|adelanto\w*|deposit\w*|sinal|"
        r"entrada|caucion|reserve fee|down ?payment|garantia|calcao"
    ),
    "balance": r"saldo|resto|restante|balance|remain\w*|rest of",
    "pay": r"pag[aoue]\w*|abon\w+|pay\w*|paid|quitar|saldar|senar|gir[aoe]r?\w*|deposite|depositar|wir[ei]\w*",
    "paid_done": (
        r"pague|pagado|pague\w*|paguei\w*|ya pag\w+|paid|transferi|transfirio|transferid\w*|hice (?:el|la)|"
        r"ya (?:te )?(?:transfer|pas|mand|deposit)\w+|fiz|enviei|mandei|sent|wired|deposite|depositei|sene|"
        r"gire|abone"
    ),
    "means": (
        r"tarjetas?|cartao|cartoes|cards?|visa|master\w*|amex|american express|mercado ?pago|mp|pix|boleto|"
        r"cheques?|checks?|paypal|western union|wise|revolut|transfer\w*|trasfer\w*|transfiero|debito|credito|"
        r"debit|credit|cuotas?|parcela\w*|instal\w*|posnet|maquininha|qr|alias|cbu|cvu|iban|swift|banco|bank|"
        r"wire|efectivo|venmo|apple pay|uala|naranja|account number|cuenta|conta|billetera"
    ),
    "receipt": (
        r"comprobante\w*|comprovante\w*|recib[oi]s?|resibo|receipts?|ticket|factura\w*|fatura\w*|invoic\w*|"
        r"nota fiscal|captura|screenshot|cuit|cnpj|constancia"
    ),
    "link": r"links?|enlace|checkout|pagina|page|app|boton|button|site|web\w*|sistema",
    "failed": (
        r"no (?:me )?(?:anda|abre|deja|funciona|carga|toma|entra|pasa|salta)\w*|rechaz\w*|recus\w*|declin\w*|"
        r"fail\w*|error\w*|erro|trab\w+|cuelga|colg\w*|venci\w*|expir\w*|doesnt work|doesn t work|not work\w*|"
        r"won t|froze|spins?|bloque\w*|nao (?:abre|funciona|vai|foi|passa|carrega)|muerto|no pude|cannot|"
        r"can t|couldn t"
    ),
    "refund": (
        r"devol\w*|devuel\w*|reintegr\w*|reembols\w*|refund\w*|money back|recuper\w*|estorn\w*|pierdo|"
        r"perd[eo]\w*|lose|de volta|de vuelta"
    ),
    # the booking
    "booking": (
        r"rezerva|hospedagem|viagem|viaje|trip|voucher|ida|reserv[ae]s?|reservacion|reserba|recerva|booking|"
        r"bookings|reservation|resrvation|estadia|estancia|estada|stay"
    ),
    "mine": (
        r"mi|mis|mia|mio|nuestr[oa]s?|minha|meu|nossa|nosso|my|our|ours|mine|lo mio|lo nuestro|"
        r"a (?:mi )?nombre|no (?:meu )?nome|under (?:the name)?"
    ),
    "booked_before": (
        r"(?:ya|ja) (?:tengo|tenemos|reserve|reservamos|hice|tenho|temos|fiz|reservei)|reserve|reservei|"
        r"reservamos|reservado|reserved|booked|tenemos reservad\w*|tengo (?:una )?reserva|"
        r"tenho (?:uma )?reserva|habia\w* (?:reservad\w*|dicho|quedad\w*|pedid\w*)|quedamos|i have|we have|"
        r"have a booking|tinha reservad\w*"
    ),
    "book_verb": (
        r"reserv\w*|reserb\w*|recerv\w*|resrv\w*|resrve|alquil\w*|alqil\w*|alug\w*|book|rent|senar|contrat\w*|"
        r"fech\w+|cerr[ae]mos|hire|secure"
    ),
    "want": (
        r"quier[oe]\w*|kiero|qiero|quer\w+|keria|quisier\w*|quero|gostaria|want\w*|wanna|wont to|would like|"
        r"d like|love to|desea\w*|necesit\w*|nesesit\w*|preciso|precisamos|need\w*|me gustaria|voy a querer|"
        r"vou querer|ganas|pretend\w*|looking to|hoping|wish"
    ),
    "commit": (
        r"cerr[ae](?:me|lo|la)|segur[ae]\w*|tomo|decidimos|decidiu|vai ser|will go with|ll go with|go with|"
        r"voy a querer|vou querer|quiero contratar|tomame|(?:la|lo|las|esa|ese) (?:quiero|quer\w+|tomo|"
        r"tomamos|agarro|agarramos|compro|llevo|reservo|alquilo|quedo)|me (?:la|lo) (?:quedo|llevo)|nos (?:la|"
        r"lo) \w+|nos quedamos|take it|ll take|go for it|sign (?:me|us) up|put (?:me|us)|lock|count (?:me|"
        r"us) in|book it|let s|vou ficar|fico com|pode fechar|fecha(?:do)?|cerremos|cerrado|deal|sold|"
        r"anot[ae]\w*|agend[ae]\w*|guard[ae]\w*|separ[ae]\w*|apart[ae]\w*|bloque[ae]\w*|cont[ae] con(?:migo)?|"
        r"pencil|hold|registr\w*|haceme|me convenciste|convencid\w*|metele|meta|go ahead|segura\w* (?:pra|"
        r"para)|snag|grab|confirm\w*|asegur\w*|garantir"
    ),
    "steps": (
        r"pasos?|como (?:hago|hacemos|se hace|sigo|seguimos|sigue|es el tema|seria|faco|fazemos|funciona)|"
        r"next step\w*|what do (?:you|i) need|que (?:hago|necesitas|te mando|datos|necesitan)|how do (?:i|we)|"
        r"requisitos|procedimento|proximo passo|donde firmo"
    ),
    "state": (
        r"safe|esta todo|in for|got us down|nos esperan|tas? ativo|se hizo|seguro que|definitely in|"
        r"toy adentro|voucher|mail|email|correo|confirm\w*|confrm\w*|confirmacion|estado|status|firme|en pie|"
        r"pendiente|pending|activ[oa]|ativo|figur[ao]\w*|regist\w+|aprobad\w*|acredit\w*|impact\w*|"
        r"went through|go through|gone through|saved|all set|on the list|novedad\w*|noticias|news|update|"
        r"entro|llego|still (?:on|good|ok\w*|valid)|esperan|todo (?:ok\w*|bien|listo|en orden)|tudo certo\w*|"
        r"certinho|seguimos|sigue|sigo|salio|quedo|consta|chequea\w*|checa\w*|verific\w*|fijate|check\w*|"
        r"cheking|find|garantir|asegurar\w*|make sure|quedamos"
    ),
    "which_mine": (
        r"(?:que|cual|cuales|qual|quais|which|what) (?:dia|dias|fecha|fechas|data|datas|cabana|noches|noites|"
        r"day|days|dates?|cabin|nights|nights?|hora)|cuantas noches|quantas noites|how many nights|asta q dia|"
        r"hasta que dia|nos toc\w*|me toc\w*|recordar?\w*|acuerdo|remind|remember|lembr\w*"
    ),
    "cancel": (
        r"cansel\w*|kansel\w*|cancelame|release our|fuerza mayor|dejala? sin|cancel\w*|cancle|canselar|"
        r"anul\w*|annul\w*|baja|bajar\w*|bajarme|sin efecto|desist\w*|arrepent\w*|arrepient\w*|suspend\w*|"
        r"desmarc\w*|desfaz\w*|descancel\w*|borr[ae]\w*|vorra|undo|withdraw|release|let (?:\w+ ){0,3}go|"
        r"pull the plug|call (?:it|the|this) (?:\w+ ){0,2}off|back out|drop|scrap|kill|take (?:me|us) off|"
        r"olvidate|no va mas|ja era|tirar meu|sacame|quita[lr]\w*|liber[ae]\w*|no show|dont show|dar de baja|"
        r"penal\w*|multa"
    ),
    "wont_come": (
        r"nao vai da|not be coming|won t be|no puedo ir|ya no (?:la|lo)|no (?:vamos|voy|podemos|puedo|"
        r"llegamos|caemos|viajamos|viajo|hay viaje|da ir|vamos a poder|iremos|podremos)|nao (?:vamos|vou|"
        r"podemos|posso|vai dar|vai ter|consigo|conseguimos|iremos)|not (?:coming|going|to travel)|"
        r"won t be (?:coming|able|needing)|can t (?:make|come|travel|go)|cannot (?:come|travel|make)|ya no la|"
        r"no la necesito|nao vou mais|no longer|se pudrio|fallecio|operan|imposible ir|se suspendio|bajamos|"
        r"bajo"
    ),
    "policy": (
        r"politic\w*|policy|policies|condicion\w*|condic\w*|terms|si (?:al final )?(?:cancel\w*|no \w+)|"
        r"plazo\w*|hasta cuando|cuando tiempo|con cuanto|rule|ur rule|se eu|if (?:i|we|ppl)"
    ),
    "change": (
        r"passar\w*|esticar|stretch|empurra\w*|swich\w*|swap\w*|corr[ae](?:me|la)|tir[ae]l[ao]|mudam\w*|"
        r"canbi\w*|colocar a reserva|otras fechas|outras datas|other dates|misma entrada|demoramos|cambi\w*|"
        r"cambe\w*|modif\w*|mud[aoe]\w*|alter\w*|troc\w*|move|moving|mov[ei]\w*|muev\w*|pas[ae](?:me|la|lo|"
        r"mela|melo|r|rla|mos)\b|corr[ae]\w*|corri\w*|reprogram\w*|reagend\w*|remarc\w*|poster\w*|pospon\w*|"
        r"resched\w*|rebook\w*|adelant\w*|antecip\w*|adi[ae]r?\w*|atras\w*|extend\w*|exten\w*|estir\w*|"
        r"along\w*|alarg\w*|prolong\w*|acort\w*|achic\w*|chang\w*|chnage|amend\w*|shift\w*|switch\w*|bump\w*|"
        r"push|correg\w*|corrig\w*|correct\w*|fix|transfer\w* (?:la|mi|para|pra)|demor\w*|retras\w*|emendar|"
        r"tirala|dejala en|shorten|upgrade"
    ),
    "add": (
        r"agreg\w*|sum[ao]\w*|suma[mr]\w*|anad\w*|add|adding|acrescent\w*|adicion\w*|inclu[ie]r\w*|"
        r"otra persona|(?:una?|un|1|dos|2|mais uma|mais um|one|another|extra) (?:noche|noite|night|dia|day|"
        r"persona|pessoa|person)s?(?: mas| mais| more)?|(?:noche|dia|noite|persona|pessoa|night|day)s? (?:mas|"
        r"mais|more|menos|less|fewer|extra)|se sum\w+|seremos|vamos a ser|we ll be|ya no (?:llevo|somos|"
        r"vamos)|al final (?:somos|vamos|van|son)|somos \w+ no|no \w+ sino|one (?:more|less|fewer)|fewer|"
        r"otra cabana|second cabin"
    ),
    "instead": (
        r"en (?:vez|lugar) de|instead|rather|no lugar|em vez|mejor|melhor|prefier\w*|prefir\w*|en realidad|"
        r"not the|actually|meant|al final|me equivoque|i put|no era|habia(?:mos)? dicho"
    ),
    # people to talk to
    "person": (
        r"staff|senora|marido|lady|whoever|member|hugo|dueno|persona|alguien|alguem|pessoa|humano|human|"
        r"person|someone|somebody|anyone|anybody|duen\w*|owner|don[oa]|encargad\w*|responsab\w*|asesor\w*|"
        r"operador\w*|agent|manager|representante|atendente|host|anfitrion\w*|gerente|proprietari\w*|"
        r"propietari\w*|administrador\w*|recepcion\w*|secretaria|real|chabon|rapaz|moca"
    ),
    "talk": (
        r"bell|ligar|messaging|contest\w*|decile|put me on|pick(?:in|ing)? up|habl[aoe]\w*|fal[ao]r?|falar|"
        r"talk|speak|comunic\w*|charl\w*|contact\w*|conversar|atiend\w*|atend\w*|llam\w*|ligar?|liga|ligue\w*|"
        r"call|phone|ring|telefono|telefone|fono|celular|numero de (?:tel|cel)\w*|video ?call|pas[ae]me con|"
        r"deriv\w*|transfere|audio|chat"
    ),
    "bot": (
        r"bot|bots|robot|robo|maquina|contestador|machine|automatic\w*|automat\w*|ia|inteligencia|computer|"
        r"chatbot|grabacion|entend\w* (?:nada|lo que)|you don t understand|no (?:me )?(?:entend|entiend)\w*"
    ),
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
    # small talk
    "hello": (
        r"salve|eae|epa|shalom|alo|ei|buen[ao]s|alohas?|ciao|hola\w*|ola|oi|oie|opa|buenas|bnas|buenos dias|"
        r"buen dia|buenas tardes|buenas noches|bom dia|boa tarde|boa noite|hello|hi|hey|hiya|good (?:morning|"
        r"afternoon|evening)|morning|evening|saludos|holis|que tal|tudo bem|como (?:va|andas?|estas?|andan|"
        r"vai)|whats? up|eai|e ai|howdy|g day|yo"
    ),
    "opening": (
        r"drop you a line|leaflet|folleto|volante|google|prima d\w*|amig[ao] d\w*|me lees|te hago una|"
        r"quick question|writing|consult\w*|pregunta\w*|pergunt\w*|duda\w*|duvida\w*|question\w*|ask|"
        r"me pas[oa]\w* (?:tu|su|el|este)|vi (?:su|tu|el|la|en|que)|anuncio|aviso|publicacion|ad|facebook|"
        r"recomend\w*|sos de|son (?:de )?las|este es el|is this the|contacto|estas ahi|are you there|info|"
        r"informacion|informacao|mas info|infos"
    ),
    "thanks": (
        r"grac\w*|grax|graxias|agradec\w*|agradezco|obrigad\w*|obg|brigad\w*|valeu|vlw|thank\w*|thx|tks|ty|"
        r"cheers|ta"
    ),
    "bye": (
        r"flw|falou|hasta el|descans\w*|nos estamos viendo|te aviso|aviso cualquier|avis[oa]mos|un placer|"
        r"de nada|felices|ate (?:janeiro|la)|chau\w*|chao|adios|hasta (?:luego|manana|pronto|la)|nos vemos|"
        r"abrazo\w*|beso\w*|bye|see (?:you|ya)|tchau|ate (?:mais|logo|breve|amanha)|abraco\w*|take care|"
        r"cuidate|que (?:tengas|anden|descansen|estes|pases)|bendiciones|lindo dia|good night|have a (?:good|"
        r"nice|great|lovely)|boa semana|a gente se ve|hablamos|eso es todo|era (?:so )?(?:isso|eso)|"
        r"nothing else"
    ),
    "praise": (
        r"geni[oa]l?\w*|crack|capo|capa|maestr[oa]|idol[oa]|divin[oa]|amable\w*|great|lovely|amazing|"
        r"perfect\w*|excelent\w*|buenisim\w*|barbar[oa]|joya|maravilh\w*|lind[oa]s?|otimo|espectacular|"
        r"hermos[oa]|massa|show|top|te pasaste|atento"
    ),
    "yes": (
        r"uhum|aha|bet|positivo|sss|certinho|me sirve|me copa|de one|fire away|si+|sip|sisi\w*|dale\w*|ok\w*|"
        r"oki|claro|obvio|obvi|por supuesto|sim|isso|yes\w*|yep|yeah|yup|sure|correcto|correct|exacto|"
        r"tal cual|afirmativo|de una|de acuerdo|confirmo|seguro|listo|perfecto|va|vamos|joya|bueno|metele|"
        r"mandale|eso (?:es|mismo)|asi es|pode ser|pode mandar|beleza|blz|combinado|fechado|demorou|manda ver|"
        r"claro que|right|that s (?:right|it|correct)|sounds good|absolutely|definitely|hell yeah|go ahead|"
        r"please do|aham|ta bom|certo|com certeza|indeed"
    ),
    "no": (
        r"nica|declin\w*|recuso|vamos passar|no gracias|agradezco pero|agradeco porem|no+|nop\w*|nope|nao|"
        r"nah+|naa+|naum|n|negativo|tampoco|nunca|para nada|ni ahi|ni loco|ni en pedo|de ninguna|no quiero|"
        r"nao quero|not (?:really|now|yet|today|for)|don t|deixa (?:pra|quieto)|dejalo|lo dejamos|mejor no|"
        r"melhor nao|nem|nem pensar|otro (?:momento|dia)|outra hora|todavia no|ainda nao|por ahora|"
        r"por enquanto|pass|paso|jamas|no thanks|lo pienso|i ll think|vou pensar|nada"
    ),
    "bad": (
        r"sacanagem|brincadeira|enojad\w*|chamuyo|nada (?:que|q|a) ver|al palo|mice|mouse|ants|hormigas|"
        r"prometi\w*|higiene|nunca mais|never again|recomiendo|caliente y|furios\w*|harto|harta|pedra|bixo|"
        r"vergonha|enganad\w*|misleading|suci\w*|mugr\w*|asco|horribl\w*|pesim\w*|lament\w*|vergon\w*|"
        r"verguenza|estafa\w*|chore\w*|robo|mentir\w*|enga[nñ]\w*|desastr\w*|mal[ao]?|malisim\w*|feo|fea|"
        r"decepc\w*|desilus\w*|indigna\w*|trist\w*|bronca|ruim|pessim\w*|suj[oa]\w*|decepcion\w*|dirty|filthy|"
        r"disgust\w*|awful|terribl\w*|disappoint\w*|worst|rude|unaccept\w*|ridicul\w*|shame|joke|scam|"
        r"smell\w*|olor|cucarach\w*|chinches|ratas?|barata|bugs|moho|mold|humedad|goter\w*|leak\w*|helad[ao]|"
        r"frio|cold|estrella|review|resena|quej\w*|reclam\w*|complain\w*|denunci\w*|defensa"
    ),
    "broken": (
        r"pif(?:o|ou)|no prende|not working|dead|se rompio|estrag\w*|rot[oa]s?|rompi\w*|quebrad\w*|broken|"
        r"broke|no (?:anda|andaba|funciona\w*|prende|prendia|calienta|sale|salia|habia|hay|tenia|tenemos)|"
        r"nao (?:funciona\w*|tinha|tem|liga)|se corto|cortaron|sin (?:agua|luz|gas)|falt\w*|missing|pierde|"
        r"inund\w*|flood\w*|stuck|doesn t|isn t|wasn t|weren t|didn t|apag\w*|no water|no power|tapad\w*|"
        r"entupid\w*"
    ),
    "unanswered": (
        r"nadie|ninguem|nobody|no one|sin respuesta|espero respuesta|no (?:contest|respond|atiend)\w*|"
        r"hace (?:\w+ )?(?:horas?|dias?|rato)|esperando|waiting|ignor\w*|me clav\w*|todavia|3 veces|mil veces|"
        r"for (?:hours|days)|plantad\w*|visto|seen"
    ),
    # nothing of ours
    "trade": (
        r"distribuidora|por mayor|adjunto lista|gana plata|gains|dm me|rank\w*|reduzir sua|estimado cliente|"
        r"prezado cliente|vencimento|vence el|aduana|customs|consignacion|artesan\w*|alquilo|selling|woofer|"
        r"questionario|encuesta|survey|vend[oeai]\w*|vendem\w*|sell\w*|ofre[zcs]\w*|offer\w*|oferec\w*|"
        r"prestamos?|emprestimo|loan|invers\w*|invest\w*|criptomon\w*|bitcoin|marketing|seguidores|publicidad|"
        r"redes|pagina[s]? web|seo|proveedor\w*|fornecedor\w*|parceria|colabor\w*|influencer|permuta|canje|"
        r"servicios de|distribu\w*|mayorista|premio|gan(?:o|aste|hou)|won|selected|congratul\w*|"
        r"felicitaciones|beneficiar\w*|herencia|inherit\w*|parcel|package|click|clic|promocion exclusiva|"
        r"compran|buy|huevos|fletes?"
    ),
    "job": (
        r"trabaj\w*|laburo|empleo|empreg\w*|job|work|hiring|vacante|puesto|cv|curric\w*|personal|casero|"
        r"limpio|experienc\w*|experiensia|temporada|plomer\w*|electricist\w*|jardiner\w*|pintor\w*|albanil|"
        r"tecnic\w*|mecanic\w*|tractor\w*|corto pasto"
    ),
    "wrong_number": (
        r"de donde sacaron|get hold of my number|no soy|dejen de mandar\w*|no me (?:interesa|manden)|"
        r"ment to snd|meant to send|oops|opps|me chorearon|errei de|errado|equivocad\w*|equivoque|confundi|"
        r"numero errado|wrong (?:number|chat|person)|errei|erei|no era para|no era x|era para|era pra|"
        r"quien (?:sos|es|habla)|quem (?:e|sao|fala)|who (?:is|are|r)|sos (?:vos|la|el)|\w+ sos vos|not (?:my|"
        r"your)"
    ),
    "family_chat": (
        r"ma|mami|mama|pa|papi|papa|amor|mi vida|bb|hijo|hija|nona|tia|tio|abuela|mum|mom|dad|bro|babe|"
        r"gord[ao]|negro|vieja|mae|pai|filh[oa]|vo|vovo|compra|traete|trae|llegue|cena|reunion|escuela|"
        r"colegio|school|birthday|feliz|merry|happy"
    ),
    "chain": (
        r"reenvi\w*|repass\w*|forward\w*|cadena|pas[ae]lo|comparti|contactos|urgente|difund\w*|ayuda|virgen|"
        r"dios|deus|amen|oracion|stop|unsubscribe|codigo de verificacion|verification|otp"
    ),
    "world": (
        r"temperatura|calor|humo|incendi\w*|guanaco|vicuna|feriado o|hay clases|tenes hora|que hora es|"
        r"parcial|meme|google|siri|alexa|moo|vinho|guia|lago hoy|season|license|licencia|nieve|neve|snow|"
        r"tempo ai|comisaria|policia|steak|mecanico|clima|tiempo|weather|lluv\w*|llueve|chuva|rain\w*|"
        r"forecast|pronostico|partido|boca|river|messi|futbol|futebol|jogo|match|gol|presidente|politic[oa]s|"
        r"gobierno|election|elecciones|blue|dolar hoy|noticia|pizza|empanad\w*|receta|recipe|chiste|joke|"
        r"poema|poem|story|cuento|traduc\w*|translate|capital|dividid\w*|times|libro|book me|pelicula|movie|"
        r"cancion|visto|visa para|passport|pasaporte|volcan|volcano|taxi|bomberos|hospital|medico"
    ),
    "bot_command": (
        r"ignor[ae]|ignore|system|prompt|instruc\w*|pretend|respond\w* como|write me|escrib\w*|contame|"
        r"tell me a|probando|prueba|test|testing|teste"
    ),
    "lost_item": r"olvid\w*|esqueci\w*|forgot|left (?:my|our|a)|deje (?:mi|el|la|un)|encontr\w*|found|perdi",
    "laughter": r"(?:ja|je|ji|ha|he|hua|kk|rs|jj|lol|lmao|jaj)\w*",
}

CONCEPTS: dict[str, re.Pattern[str]] = {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in _TOPICS.items()}
"""Each concept's words as one pattern."""

SIGNS: dict[str, re.Pattern[str]] = {
    "question_mark": re.compile(r"\?"),
    "ends_asking": re.compile(r"\?\W*\Z"),
    "exclaims": re.compile(r"!"),
    "money_sign": re.compile(r"\$|💰|💵|💸"),
    "thumbs_up": re.compile(r"👍|👌|✅|🆗|✔"),
    "thumbs_down": re.compile(r"👎|🚫|❌"),
    "thanks_sign": re.compile(r"🙏|🤗|❤|🥰|😘|💕|😍|🙌|🫶"),
    "hello_sign": re.compile(r"👋"),
    "angry_sign": re.compile(r"😡|🤬|😠|🤢|🤮|😤|👿"),
    "laughing_sign": re.compile(r"😂|🤣|😆|😅"),
    "camera_sign": re.compile(r"📷|📸|🎥"),
    "paper_sign": re.compile(r"🧾|💳|📄"),
    "place_sign": re.compile(r"📍|🗺|🧭"),
    "web_address": re.compile(r"https?:|www\.|\.com\b"),
    "attachment": re.compile(r"\A\s*[\[<(].{2,40}[\])>]\s*\Z"),
    "date_slash": re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}"),
    "range": re.compile(r"\d{1,2}\s?(?:al?|-|–|to|hasta|ate|até|y)\s?\d{1,2}", re.IGNORECASE),
    "digits": re.compile(r"\d"),
    "long_number": re.compile(r"\d{6,}"),
    "booking_code": re.compile(r"\b(?:RES-\d{4}-\d{3}|[A-Z]{2}\d{2}[A-Z]{2})\b", re.IGNORECASE),
    "several_lines": re.compile(r"\n"),
    "shouted": re.compile(r"\b[A-ZÁÉÍÓÚÑ]{4,}\b.*\b[A-ZÁÉÍÓÚÑ]{3,}\b"),
}
"""What words alone do not show, looked for in the text as it was written."""
