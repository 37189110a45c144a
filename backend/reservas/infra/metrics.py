"""Counters and histograms that Prometheus scrapes; labels are few and never personal."""

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

http_requests = Counter("reservas_http_requests", "Requests answered", ["method", "route", "status"])
http_seconds = Histogram("reservas_http_request_seconds", "Time to answer a request", ["route"], buckets=SECONDS)
webhook_events = Counter("reservas_webhook_events", "Webhook calls by what became of them", ["provider", "outcome"])
inbound_messages = Counter("reservas_inbound_messages", "Messages guests sent", ["kind"])
channel_news = Counter("reservas_channel_news", "News of the channel that nobody is answered about", ["field"])
message_statuses = Counter("reservas_message_statuses", "What the channel told of messages to guests", ["status"])
dead_letters_written = Counter("reservas_dead_letters_written", "Items of webhook calls that could not be taken in")
dead_letters_waiting = Gauge("reservas_dead_letters", "Items of webhook calls that wait for an operator's replay")
jobs_done = Counter("reservas_jobs", "Jobs by outcome", ["job", "outcome"])
job_seconds = Histogram("reservas_job_seconds", "Time a job ran", ["job"], buckets=SECONDS)
messages_sent = Counter("reservas_outbound_messages", "Messages to guests by outcome", ["outcome"])
messages_refused = Counter(
    "reservas_outbound_problems", "Messages that met a problem of the channel", ["kind", "problem", "code"]
)
send_seconds = Histogram("reservas_outbound_send_seconds", "Time of a call that sends", ["kind"], buckets=SECONDS)
texts_shortened = Counter("reservas_whatsapp_shortened", "Texts and choices over a limit of the channel", ["field"])
replies_withheld = Counter("reservas_replies_withheld", "Turns with a reply whose figures came from nowhere")
rates_asked = Counter("reservas_sending_rates", "Messages by what the rate limits said", ["outcome"])
channel_frozen = Gauge("reservas_channel_frozen", "1 while a number sends nothing because the channel refuses it")
reservations_changed = Counter("reservas_reservations", "Reservations by the state they reached", ["status"])
payments_applied = Counter("reservas_payments", "Payments by how they were judged", ["outcome"])
queue_jobs = Gauge("reservas_queue_jobs", "Jobs in the queue by status", ["status"])
queue_age = Gauge("reservas_queue_age_seconds", "Age of the oldest job that is due")
locks_asked = Counter("reservas_night_locks", "Locks on nights by what became of them", ["outcome"])
locks_skipping = Gauge("reservas_night_locks_skipping", "1 while Redis is done without because it failed lately")
