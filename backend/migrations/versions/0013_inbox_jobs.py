"""A stored call's job is queued by the database, in the statement that stores the call."""

from alembic import op

revision = "0013_inbox_jobs"
down_revision = "0012_manual_payments"
branch_labels = None
depends_on = None

ENQUEUE = """
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
TRIGGER = """
CREATE TRIGGER inbox_events_enqueue AFTER INSERT ON inbox_events
  FOR EACH ROW EXECUTE FUNCTION inbox_events_enqueue()
"""


def upgrade() -> None:
    op.execute(ENQUEUE)
    op.execute(TRIGGER)


def downgrade() -> None:
    op.execute("DROP TRIGGER inbox_events_enqueue ON inbox_events")
    op.execute("DROP FUNCTION inbox_events_enqueue()")
