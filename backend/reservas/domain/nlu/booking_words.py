"""Money, bookings and who answers for them, in three languages; `concepts.py` makes patterns of it."""

BOOKING_WORDS: dict[str, str] = {
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
}
