"""What guests read in rioplatense Spanish: warm, short, one question at a time."""

TEXTS = {
    # greeting and menu
    "greeting": "¡Hola{name}! 👋 Soy el asistente de las cabañas. ¿En qué te ayudo?",
    "menu": "¿En qué te ayudo?",
    "button.search": "Buscar cabaña",
    "button.mine": "Mi reserva",
    "button.person": "Hablar con alguien",
    "button.menu": "Menú",
    "thanks": "¡Gracias a vos! Cualquier cosa me escribís por acá.",
    "language.switched": "¡Dale, seguimos en español! Si te había preguntado algo, respondeme nomás; si no, elegí por dónde seguir.",
    # gathering the stay
    "ask.dates": "¿Para qué fechas? Por ejemplo: *del 10 al 14 de enero*.",
    "ask.length": "Llegás el {check_in}. ¿Cuántas noches te quedás?",
    "ask.guests": "¿Cuántas personas son, contando a los chicos?",
    "ask.dates_again": "No llegué a entender las fechas. ¿Me las decís con día y mes? Por ejemplo: *del 10 al 14 de enero*.",
    "ask.guests_again": "¿Me decís cuántos son, con un número? Por ejemplo: *4*.",
    "ambiguous.vague_period": "¿Qué días exactos tenés en mente? Por ejemplo: *del 10 al 14 de enero*.",
    "ambiguous.impossible_date": "Esa fecha no existe en el calendario. ¿Me decís de nuevo qué días?",
    "ambiguous.reversed_range": "La salida me quedó antes que la llegada. ¿Qué día llegás y qué día te vas?",
    "ambiguous.past": "Esa fecha ya pasó. ¿Para qué días buscás?",
    "ambiguous.weekday_mismatch": "El día de la semana no coincide con la fecha. ¿Qué días serían, con día y mes?",
    "ambiguous.alternatives": "¿Con cuál de esas fechas me fijo primero?",
    "ambiguous.other": "Quiero estar seguro de las fechas: ¿qué día llegás y qué día te vas?",
    "refused.past": "Esa fecha ya pasó. ¿Para qué días buscás?",
    "refused.long": "Para estadías tan largas mejor lo vemos con una persona.",
    "refused.minimum_nights": "En esas fechas el mínimo es de {nights}. ¿Cuántas noches te quedarías?",
    "refused.maximum_nights": "En esas fechas se puede reservar hasta {nights}. ¿Cuántas noches te quedarías?",
    "refused.stay_closed_to_arrival": "Ese día no recibimos llegadas. ¿Te sirve llegar otro día? Decime las fechas con día y mes.",
    "refused.stay_closed_to_departure": "Ese día no hay salidas. ¿Te sirve irte otro día? Decime las fechas con día y mes.",
    "refused.stay_lead_time": "Para preparar todo bien necesitamos {days} de anticipación. ¿Buscás otra fecha?",
    "refused.stay_booking_window": "Por ahora tomamos reservas hasta {days} para adelante. ¿Buscás otra fecha?",
    "refused.far": "Todavía no tomamos reservas para tan adelante. ¿Buscás otra fecha?",
    # results
    "found": "Del {stay}, para {guests}, tengo esto libre. El precio es por toda la estadía:",
    "found.button": "Ver cabañas",
    "found.row": "{total} · hasta {capacity}",
    "none": "Del {stay} no me queda nada libre para {guests}. ¿Probamos con otras fechas?",
    "none.nearby": "Del {stay} no me queda nada libre para {guests}, pero cerquita sí. ¿Te sirve alguna de estas fechas?",
    "nearby.button": "Ver fechas",
    "nearby.row": "{nights} · {name}",
    "none.size": "Nuestra cabaña más grande es para {capacity}. Si son más, te paso con una persona y lo vemos juntos.",
    "button.other_dates": "Otras fechas",
    # a cabin
    "cabin": "*{name}* · hasta {capacity}\n{description}\n\nCamas: {beds}\nTiene: {amenities}",
    "cabin.gone": "Esa cabaña ya no está disponible.",
    "quote": "*{name}*\n{stay_line}\n{guests}\n\n{lines}\n*Total: {total}*\n\n{terms}\n{policy}",
    "quote.terms": "Para reservar se paga una seña de {deposit}; el resto, {balance}, al llegar.",
    "quote.terms_due": "Para reservar se paga una seña de {deposit}; el resto, {balance}, hasta el {due}.",
    "quote.terms_all": "Para reservar se paga el total, {deposit}: ya falta poco para la llegada.",
    "quote.line": "{rule}: {quantity} × {unit} = {amount}",
    "quote.line_once": "{rule}: {amount}",
    "quote.too_many": "En {name} entran hasta {capacity}. ¿Te muestro otras?",
    "quote.no_pets": "En {name} no se aceptan mascotas. ¿Te muestro otras?",
    "policy.all": "Si cancelás hasta el {until}, te devolvemos todo lo que pagaste",
    "policy.part": "Si cancelás hasta el {until}, te devolvemos el {percent} % de lo que pagaste",
    "policy.then": "hasta el {until}, el {percent} %",
    "policy.end": "después, nada.",
    "policy.nothing": "Si cancelás, no hay devolución.",
    "policy.law": "Además tenés 10 días para arrepentirte, hasta 24 horas antes de llegar: te devolvemos todo.",
    "rule.night.base": "Noches de domingo a jueves",
    "rule.night.weekend": "Noches de viernes y sábado",
    "rule.night.season": "Noches de domingo a jueves, {label}",
    "rule.night.season_weekend": "Noches de viernes y sábado, {label}",
    "rule.night.holiday": "Noches de feriado, {label}",
    "rule.night.agreed": "Noches ya acordadas",
    "rule.night.override": "Noches con precio especial",
    "rule.guest.extra": "Personas adicionales, por noche",
    "rule.guest.child": "Chicos adicionales, por noche",
    "rule.fee.cleaning": "Limpieza final",
    "rule.fee.pets": "Mascotas",
    "rule.fee.linen": "Ropa blanca",
    "rule.fee.other": "{label}",
    "rule.discount.length": "Descuento por la cantidad de noches",
    "rule.discount.returning": "Descuento por volver a visitarnos",
    "rule.rounding": "Redondeo",
    "button.book": "Reservar",
    "button.others": "Ver otras",
    # hold
    "held": (
        "¡Listo! Te guardo *{name}* del {stay} por {duration}, hasta las {until}.\n"
        "Tu código es *{code}*. Ya te mando el link para pagar la seña."
    ),
    "held.already": "Ya te la tengo guardada hasta las {until}, con el código *{code}*.",
    "held.gone": "Uh, justo alguien tomó esas fechas en {name}.",
    "held.gone_none": "Uh, justo alguien tomó esas fechas en {name} y no me queda otra libre. ¿Probamos otros días?",
    "held.gone_nearby": "Uh, justo alguien tomó esas fechas en {name}. Te busqué las más cercanas que están libres, ¿te sirve alguna?",
    "quote.expired": "Ese precio ya venció. Lo busco de nuevo.",
    "pay": "Seña de *{amount}* para {name}, código {code}. El link sirve hasta las {until}.",
    "pay.label": "Pagar la seña",
    "pay.preparing": "Estoy preparando el link de pago. Te lo mando en un momento.",
    "pay.nothing": "No hay nada para pagar en este momento.",
    # payment
    "confirmed": (
        "¡Reserva confirmada! 🎉\n*{name}* · código *{code}*\n{stay_line}\n{guests}\n\n"
        "Pagaste {paid}. Queda un saldo de {balance} para cuando llegues."
    ),
    "confirmed.paid_all": (
        "¡Reserva confirmada! 🎉\n*{name}* · código *{code}*\n{stay_line}\n{guests}\n\nPagaste {paid}: está todo saldado."
    ),
    "confirmed.by_hand": (
        "¡Reserva confirmada! 🎉\n*{name}* · código *{code}*\n{stay_line}\n{guests}\n\n"
        "El total es {total}. Por lo que ya pagaste, cualquier duda te responde una persona del equipo."
    ),
    "arrive": "*Cómo llegar a {name}*\n{address}\n{directions}\n\nTe esperamos desde las {check_in_time}.",
    "payment.pending": "Mercado Pago está revisando tu pago. Te aviso apenas se acredite; mientras tanto te guardo las fechas.",
    "payment.pending_late": "Mercado Pago está revisando tu pago, pero el tiempo de la pre-reserva ya terminó. Apenas se acredite veo si las fechas siguen libres y te aviso.",
    "payment.rejected": "El pago no pasó. Podés probar de nuevo con el mismo link o con otro medio.",
    "payment.underpaid": "Recibimos {amount}, que es menos que la seña. Ya le aviso a una persona para resolverlo con vos.",
    "payment.late_taken": (
        "Recibimos tu pago de {amount}, pero llegó cuando esas fechas ya no estaban libres. "
        "Tu plata está a salvo: una persona te escribe para ofrecerte un cambio o devolvértela."
    ),
    "payment.duplicate": "Recibimos un pago de más, de {amount}. Una persona te escribe para devolvértelo o tomarlo a cuenta.",
    "payment.other": "Recibimos una novedad sobre tu pago y la está viendo una persona. Te escribimos por acá.",
    "expired": "Se venció el tiempo para pagar la seña de {name} del {stay}, así que solté las fechas. ¿La busco de nuevo?",
    "button.again": "Buscar de nuevo",
    # my reservation
    "mine.hold": "*{name}* · código *{code}*\n{stay_line}\n{guests}\n\nTe la guardo hasta las {until}. Seña pendiente: {deposit}.",
    "mine.confirmed": "*{name}* · código *{code}*\n{stay_line}\n{guests}\n\nConfirmada ✔ Pagaste {paid}; saldo al llegar: {balance}.",
    "mine.by_hand": (
        "*{name}* · código *{code}*\n{stay_line}\n{guests}\n\n"
        "Confirmada ✔ El total es {total}. Por lo que ya pagaste, cualquier duda te responde una persona del equipo."
    ),
    "mine.ended": "*{name}* · código *{code}*\n{stay_line}\n{guests}\n\nSe terminó el tiempo para pagar la seña. Estoy viendo si llegó tu pago; te aviso por acá.",
    "mine.none": "No encuentro una reserva activa con este número. ¿Buscamos una cabaña?",
    "button.pay": "Pagar la seña",
    "button.cancel": "Cancelar",
    "button.arrive": "Cómo llegar",
    # cancel
    "cancel.ask": "¿Cancelo la pre-reserva de {name} del {stay}? Todavía no pagaste nada.",
    "button.cancel_yes": "Sí, cancelar",
    "button.cancel_no": "No, la dejo",
    "cancel.already": "Esa pre-reserva ya no está activa. ¿En qué te ayudo?",
    "cancel.money": "Hay un pago tuyo en camino para esa reserva: para cancelarla te paso con una persona.",
    "cancel.done": "Listo, cancelé la pre-reserva {code}. ¡Gracias por avisar!",
    "cancel.kept": "Perfecto, la dejo como está.",
    "cancel.begun": "Tu estadía ya empieza: para eso te paso con una persona del equipo.",
    "cancel.by_person": "El pago de tu reserva lo lleva una persona del equipo: le paso tu pedido de cancelar y te escribe por acá.",
    "cancel.nothing": "No tenés una reserva para cancelar.",
    "cancel.ask_stay": "¿Cancelo tu reserva en {name} del {stay}? Pagaste {paid}.\n{refund}",
    "cancel.by_policy": "Te devolvemos {amount}: cancelando hasta el {until} es el {percent} % de lo que pagaste.",
    "cancel.by_law": "Te devolvemos todo, {amount}: estás a tiempo de arrepentirte.",
    "cancel.too_late": "Te devolvemos {amount}, lo que pagaste de más; para el resto ya pasó la fecha.",
    "cancel.nothing_back": "Ya pasó la fecha para cancelar con devolución, así que no te devolvemos nada.",
    "cancel.withdrawal_ended": (
        "Para arrepentirte tenías 10 días desde que se confirmó, y hasta 24 horas antes de llegar: ese plazo ya pasó."
    ),
    "cancel.done_stay": "Listo, cancelé tu reserva {code}. ¡Gracias por avisar!",
    "refund.due": "Te devolvemos {amount}. Lo hace una persona del equipo y te aviso por acá.",
    "refund.none": "No hay nada para devolverte.",
    "refund.by_person": "Por la plata que pagaste te escribe una persona del equipo.",
    "refund.withdrawal": "Tu código de arrepentimiento es *{code}*: guardalo como comprobante.",
    "refund.done_mercadopago": "Te devolvimos {amount} de la reserva {code} por Mercado Pago. Puede tardar unos días en verse.",
    "refund.done_transfer": "Te devolvimos {amount} de la reserva {code} por transferencia.",
    "refund.done_cash": "Te devolvimos {amount} de la reserva {code} en efectivo.",
    # what others did to a reservation
    "told.changed": (
        "Te cuento que cambió tu reserva *{code}*. Quedó así:\n*{name}*\n{stay_line}\n{guests}\n\n"
        "Total: {total}. Pagaste {paid}; saldo: {balance}."
    ),
    "told.changed_by_hand": (
        "Te cuento que cambió tu reserva *{code}*. Quedó así:\n*{name}*\n{stay_line}\n{guests}\n\nTotal: {total}."
    ),
    "told.cancelled_by_house": (
        "Lo sentimos mucho: tuvimos que cancelar tu reserva *{code}* en {name}, del {stay}. No es por nada que hayas hecho."
    ),
    "told.again": "Si querés, te ayudo a encontrar otro lugar u otras fechas.",
    "told.cancelled": "Tu reserva *{code}* en {name}, del {stay}, quedó cancelada.",
    "refused.other": "Eso ya no está disponible. ¿En qué te ayudo?",
    # person
    "person": "Listo, le aviso a una persona del equipo. Te responde por acá apenas pueda.",
    # what nobody asked for
    "remind.hold_ending": "Te queda poco tiempo: *{name}* está guardada para vos hasta las {until}. Con la seña de {amount} queda confirmada. ¿La pagás ahora?",
    "remind.quote": "¿Pudiste pensarlo? *{name}*, del {stay}, sigue libre a {total} por toda la estadía. ¿Te la reservo?",
    "remind.balance": "Te recuerdo el saldo de tu reserva *{code}* en {name}: {amount}, hasta el {due}. ¿Lo coordinamos por acá?",
    "remind.arrival": "¡Mañana te esperamos en *{name}*! 🏡 Podés llegar desde las {check_in_time}.",
    "remind.arrival_today": "¡Hoy te esperamos en *{name}*! 🏡 Podés llegar desde las {check_in_time}.",
    "remind.door": "Para entrar: {door_code}",
    "remind.wifi": "Wi-Fi: {wifi}",
    "remind.balance_left": "Queda un saldo de {balance} para cuando llegues.",
    "remind.departed": "¡Gracias por venir a *{name}*! Ojalá la hayas pasado muy bien.",
    "remind.review": "Si te gustó, nos ayuda mucho que lo cuentes acá: {url}",
    # not understood
    "lost": "Perdón, no te entendí. ¿Querés buscar una cabaña, ver tu reserva o hablar con alguien?",
    "media.receipt": "¡Gracias! Ya se lo paso a una persona del equipo para que lo revise y te confirme 🙌",
    "media.again": "No pude abrir lo que me mandaste. ¿Me lo enviás otra vez?",
    "lost.media": "Por ahora leo solamente texto. ¿Me lo escribís?",
    "ask.cabin": "¿Cuál te gusta? Tocá *Ver cabañas* o decime el nombre.",
    "later": "Para eso te conviene hablar con una persona del equipo.",
    # steering the talk
    "button.back": "Volver",
    "row.cabins": "Ver las cabañas",
    "restart": "Dale, empezamos de nuevo. ¿Para qué fechas?",
    "welcome_back": "¡Hola de nuevo{name}! 👋",
    "welcome_back.search": "¡Hola de nuevo{name}! 👋 La otra vez mirabas del {stay}, para {guests}. ¿Lo busco de nuevo?",
    "ask.length_button": "Elegir noches",
    "ask.length_row": "hasta el {day}",
    "ask.guests_button": "Elegir personas",
    "ask.book": "¿La reservamos?",
    "ask.cancel": "¿Seguimos con la cancelación?",
    "ask.change": "¿Hago el cambio?",
    "lost.asked": "No nos estamos entendiendo y no quiero marearte. ¿Querés que siga una persona del equipo?",
    "lost.person": "Sigo sin entenderte, perdón. ¿Preferís hablar con una persona del equipo?",
    "lost.old_button": "Ese botón ya no está en uso. ¿Por dónde seguimos?",
    "figures.safe": "Para no pasarte un dato equivocado, prefiero que esto te lo confirme una persona del equipo.",
    # about a cabin
    "cabins": "Estas son nuestras cabañas. ¿De cuál te cuento?",
    "cabins.row": "hasta {capacity}",
    "cabins.none": "Ahora mismo no tenemos cabañas en alquiler.",
    "about": "*{name}*, hasta {capacity}. ¿Qué te cuento?",
    "about.button": "Ver temas",
    "about.which": "¿De cuál cabaña te cuento?",
    "row.photos": "Fotos",
    "row.services": "Servicios",
    "row.beds": "Camas",
    "row.rules": "Reglas y horarios",
    "row.place": "Ubicación",
    "row.route": "Cómo se llega",
    "about.photos": "Así es {name}. ¿Te paso el precio para tus fechas?",
    "about.no_photos": "Todavía no tengo fotos de {name} para mandarte.",
    "about.beds": "En {name} entran hasta {capacity}.\nCamas: {beds}",
    "about.place": "{name} está en {address}.",
    "about.route": "*Cómo se llega a {name}*\n{address}\n{directions}",
    "about.services": "{name} tiene: {amenities}",
    "about.has": "En {name}: {what}",
    "about.all_have": "Sí, en todas: {what}",
    "about.some_have": "En {names}: {what}",
    "about.unknown": "Eso no lo sé. Ya se lo pregunto al equipo y te responden por acá; mientras tanto sigo para lo que necesites.",
    "about.rules": "*{name}* · hasta {capacity}\nSe entra desde las {check_in_time} y se sale hasta las {check_out_time}.",
    "about.pets": "Se aceptan mascotas.",
    "about.no_pets": "No se aceptan mascotas.",
    "button.quote": "Ver precio",
    "button.about": "Saber más",
    # what the owner answered
    "row.faq": "Preguntas frecuentes",
    "faq.list": "¿Qué querés saber de {name}? Elegí una pregunta o escribime la tuya.",
    "faq.button": "Ver preguntas",
    "faq.none": "Todavía no tengo preguntas anotadas de {name}. Escribime la tuya: si no lo sé, se la paso al equipo.",
    # changing a reservation
    "button.change_dates": "Cambiar fechas",
    "button.change_people": "Cambiar personas",
    "button.change_cabin": "Cambiar cabaña",
    "button.change_yes": "Sí, cambiala",
    "button.change_no": "Dejarla como está",
    "change.ask_what": "¿Qué cambiamos: las fechas, las personas o la cabaña?",
    "change.ask_cabin": "¿A qué cabaña la pasamos?",
    "change.told": "Quedaría así:\n*{name}*\n{stay_line}\n{guests}\n\nTotal: {total} ({difference}).",
    "change.more": "{amount} más que ahora",
    "change.less": "{amount} menos que ahora",
    "change.no_difference": "lo mismo que ahora",
    "change.deposit": "La seña sería de {deposit}.",
    "change.balance": "Pagaste {paid}; el saldo queda en {balance}.",
    "change.done": "¡Listo, cambié tu reserva *{code}*! Quedó así:\n*{name}*\n{stay_line}\n{guests}\n\nTotal: {total}.",
    "change.same": "Así es justo como está tu reserva: no hay nada que cambiar.",
    "change.refund": "Con ese cambio habría que devolverte plata: lo tiene que ver una persona del equipo. Tu reserva sigue como está.",
    "change.ended": "Se terminó el tiempo de esa pre-reserva, así que no la puedo cambiar.",
    "change.money": "Hay un pago tuyo en camino para esa reserva: para cambiarla te conviene hablar con una persona.",
    "change.begun": "Tu estadía ya empieza: para cambiarla te conviene hablar con una persona del equipo.",
    "change.by_person": "Ese cambio lo tiene que hacer una persona del equipo. Tu reserva sigue como está.",
    "change.too_late": "Ya pasó la fecha hasta la que podés cambiarla por acá, según la política de cancelación. Una persona del equipo lo puede ver con vos.",
    "change.no_cabin": "No tengo otra cabaña donde entren todos. ¿Lo vemos con una persona?",
    "change.too_many": "En {name} entran hasta {capacity}. Tu reserva sigue como está.",
    "change.no_pets": "En {name} no se aceptan mascotas. Tu reserva sigue como está.",
    "change.taken": "Esas noches no están libres, así que tu reserva sigue como está. Decime otras fechas o lo ves con una persona.",
    "change.taken_nearby": "Esas noches no están libres, así que tu reserva sigue como está. ¿Te sirve alguna de estas?",
    # more about my reservation
    "mine.button": "Ver opciones",
    "row.means": "Otros medios de pago",
    "row.more_time": "Más tiempo para pagar",
    "row.change": "Cambiar la reserva",
    "row.hours": "Horarios",
    "row.balance": "Ver el saldo",
    "row.receipt": "Lo que pagué",
    "means": "Con el link pagás por Mercado Pago: tarjeta de crédito, débito o dinero en cuenta. Si querés pagar de otra forma, lo ves con una persona del equipo.",
    "means.before": "La seña se paga con un link de Mercado Pago: tarjeta de crédito, débito o dinero en cuenta. ¿Buscamos tu cabaña?",
    "hours": "Tus horarios en {name}:\n{stay_line}",
    "receipt": "*{name}* · código *{code}*\nDel {stay}\n\nTotal: {total}\nPagaste: {paid}\nSaldo: {balance}\n\nEs un resumen, no una factura.",
    "receipt.hold": "El total es {total}. Para confirmarla falta pagar la seña, {deposit}.",
    "more_time.done": "Listo, te guardo *{name}* hasta las {until}. Te mando el link actualizado.",
    "more_time.once": "Ya te di más tiempo una vez y no puedo estirarlo de nuevo. Si lo necesitás, una persona del equipo lo ve con vos.",
    "more_time.no": "A esa reserva no le puedo dar más tiempo para pagar. Una persona del equipo lo puede ver con vos.",
}

PLURALS = {
    "guests": ("{n} persona", "{n} personas"),
    "nights": ("{n} noche", "{n} noches"),
    "days": ("{n} día", "{n} días"),
    "minutes": ("{n} minuto", "{n} minutos"),
    "hours": ("{n} hora", "{n} horas"),
    "pets": ("{n} mascota", "{n} mascotas"),
}

DAY = "EEEE d 'de' MMMM"
DAY_WITH_YEAR = "EEEE d 'de' MMMM 'de' y"
JOIN = "{first} al {last}"
SHORT_DAY = "EEE d/M"
DAY_ALONE = "EEEE d"
STAY_LINE = "Llegada: {check_in}, desde las {check_in_time}\nSalida: {check_out}, hasta las {check_out_time}"
AND = " y "
# Where a currency is not written as Babel would.
SYMBOLS: dict[str, str] = {}
