"""Every verified webhook call, stored raw before it is answered."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, JsonObject, Key, run_ddl


class InboxEvent(Base):
    """One delivery, unique per provider and external id; `handled_at` is set only when its job succeeded.

    What comes `in_bulk` waits up to half a second for others of its kind, and one job takes all of them in.
    """

    __tablename__ = "inbox_events"
    __table_args__ = (
        UniqueConstraint("provider", "external_id"),
        Index("ix_inbox_events_waiting_in_bulk", "id", postgresql_where=text("in_bulk AND handled_at IS NULL")),
    )

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
    in_bulk: Mapped[bool] = mapped_column(server_default=false())


# The database itself queues the job of a new call, so that whoever calls waits for one statement. What a job is,
# PgQueuer knows: a test compares this with the product's own way to queue one. Calls that come in bulk share one job in
# each quarter of a second, which begins when those that may still be on their way into the table are in it.
_ENQUEUE = """
CREATE OR REPLACE FUNCTION inbox_events_enqueue() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  job_name text := NEW.provider || '.received';
  key text;
  told bytea := convert_to('{"event_id": ' || NEW.id || '}', 'UTF8');
  due timestamptz := now();
  job_id bigint;
BEGIN
  IF NEW.in_bulk THEN
    job_name := job_name || '_in_bulk';
    told := convert_to('{}', 'UTF8');
    due := to_timestamp(ceil(extract(epoch FROM clock_timestamp()) * 4) / 4) + interval '250 ms';
    key := job_name || ' ' || extract(epoch FROM due);
  END IF;
  INSERT INTO pgqueuer (priority, entrypoint, payload, execute_after, dedupe_key, headers, status)
  VALUES (0, job_name, told, due, key, jsonb_build_object('trace_id', NEW.trace_id), 'queued')
  ON CONFLICT (dedupe_key)
    WHERE status IN ('queued', 'picked') AND dedupe_key IS NOT NULL
    DO NOTHING
  RETURNING id INTO job_id;
  IF job_id IS NOT NULL THEN
    INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority) VALUES (job_id, 'queued', job_name, 0);
  END IF;
  RETURN NULL;
END
$$
"""
_TRIGGER = """
CREATE TRIGGER inbox_events_enqueue AFTER INSERT OR UPDATE OF in_bulk ON inbox_events
  FOR EACH ROW EXECUTE FUNCTION inbox_events_enqueue()
"""
run_ddl(InboxEvent.__table__, "after_create", _ENQUEUE, _TRIGGER)
run_ddl(InboxEvent.__table__, "after_drop", "DROP FUNCTION inbox_events_enqueue()")
