"""What guests read in English: plain and international, warm, short, one question at a time."""

TEXTS = {
    # greeting and menu
    "greeting": "Hi{name}! 👋 I'm the cabins' assistant. How can I help?",
    "menu": "How can I help?",
    "button.search": "Find a cabin",
    "button.mine": "My booking",
    "button.person": "Talk to someone",
    "button.menu": "Menu",
    "thanks": "Thank you! I'm right here if you need anything.",
    "language.switched": "Sure, English it is! If I had asked you something, just answer it; if not, choose how to go on.",
    # gathering the stay
    "ask.dates": "Which dates? For example: *10 to 14 January*.",
    "ask.length": "You arrive on {check_in}. How many nights are you staying?",
    "ask.guests": "How many people are you, counting the children?",
    "ask.dates_again": "I didn't get the dates. Could you tell me day and month? For example: *10 to 14 January*.",
    "ask.guests_again": "Could you tell me how many you are, as a number? For example: *4*.",
    "ambiguous.vague_period": "Which exact days do you have in mind? For example: *10 to 14 January*.",
    "ambiguous.impossible_date": "That date isn't in the calendar. Could you tell me the days again?",
    "ambiguous.reversed_range": "The departure came out before the arrival. Which day do you arrive and which day do you leave?",
    "ambiguous.past": "That date has passed. Which days are you looking for?",
    "ambiguous.weekday_mismatch": "The weekday and the date don't match. Which days would it be, with day and month?",
    "ambiguous.alternatives": "Which of those dates should I check first?",
    "ambiguous.other": "I want to get the dates right: which day do you arrive and which day do you leave?",
    "refused.past": "That date has passed. Which days are you looking for?",
    "refused.long": "For such a long stay it's better to talk to a person.",
    "refused.minimum_nights": "On those dates the minimum is {nights}. How many nights would you stay?",
    "refused.maximum_nights": "On those dates you can book up to {nights}. How many nights would you stay?",
    "refused.stay_closed_to_arrival": "There are no arrivals on that day. Could you arrive on another one? Tell me the dates with day and month.",
    "refused.stay_closed_to_departure": "There are no departures on that day. Could you leave on another one? Tell me the dates with day and month.",
    "refused.stay_lead_time": "We need {days} of notice to get everything ready. Would you like another date?",
    "refused.stay_booking_window": "For now we take bookings up to {days} ahead. Would you like another date?",
    "refused.far": "We don't take bookings that far ahead yet. Would you like another date?",
    # results
    "found": "For {stay}, {guests}, this is free. The price is for the whole stay:",
    "found.button": "See cabins",
    "found.row": "{total} · up to {capacity}",
    "none": "For {stay} I have nothing free for {guests}. Shall we try other dates?",
    "none.nearby": "For {stay} I have nothing free for {guests}, but I do very close to that. Would any of these dates work?",
    "nearby.button": "See dates",
    "nearby.row": "{nights} · {name}",
    "none.size": "Our largest cabin is for {capacity}. If you are more, I'll pass you on to a person and we'll work it out together.",
    "button.other_dates": "Other dates",
    # a cabin
    "cabin": "*{name}* · up to {capacity}\n{description}\n\nBeds: {beds}\nIt has: {amenities}",
    "cabin.gone": "That cabin is no longer available.",
    "quote": "*{name}*\n{stay_line}\n{guests}\n\n{lines}\n*Total: {total}*\n\n{terms}\n{policy}",
    "quote.terms": "To book you pay a deposit of {deposit}; the rest, {balance}, on arrival.",
    "quote.terms_due": "To book you pay a deposit of {deposit}; the rest, {balance}, by {due}.",
    "quote.terms_all": "To book you pay the total, {deposit}: your arrival is close.",
    "quote.line": "{rule}: {quantity} × {unit} = {amount}",
    "quote.line_once": "{rule}: {amount}",
    "quote.too_many": "{name} sleeps up to {capacity}. Shall I show you others?",
    "quote.no_pets": "Pets can't stay in {name}. Shall I show you others?",
    "policy.all": "If you cancel by {until}, we refund everything you paid",
    "policy.part": "If you cancel by {until}, we refund {percent}% of what you paid",
    "policy.then": "by {until}, {percent}%",
    "policy.end": "after that, nothing.",
    "policy.nothing": "If you cancel, there is no refund.",
    "policy.law": "You also have 10 days to change your mind, until 24 hours before you arrive: we refund everything.",
    "rule.night.base": "Sunday to Thursday nights",
    "rule.night.weekend": "Friday and Saturday nights",
    "rule.night.season": "Sunday to Thursday nights, {label}",
    "rule.night.season_weekend": "Friday and Saturday nights, {label}",
    "rule.night.holiday": "Holiday nights, {label}",
    "rule.night.agreed": "Nights already agreed",
    "rule.night.override": "Nights at a special price",
    "rule.guest.extra": "Extra people, per night",
    "rule.guest.child": "Extra children, per night",
    "rule.fee.cleaning": "Final cleaning",
    "rule.fee.pets": "Pets",
    "rule.fee.linen": "Linen and towels",
    "rule.fee.other": "{label}",
    "rule.discount.length": "Discount for the number of nights",
    "rule.discount.returning": "Discount for coming back",
    "rule.rounding": "Rounding",
    "button.book": "Book",
    "button.others": "See others",
    # hold
    "held": (
        "Done! I'm keeping *{name}* for you, {stay}, for {duration}, until {until}.\n"
        "Your code is *{code}*. I'm sending you the link to pay the deposit."
    ),
    "held.already": "I'm already keeping it for you until {until}, with the code *{code}*.",
    "held.gone": "Oh no, someone has just taken those dates at {name}.",
    "held.gone_none": "Oh no, someone has just taken those dates at {name} and I have no other cabin free. Shall we try other days?",
    "held.gone_nearby": "Oh no, someone has just taken those dates at {name}. I looked for the nearest ones that are free: would any of these work?",
    "quote.expired": "That price has expired. I'm looking it up again.",
    "pay": "Deposit of *{amount}* for {name}, code {code}. The link works until {until}.",
    "pay.label": "Pay the deposit",
    "pay.preparing": "I'm preparing the payment link. You'll have it in a moment.",
    "pay.nothing": "There is nothing to pay right now.",
    # payment
    "confirmed": (
        "Your booking is confirmed! 🎉\n*{name}* · code *{code}*\n{stay_line}\n{guests}\n\n"
        "You paid {paid}. The balance of {balance} is due when you arrive."
    ),
    "confirmed.paid_all": (
        "Your booking is confirmed! 🎉\n*{name}* · code *{code}*\n{stay_line}\n{guests}\n\nYou paid {paid}: it's all settled."
    ),
    "confirmed.by_hand": (
        "Your booking is confirmed! 🎉\n*{name}* · code *{code}*\n{stay_line}\n{guests}\n\n"
        "The total is {total}. For any question about what you have paid, a person from the team will answer."
    ),
    "arrive": "*How to get to {name}*\n{address}\n{directions}\n\nWe expect you from {check_in_time}.",
    "payment.pending": "Mercado Pago is reviewing your payment. I'll tell you as soon as it goes through; meanwhile I'm keeping your dates.",
    "payment.pending_late": "Mercado Pago is reviewing your payment, but the time to pay has ended. As soon as it goes through I'll see if the dates are still free and tell you.",
    "payment.rejected": "The payment didn't go through. You can try again with the same link or another card.",
    "payment.underpaid": "We received {amount}, which is less than the deposit. I'm telling a person, who will sort it out with you.",
    "payment.late_taken": (
        "We received your payment of {amount}, but it came when those dates were no longer free. "
        "Your money is safe: a person will write to offer you a change or a refund."
    ),
    "payment.duplicate": "We received one payment too many, of {amount}. A person will write to refund it or count it towards your balance.",
    "payment.other": "We received news about your payment and a person is looking at it. We'll write to you here.",
    "expired": "The time to pay the deposit for {name}, {stay}, has run out, so I let the dates go. Shall I look again?",
    "button.again": "Look again",
    # my reservation
    "mine.hold": "*{name}* · code *{code}*\n{stay_line}\n{guests}\n\nI'm keeping it for you until {until}. Deposit to pay: {deposit}.",
    "mine.confirmed": "*{name}* · code *{code}*\n{stay_line}\n{guests}\n\nConfirmed ✔ You paid {paid}; balance on arrival: {balance}.",
    "mine.by_hand": (
        "*{name}* · code *{code}*\n{stay_line}\n{guests}\n\n"
        "Confirmed ✔ The total is {total}. For any question about what you have paid, a person from the team will answer."
    ),
    "mine.ended": "*{name}* · code *{code}*\n{stay_line}\n{guests}\n\nThe time to pay the deposit has ended. I'm checking if your payment came in; I'll tell you here.",
    "mine.none": "I can't find an active booking for this number. Shall we look for a cabin?",
    "button.pay": "Pay the deposit",
    "button.cancel": "Cancel",
    "button.arrive": "How to get there",
    # cancel
    "cancel.ask": "Shall I cancel your hold on {name}, {stay}? You haven't paid anything yet.",
    "button.cancel_yes": "Yes, cancel",
    "button.cancel_no": "No, keep it",
    "cancel.already": "That hold is no longer active. How can I help?",
    "cancel.money": "A payment of yours is on its way for that booking: to cancel it I'll pass you on to a person.",
    "cancel.done": "Done, I cancelled the hold {code}. Thanks for telling me!",
    "cancel.kept": "Great, I'll leave it as it is.",
    "cancel.begun": "Your stay is about to start: I'll pass you on to a person from the team for that.",
    "cancel.by_person": "A person from the team handles the payment of your booking: I'm passing on your request to cancel and they'll write to you here.",
    "cancel.nothing": "You have no booking to cancel.",
    "cancel.ask_stay": "Shall I cancel your booking at {name}, {stay}? You paid {paid}.\n{refund}",
    "cancel.by_policy": "We refund {amount}: cancelling by {until} that's {percent}% of what you paid.",
    "cancel.by_law": "We refund everything, {amount}: you are still in time to change your mind.",
    "cancel.too_late": "We refund {amount}, what you paid over; for the rest the date has passed.",
    "cancel.nothing_back": "The date to cancel with a refund has passed, so nothing is refunded.",
    "cancel.withdrawal_ended": (
        "To change your mind you had 10 days from the confirmation, and until 24 hours before arriving: that time has passed."
    ),
    "cancel.done_stay": "Done, I cancelled your booking {code}. Thanks for telling me!",
    "refund.due": "We refund {amount}. A person from the team does it and I'll tell you here.",
    "refund.none": "There is nothing to refund.",
    "refund.by_person": "A person from the team will write to you about the money you paid.",
    "refund.withdrawal": "Your withdrawal code is *{code}*: keep it as proof.",
    "refund.done_mercadopago": "We refunded {amount} for booking {code} through Mercado Pago. It may take a few days to show.",
    "refund.done_transfer": "We refunded {amount} for booking {code} by bank transfer.",
    "refund.done_cash": "We refunded {amount} for booking {code} in cash.",
    # what others did to a reservation
    "told.changed": (
        "Your booking *{code}* has changed. This is how it stands:\n*{name}*\n{stay_line}\n{guests}\n\n"
        "Total: {total}. You paid {paid}; balance: {balance}."
    ),
    "told.changed_by_hand": (
        "Your booking *{code}* has changed. This is how it stands:\n*{name}*\n{stay_line}\n{guests}\n\nTotal: {total}."
    ),
    "told.cancelled_by_house": (
        "We are very sorry: we had to cancel your booking *{code}* at {name}, {stay}. It is not because of anything you did."
    ),
    "told.again": "If you like, I can help you find another place or other dates.",
    "told.cancelled": "Your booking *{code}* at {name}, {stay}, is cancelled.",
    "refused.other": "That is no longer available. How can I help?",
    # person
    "person": "Done, I'm telling a person from the team. They'll answer you here as soon as they can.",
    # what nobody asked for
    "remind.hold_ending": "There's little time left: *{name}* is kept for you until {until}. The deposit of {amount} confirms it. Would you like to pay now?",
    "remind.quote": "Have you had time to think? *{name}*, {stay}, is still free at {total} for the whole stay. Shall I book it for you?",
    "remind.balance": "A reminder of the balance of your booking *{code}* at {name}: {amount}, by {due}. Shall we sort it out here?",
    "remind.arrival": "We expect you at *{name}* tomorrow! 🏡 You can arrive from {check_in_time}.",
    "remind.arrival_today": "We expect you at *{name}* today! 🏡 You can arrive from {check_in_time}.",
    "remind.door": "To get in: {door_code}",
    "remind.wifi": "Wi-Fi: {wifi}",
    "remind.balance_left": "A balance of {balance} is left for when you arrive.",
    "remind.departed": "Thank you for staying at *{name}*! We hope you had a great time.",
    "remind.review": "If you liked it, telling others here helps us a lot: {url}",
    # not understood
    "lost": "Sorry, I didn't get that. Would you like to find a cabin, see your booking or talk to someone?",
    "media.receipt": "Thank you! I'm passing it on to a person from the team to check it and confirm 🙌",
    "media.again": "I couldn't open what you sent. Could you send it again?",
    "lost.media": "For now I can only read text. Could you write it to me?",
    "ask.cabin": "Which one do you like? Tap *See cabins* or tell me its name.",
    "later": "It's better to talk to a person from the team about that.",
    # steering the talk
    "button.back": "Go back",
    "row.cabins": "See the cabins",
    "restart": "Sure, let's start again. Which dates?",
    "welcome_back": "Hello again{name}! 👋",
    "welcome_back.search": "Hello again{name}! 👋 Last time you were looking at {stay}, for {guests}. Shall I look again?",
    "ask.length_button": "Choose nights",
    "ask.length_row": "until {day}",
    "ask.guests_button": "Choose people",
    "ask.book": "Shall we book it?",
    "ask.cancel": "Shall we go on with the cancellation?",
    "ask.change": "Shall I make the change?",
    "lost.asked": "I don't think we understand each other, and I don't want to confuse you. Would you rather go on with a person?",
    "lost.person": "I still don't understand, sorry. Would you rather talk to someone from the team?",
    "lost.old_button": "That button is not in use any more. How shall we go on?",
    "figures.safe": "So as not to tell you anything wrong, I'd rather have someone from the team confirm this.",
    # about a cabin
    "cabins": "These are our cabins. Which one would you like to hear about?",
    "cabins.row": "up to {capacity}",
    "cabins.none": "We have no cabins to let right now.",
    "about": "*{name}*, up to {capacity}. What would you like to know?",
    "about.button": "See topics",
    "about.which": "Which cabin would you like to hear about?",
    "row.photos": "Photos",
    "row.services": "Amenities",
    "row.beds": "Beds",
    "row.rules": "Rules and hours",
    "row.place": "Location",
    "row.route": "How to get there",
    "about.photos": "This is {name}. Would you like the price for your dates?",
    "about.no_photos": "I have no photos of {name} to send yet.",
    "about.beds": "{name} sleeps up to {capacity}.\nBeds: {beds}",
    "about.place": "{name} is at {address}.",
    "about.route": "*How to get to {name}*\n{address}\n{directions}",
    "about.services": "{name} has: {amenities}",
    "about.has": "In {name}: {what}",
    "about.all_have": "Yes, in all of them: {what}",
    "about.some_have": "In {names}: {what}",
    "about.unknown": "I don't know that. I'm asking the team and they will answer you here; meanwhile I'm here for anything else.",
    "about.rules": "*{name}* · up to {capacity}\nCheck-in from {check_in_time}, check-out until {check_out_time}.",
    "about.pets": "Pets are welcome.",
    "about.no_pets": "Pets are not allowed.",
    "button.quote": "See price",
    "button.about": "More about it",
    # what the owner answered
    "row.faq": "Common questions",
    "faq.list": "What would you like to know about {name}? Pick a question or write yours.",
    "faq.button": "See questions",
    "faq.none": "I have no questions noted for {name} yet. Write yours: if I don't know, I'll ask the team.",
    # changing a reservation
    "button.change_dates": "Change dates",
    "button.change_people": "Change people",
    "button.change_cabin": "Change cabin",
    "button.change_yes": "Yes, change it",
    "button.change_no": "Leave it as it is",
    "change.ask_what": "What shall we change: the dates, the people or the cabin?",
    "change.ask_cabin": "Which cabin shall we move it to?",
    "change.told": "It would be:\n*{name}*\n{stay_line}\n{guests}\n\nTotal: {total} ({difference}).",
    "change.more": "{amount} more than now",
    "change.less": "{amount} less than now",
    "change.no_difference": "the same as now",
    "change.deposit": "The deposit would be {deposit}.",
    "change.balance": "You paid {paid}; the balance would be {balance}.",
    "change.done": "Done, I have changed your booking *{code}*! It is now:\n*{name}*\n{stay_line}\n{guests}\n\nTotal: {total}.",
    "change.same": "That is exactly how your booking stands: there is nothing to change.",
    "change.refund": "That change would mean giving money back: someone from the team has to look at it. Your booking stays as it is.",
    "change.ended": "The time of that hold is over, so I cannot change it.",
    "change.money": "A payment of yours is on its way for that booking: to change it, please talk to a person.",
    "change.begun": "Your stay is about to begin: to change it, please talk to someone from the team.",
    "change.by_person": "Someone from the team has to make that change. Your booking stays as it is.",
    "change.too_late": "The date until which you can change it here has passed, by the cancellation policy. Someone from the team can look at it with you.",
    "change.no_cabin": "I have no other cabin with room for everyone. Shall we look at it with a person?",
    "change.too_many": "{name} sleeps up to {capacity}. Your booking stays as it is.",
    "change.no_pets": "{name} takes no pets. Your booking stays as it is.",
    "change.taken": "Those nights are not free, so your booking stays as it is. Tell me other dates, or look at it with a person.",
    "change.taken_nearby": "Those nights are not free, so your booking stays as it is. Would any of these do?",
    # more about my reservation
    "mine.button": "See options",
    "row.means": "Other ways to pay",
    "row.more_time": "More time to pay",
    "row.change": "Change the booking",
    "row.hours": "Check-in and out",
    "row.balance": "See the balance",
    "row.receipt": "What I have paid",
    "means": "With the link you pay through Mercado Pago: credit card, debit card or account balance. To pay another way, talk to someone from the team.",
    "means.before": "The deposit is paid with a Mercado Pago link: credit card, debit card or account balance. Shall we look for your cabin?",
    "hours": "Your hours at {name}:\n{stay_line}",
    "receipt": "*{name}* · code *{code}*\n{stay}\n\nTotal: {total}\nYou paid: {paid}\nBalance: {balance}\n\nThis is a summary, not an invoice.",
    "receipt.hold": "The total is {total}. To confirm it, the deposit is still to be paid: {deposit}.",
    "more_time.done": "Done, I'm keeping *{name}* for you until {until}. The updated link is on its way.",
    "more_time.once": "I have given you more time once already and cannot stretch it again. If you need it, someone from the team can look at it with you.",
    "more_time.no": "I cannot give that booking more time to pay. Someone from the team can look at it with you.",
}

PLURALS = {
    "guests": ("{n} person", "{n} people"),
    "nights": ("{n} night", "{n} nights"),
    "days": ("{n} day", "{n} days"),
    "minutes": ("{n} minute", "{n} minutes"),
    "hours": ("{n} hour", "{n} hours"),
    "pets": ("{n} pet", "{n} pets"),
}

DAY = "EEEE d MMMM"
DAY_WITH_YEAR = "EEEE d MMMM y"
JOIN = "{first} to {last}"
SHORT_DAY = "EEE d MMM"
DAY_ALONE = "EEEE d"
STAY_LINE = "Arrival: {check_in}, from {check_in_time}\nDeparture: {check_out}, by {check_out_time}"
AND = " and "
# Next to pesos, a plain dollar sign would be read as either.
SYMBOLS = {"ARS": "ARS", "USD": "US$"}
