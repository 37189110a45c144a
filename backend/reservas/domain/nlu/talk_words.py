"""Small talk, complaints, and what is no business of ours, in three languages; `concepts.py` makes patterns of it."""

TALK_WORDS: dict[str, str] = {
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
