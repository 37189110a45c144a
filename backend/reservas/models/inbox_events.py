"""Every verified webhook call, stored raw before it is answered."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from reservas.models.base import Base, JsonObject, Key, run_ddl


class InboxEvent(Base):
    """One delivery, unique per provider and external id; `handled_at` is set only when its job succeeded."""

    __tablename__ = "inbox_events"
    __table_args__ = (UniqueConstraint("provider", "external_id"),)

    id: Mapped[Key]
    provider: Mapped[str]
    external_id: Mapped[str]
    query: Mapped[str]
    headers: Mapped[JsonObject]
    body: Mapped[bytes]
    trace_id: Mapped[str]
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    error: Mapped[str | None]


# The database itself queues the job of a new call, so that whoever calls waits for one statement. What a job is,
# PgQueuer knows: a test compares this with the product's own way to queue one.
_ENQUEUE = """
CREATE FUNCTION inbox_events_enqueue() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  job_name text := NEW.provider || '.received';
  job_id bigint;
BEGIN
  INSERT INTO pgqueuer (priority, entrypoint, payload, execute_after, headers, status)
  VALUES (
    0, job_name, convert_to('{"event_id": ' || NEW.id || '}', 'UTF8'), now(),
    jsonb_build_object('trace_id', NEW.trace_id), 'queued'
  )
  RETURNING id INTO job_id;
  INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority) VALUES (job_id, 'queued', job_name, 0);
  RETURN NULL;
END
$$
"""
_TRIGGER = """
CREATE TRIGGER inbox_events_enqueue AFTER INSERT ON inbox_events
  FOR EACH ROW EXECUTE FUNCTION inbox_events_enqueue()
"""
run_ddl(InboxEvent.__table__, "after_create", _ENQUEUE, _TRIGGER)
run_ddl(InboxEvent.__table__, "after_drop", "DROP FUNCTION inbox_events_enqueue()")
