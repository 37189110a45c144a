"""What guests read in Brazilian Portuguese: warm, short, one question at a time, by você."""

TEXTS = {
    # greeting and menu
    "greeting": "Olá{name}! 👋 Sou o assistente das cabanas. Como posso ajudar?",
    "menu": "Como posso ajudar?",
    "button.search": "Buscar cabana",
    "button.mine": "Minha reserva",
    "button.person": "Falar com alguém",
    "button.menu": "Menu",
    "thanks": "Eu que agradeço! Qualquer coisa, é só me escrever por aqui.",
    "language.switched": "Claro, seguimos em português! Se eu tinha feito uma pergunta, é só responder; se não, escolha como continuar.",
    # gathering the stay
    "ask.dates": "Para quais datas? Por exemplo: *de 10 a 14 de janeiro*.",
    "ask.length": "Você chega {check_in}. Quantas noites vai ficar?",
    "ask.guests": "Quantas pessoas são, contando as crianças?",
    "ask.dates_again": "Não consegui entender as datas. Pode me dizer com dia e mês? Por exemplo: *de 10 a 14 de janeiro*.",
    "ask.guests_again": "Pode me dizer quantos são, com um número? Por exemplo: *4*.",
    "ambiguous.vague_period": "Quais dias exatos você tem em mente? Por exemplo: *de 10 a 14 de janeiro*.",
    "ambiguous.impossible_date": "Essa data não existe no calendário. Pode me dizer de novo quais dias?",
    "ambiguous.reversed_range": "A saída ficou antes da chegada. Que dia você chega e que dia vai embora?",
    "ambiguous.past": "Essa data já passou. Para quais dias você procura?",
    "ambiguous.weekday_mismatch": "O dia da semana não combina com a data. Quais dias seriam, com dia e mês?",
    "ambiguous.alternatives": "Qual dessas datas eu vejo primeiro?",
    "ambiguous.other": "Quero ter certeza das datas: que dia você chega e que dia vai embora?",
    "refused.past": "Essa data já passou. Para quais dias você procura?",
    "refused.long": "Para estadias tão longas é melhor ver com uma pessoa da equipe.",
    "refused.minimum_nights": "Nessas datas o mínimo é de {nights}. Quantas noites você ficaria?",
    "refused.maximum_nights": "Nessas datas dá para reservar até {nights}. Quantas noites você ficaria?",
    "refused.stay_closed_to_arrival": "Nesse dia não recebemos chegadas. Outro dia serve para você? Me diga as datas com dia e mês.",
    "refused.stay_closed_to_departure": "Nesse dia não há saídas. Outro dia serve para você? Me diga as datas com dia e mês.",
    "refused.stay_lead_time": "Para preparar tudo direitinho precisamos de {days} de antecedência. Você quer ver outra data?",
    "refused.stay_booking_window": "Por enquanto aceitamos reservas até {days} à frente. Você quer ver outra data?",
    "refused.far": "Ainda não aceitamos reservas para tão longe. Você quer ver outra data?",
    # results
    "found": "De {stay}, para {guests}, tenho isto livre. O preço é pela estadia toda:",
    "found.button": "Ver cabanas",
    "found.row": "{total} · até {capacity}",
    "none": "De {stay} não tenho nada livre para {guests}. Vamos tentar outras datas?",
    "none.nearby": "De {stay} não tenho nada livre para {guests}, mas bem perto sim. Alguma destas datas serve?",
    "nearby.button": "Ver datas",
    "nearby.row": "{nights} · {name}",
    "none.size": "Nossa maior cabana é para {capacity}. Se forem mais, passo você para uma pessoa e vemos juntos.",
    "button.other_dates": "Outras datas",
    # a cabin
    "cabin": "*{name}* · até {capacity}\n{description}\n\nCamas: {beds}\nTem: {amenities}",
    "cabin.gone": "Essa cabana não está mais disponível.",
    "quote": "*{name}*\n{stay_line}\n{guests}\n\n{lines}\n*Total: {total}*\n\n{terms}\n{policy}",
    "quote.terms": "Para reservar, você paga um sinal de {deposit}; o restante, {balance}, na chegada.",
    "quote.terms_due": "Para reservar, você paga um sinal de {deposit}; o restante, {balance}, até {due}.",
    "quote.terms_all": "Para reservar, você paga o total, {deposit}: falta pouco para a chegada.",
    "quote.line": "{rule}: {quantity} × {unit} = {amount}",
    "quote.line_once": "{rule}: {amount}",
    "quote.too_many": "Na {name} cabem até {capacity}. Mostro outras?",
    "quote.no_pets": "Na {name} não aceitamos animais. Mostro outras?",
    "policy.all": "Se você cancelar até {until}, devolvemos tudo o que pagou",
    "policy.part": "Se você cancelar até {until}, devolvemos {percent}% do que pagou",
    "policy.then": "até {until}, {percent}%",
    "policy.end": "depois, nada.",
    "policy.nothing": "Se você cancelar, não há devolução.",
    "policy.law": "Além disso, você tem 10 dias para se arrepender, até 24 horas antes de chegar: devolvemos tudo.",
    "rule.night.base": "Noites de domingo a quinta",
    "rule.night.weekend": "Noites de sexta e sábado",
    "rule.night.season": "Noites de domingo a quinta, {label}",
    "rule.night.season_weekend": "Noites de sexta e sábado, {label}",
    "rule.night.holiday": "Noites de feriado, {label}",
    "rule.night.agreed": "Noites já combinadas",
    "rule.night.override": "Noites com preço especial",
    "rule.guest.extra": "Pessoas adicionais, por noite",
    "rule.guest.child": "Crianças adicionais, por noite",
    "rule.fee.cleaning": "Limpeza final",
    "rule.fee.pets": "Animais",
    "rule.fee.linen": "Roupa de cama e banho",
    "rule.fee.other": "{label}",
    "rule.discount.length": "Desconto pela quantidade de noites",
    "rule.discount.returning": "Desconto por voltar a nos visitar",
    "rule.rounding": "Arredondamento",
    "button.book": "Reservar",
    "button.others": "Ver outras",
    # hold
    "held": (
        "Pronto! Guardo *{name}* para você, de {stay}, por {duration}, até as {until}.\n"
        "Seu código é *{code}*. Já mando o link para pagar o sinal."
    ),
    "held.already": "Já está guardada para você até as {until}, com o código *{code}*.",
    "held.gone": "Puxa, alguém acabou de reservar essas datas na {name}.",
    "held.gone_none": "Puxa, alguém acabou de reservar essas datas na {name} e não tenho outra livre. Vamos tentar outros dias?",
    "held.gone_nearby": "Puxa, alguém acabou de reservar essas datas na {name}. Procurei as mais próximas que estão livres, alguma serve?",
    "quote.expired": "Esse preço já venceu. Vou buscar de novo.",
    "pay": "Sinal de *{amount}* para {name}, código {code}. O link vale até as {until}.",
    "pay.label": "Pagar o sinal",
    "pay.preparing": "Estou preparando o link de pagamento. Mando em um instante.",
    "pay.nothing": "Não há nada para pagar neste momento.",
    # payment
    "confirmed": (
        "Reserva confirmada! 🎉\n*{name}* · código *{code}*\n{stay_line}\n{guests}\n\n"
        "Você pagou {paid}. Falta um saldo de {balance} para quando chegar."
    ),
    "confirmed.paid_all": (
        "Reserva confirmada! 🎉\n*{name}* · código *{code}*\n{stay_line}\n{guests}\n\nVocê pagou {paid}: está tudo quitado."
    ),
    "confirmed.by_hand": (
        "Reserva confirmada! 🎉\n*{name}* · código *{code}*\n{stay_line}\n{guests}\n\n"
        "O total é {total}. Sobre o que você já pagou, qualquer dúvida uma pessoa da equipe responde."
    ),
    "arrive": "*Como chegar à {name}*\n{address}\n{directions}\n\nEsperamos você a partir das {check_in_time}.",
    "payment.pending": "O Mercado Pago está analisando seu pagamento. Aviso assim que for aprovado; enquanto isso, guardo as datas.",
    "payment.pending_late": "O Mercado Pago está analisando seu pagamento, mas o tempo da pré-reserva já acabou. Assim que for aprovado, vejo se as datas continuam livres e aviso você.",
    "payment.rejected": "O pagamento não passou. Você pode tentar de novo com o mesmo link ou com outro meio.",
    "payment.underpaid": "Recebemos {amount}, que é menos que o sinal. Já aviso uma pessoa para resolver com você.",
    "payment.late_taken": (
        "Recebemos seu pagamento de {amount}, mas ele chegou quando essas datas já não estavam livres. "
        "Seu dinheiro está seguro: uma pessoa vai escrever para oferecer uma troca ou a devolução."
    ),
    "payment.duplicate": "Recebemos um pagamento a mais, de {amount}. Uma pessoa vai escrever para devolver ou descontar do saldo.",
    "payment.other": "Recebemos uma novidade sobre seu pagamento e uma pessoa está vendo. Escrevemos por aqui.",
    "expired": "Acabou o tempo para pagar o sinal da {name}, de {stay}, então liberei as datas. Busco de novo?",
    "button.again": "Buscar de novo",
    # my reservation
    "mine.hold": "*{name}* · código *{code}*\n{stay_line}\n{guests}\n\nGuardada para você até as {until}. Sinal pendente: {deposit}.",
    "mine.confirmed": "*{name}* · código *{code}*\n{stay_line}\n{guests}\n\nConfirmada ✔ Você pagou {paid}; saldo na chegada: {balance}.",
    "mine.by_hand": (
        "*{name}* · código *{code}*\n{stay_line}\n{guests}\n\n"
        "Confirmada ✔ O total é {total}. Sobre o que você já pagou, qualquer dúvida uma pessoa da equipe responde."
    ),
    "mine.ended": "*{name}* · código *{code}*\n{stay_line}\n{guests}\n\nAcabou o tempo para pagar o sinal. Estou vendo se o seu pagamento chegou; aviso por aqui.",
    "mine.none": "Não encontro uma reserva ativa com este número. Vamos buscar uma cabana?",
    "button.pay": "Pagar o sinal",
    "button.cancel": "Cancelar",
    "button.arrive": "Como chegar",
    # cancel
    "cancel.ask": "Cancelo a pré-reserva da {name}, de {stay}? Você ainda não pagou nada.",
    "button.cancel_yes": "Sim, cancelar",
    "button.cancel_no": "Não, mantenho",
    "cancel.already": "Essa pré-reserva não está mais ativa. Como posso ajudar?",
    "cancel.money": "Há um pagamento seu a caminho para essa reserva: para cancelar, passo você para uma pessoa.",
    "cancel.done": "Pronto, cancelei a pré-reserva {code}. Obrigado por avisar!",
    "cancel.kept": "Perfeito, deixo como está.",
    "cancel.begun": "Sua estadia já está começando: para isso passo você para uma pessoa da equipe.",
    "cancel.by_person": "Quem cuida do pagamento da sua reserva é uma pessoa da equipe: passo seu pedido de cancelamento e ela escreve por aqui.",
    "cancel.nothing": "Você não tem uma reserva para cancelar.",
    "cancel.ask_stay": "Cancelo sua reserva na {name}, de {stay}? Você pagou {paid}.\n{refund}",
    "cancel.by_policy": "Devolvemos {amount}: cancelando até {until} são {percent}% do que você pagou.",
    "cancel.by_law": "Devolvemos tudo, {amount}: você está no prazo para se arrepender.",
    "cancel.too_late": "Devolvemos {amount}, o que você pagou a mais; para o restante o prazo já passou.",
    "cancel.nothing_back": "O prazo para cancelar com devolução já passou, então não devolvemos nada.",
    "cancel.withdrawal_ended": (
        "Para se arrepender você tinha 10 dias desde a confirmação, e até 24 horas antes de chegar: esse prazo já passou."
    ),
    "cancel.done_stay": "Pronto, cancelei sua reserva {code}. Obrigado por avisar!",
    "refund.due": "Devolvemos {amount}. Uma pessoa da equipe faz isso e eu aviso por aqui.",
    "refund.none": "Não há nada para devolver.",
    "refund.by_person": "Sobre o dinheiro que você pagou, uma pessoa da equipe vai escrever.",
    "refund.withdrawal": "Seu código de arrependimento é *{code}*: guarde como comprovante.",
    "refund.done_mercadopago": "Devolvemos {amount} da reserva {code} pelo Mercado Pago. Pode levar alguns dias para aparecer.",
    "refund.done_transfer": "Devolvemos {amount} da reserva {code} por transferência.",
    "refund.done_cash": "Devolvemos {amount} da reserva {code} em dinheiro.",
    # what others did to a reservation
    "told.changed": (
        "Sua reserva *{code}* mudou. Ficou assim:\n*{name}*\n{stay_line}\n{guests}\n\n"
        "Total: {total}. Você pagou {paid}; saldo: {balance}."
    ),
    "told.changed_by_hand": (
        "Sua reserva *{code}* mudou. Ficou assim:\n*{name}*\n{stay_line}\n{guests}\n\nTotal: {total}."
    ),
    "told.cancelled_by_house": (
        "Sentimos muito: tivemos que cancelar sua reserva *{code}* na {name}, de {stay}. Não foi por nada que você tenha feito."
    ),
    "told.again": "Se quiser, ajudo a encontrar outro lugar ou outras datas.",
    "told.cancelled": "Sua reserva *{code}* na {name}, de {stay}, foi cancelada.",
    "refused.other": "Isso não está mais disponível. Como posso ajudar?",
    # person
    "person": "Pronto, já aviso uma pessoa da equipe. Ela responde por aqui assim que puder.",
    # what nobody asked for
    "remind.hold_ending": "Falta pouco tempo: *{name}* está guardada para você até as {until}. Com o sinal de {amount} fica confirmada. Quer pagar agora?",
    "remind.quote": "Conseguiu pensar? *{name}*, de {stay}, continua livre por {total} pela estadia toda. Reservo para você?",
    "remind.balance": "Lembrando do saldo da sua reserva *{code}* na {name}: {amount}, até {due}. Combinamos por aqui?",
    "remind.arrival": "Amanhã esperamos você na *{name}*! 🏡 Pode chegar a partir das {check_in_time}.",
    "remind.arrival_today": "Hoje esperamos você na *{name}*! 🏡 Pode chegar a partir das {check_in_time}.",
    "remind.door": "Para abrir a porta: {door_code}",
    "remind.wifi": "Wi-Fi: {wifi}",
    "remind.balance_left": "Falta um saldo de {balance} para quando chegar.",
    "remind.departed": "Obrigado por vir à *{name}*! Esperamos que tenha sido ótimo.",
    "remind.review": "Se gostou, ajuda muito contar aqui: {url}",
    # not understood
    "lost": "Desculpe, não entendi. Você quer buscar uma cabana, ver sua reserva ou falar com alguém?",
    "media.receipt": "Obrigado! Já passo para uma pessoa da equipe conferir e confirmar com você 🙌",
    "media.again": "Não consegui abrir o que você mandou. Pode enviar de novo?",
    "lost.media": "Por enquanto só leio texto. Pode escrever para mim?",
    "ask.cabin": "De qual você gostou? Toque em *Ver cabanas* ou me diga o nome.",
    "later": "Para isso é melhor falar com uma pessoa da equipe.",
    # steering the talk
    "button.back": "Voltar",
    "row.cabins": "Ver as cabanas",
    "restart": "Claro, vamos começar de novo. Para quais datas?",
    "welcome_back": "Olá de novo{name}! 👋",
    "welcome_back.search": "Olá de novo{name}! 👋 Da outra vez você olhava de {stay}, para {guests}. Procuro de novo?",
    "ask.length_button": "Escolher noites",
    "ask.length_row": "até {day}",
    "ask.guests_button": "Escolher pessoas",
    "ask.book": "Vamos reservar?",
    "ask.cancel": "Continuamos com o cancelamento?",
    "ask.change": "Faço a alteração?",
    "lost.asked": "Acho que não estamos nos entendendo e não quero confundir você. Prefere que uma pessoa da equipe continue?",
    "lost.person": "Continuo sem entender, desculpe. Prefere falar com uma pessoa da equipe?",
    "lost.old_button": "Esse botão não está mais em uso. Por onde continuamos?",
    "figures.safe": "Para não passar um dado errado, prefiro que uma pessoa da equipe confirme isso para você.",
    # about a cabin
    "cabins": "Estas são as nossas cabanas. Sobre qual quer saber?",
    "cabins.row": "até {capacity}",
    "cabins.none": "No momento não temos cabanas para alugar.",
    "about": "*{name}*, até {capacity}. O que você quer saber?",
    "about.button": "Ver assuntos",
    "about.which": "Sobre qual cabana quer saber?",
    "row.photos": "Fotos",
    "row.services": "Comodidades",
    "row.beds": "Camas",
    "row.rules": "Regras e horários",
    "row.place": "Localização",
    "row.route": "Como se chega",
    "about.photos": "Esta é {name}. Quer saber o preço para as suas datas?",
    "about.no_photos": "Ainda não tenho fotos de {name} para mandar.",
    "about.beds": "Em {name} cabem até {capacity}.\nCamas: {beds}",
    "about.place": "{name} fica em {address}.",
    "about.route": "*Como se chega a {name}*\n{address}\n{directions}",
    "about.services": "{name} oferece: {amenities}",
    "about.has": "Na cabana {name}: {what}",
    "about.all_have": "Sim, em todas: {what}",
    "about.some_have": "Nas cabanas {names}: {what}",
    "about.unknown": "Isso eu não sei. Já vou perguntar à equipe e respondem por aqui; enquanto isso continuo à disposição.",
    "about.rules": "*{name}* · até {capacity}\nA entrada é a partir das {check_in_time} e a saída até as {check_out_time}.",
    "about.pets": "Aceitamos animais de estimação.",
    "about.no_pets": "Não aceitamos animais de estimação.",
    "button.quote": "Ver preço",
    "button.about": "Saber mais",
    # what the owner answered
    "row.faq": "Perguntas frequentes",
    "faq.list": "O que você quer saber da {name}? Escolha uma pergunta ou escreva a sua.",
    "faq.button": "Ver perguntas",
    "faq.none": "Ainda não tenho perguntas anotadas da {name}. Escreva a sua: se eu não souber, passo para a equipe.",
    # changing a reservation
    "button.change_dates": "Alterar datas",
    "button.change_people": "Alterar pessoas",
    "button.change_cabin": "Trocar de cabana",
    "button.change_yes": "Sim, altere",
    "button.change_no": "Deixar como está",
    "change.ask_what": "O que vamos alterar: as datas, as pessoas ou a cabana?",
    "change.ask_cabin": "Para qual cabana passamos a reserva?",
    "change.told": "Ficaria assim:\n*{name}*\n{stay_line}\n{guests}\n\nTotal: {total} ({difference}).",
    "change.more": "{amount} a mais que agora",
    "change.less": "{amount} a menos que agora",
    "change.no_difference": "o mesmo que agora",
    "change.deposit": "O sinal seria de {deposit}.",
    "change.balance": "Você pagou {paid}; o saldo fica em {balance}.",
    "change.done": "Pronto, alterei a sua reserva *{code}*! Ficou assim:\n*{name}*\n{stay_line}\n{guests}\n\nTotal: {total}.",
    "change.same": "A sua reserva já está exatamente assim: não há nada para alterar.",
    "change.refund": "Com essa alteração seria preciso devolver dinheiro: uma pessoa da equipe tem que ver isso. A sua reserva continua como está.",
    "change.ended": "O tempo dessa pré-reserva terminou, então não posso alterá-la.",
    "change.money": "Há um pagamento seu a caminho para essa reserva: para alterá-la é melhor falar com uma pessoa.",
    "change.begun": "A sua estadia já está começando: para alterá-la é melhor falar com uma pessoa da equipe.",
    "change.by_person": "Essa alteração precisa ser feita por uma pessoa da equipe. A sua reserva continua como está.",
    "change.too_late": "Já passou a data até a qual você pode alterá-la por aqui, conforme a política de cancelamento. Uma pessoa da equipe pode ver isso com você.",
    "change.no_cabin": "Não tenho outra cabana em que caibam todos. Vemos isso com uma pessoa?",
    "change.too_many": "Em {name} cabem até {capacity}. A sua reserva continua como está.",
    "change.no_pets": "Em {name} não aceitamos animais de estimação. A sua reserva continua como está.",
    "change.taken": "Essas noites não estão livres, então a sua reserva continua como está. Me diga outras datas ou veja com uma pessoa.",
    "change.taken_nearby": "Essas noites não estão livres, então a sua reserva continua como está. Alguma destas serve?",
    # more about my reservation
    "mine.button": "Ver opções",
    "row.means": "Outras formas de pagar",
    "row.more_time": "Mais tempo para pagar",
    "row.change": "Alterar a reserva",
    "row.hours": "Horários",
    "row.balance": "Ver o saldo",
    "row.receipt": "O que já paguei",
    "means": "Com o link você paga pelo Mercado Pago: cartão de crédito, débito ou saldo em conta. Se quiser pagar de outra forma, veja com uma pessoa da equipe.",
    "means.before": "O sinal é pago com um link do Mercado Pago: cartão de crédito, débito ou saldo em conta. Vamos procurar a sua cabana?",
    "hours": "Os seus horários em {name}:\n{stay_line}",
    "receipt": "*{name}* · código *{code}*\nDe {stay}\n\nTotal: {total}\nVocê pagou: {paid}\nSaldo: {balance}\n\nÉ um resumo, não uma nota fiscal.",
    "receipt.hold": "O total é {total}. Para confirmar falta pagar o sinal, {deposit}.",
    "more_time.done": "Pronto, guardo *{name}* para você até as {until}. Já mando o link atualizado.",
    "more_time.once": "Já dei mais tempo uma vez e não posso estender de novo. Se precisar, uma pessoa da equipe vê isso com você.",
    "more_time.no": "Não posso dar mais tempo para pagar essa reserva. Uma pessoa da equipe pode ver isso com você.",
}

PLURALS = {
    "guests": ("{n} pessoa", "{n} pessoas"),
    "nights": ("{n} noite", "{n} noites"),
    "days": ("{n} dia", "{n} dias"),
    "minutes": ("{n} minuto", "{n} minutos"),
    "hours": ("{n} hora", "{n} horas"),
    "pets": ("{n} animal", "{n} animais"),
}

DAY = "EEEE, d 'de' MMMM"
DAY_WITH_YEAR = "EEEE, d 'de' MMMM 'de' y"
JOIN = "{first} a {last}"
SHORT_DAY = "EEE d/M"
DAY_ALONE = "EEEE, d"
STAY_LINE = "Chegada: {check_in}, a partir das {check_in_time}\nSaída: {check_out}, até as {check_out_time}"
AND = " e "
# Where a currency is not written as Babel would: prices in pesos look as they do on every wall in Argentina.
SYMBOLS = {"ARS": "$"}
