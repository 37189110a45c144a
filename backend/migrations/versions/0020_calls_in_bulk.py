"""Calls that nobody waits for are taken in together: one job for those of a quarter of a second."""

import sqlalchemy as sa
from alembic import op

revision = "0020_calls_in_bulk"
down_revision = "0019_waiting_list"
branch_labels = None
depends_on = None

ENQUEUE = """
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
ENQUEUE_BEFORE = """
CREATE OR REPLACE FUNCTION inbox_events_enqueue() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER inbox_events_enqueue AFTER INSERT OR UPDATE OF in_bulk ON inbox_events
  FOR EACH ROW EXECUTE FUNCTION inbox_events_enqueue()
"""
TRIGGER_BEFORE = """
CREATE TRIGGER inbox_events_enqueue AFTER INSERT ON inbox_events
  FOR EACH ROW EXECUTE FUNCTION inbox_events_enqueue()
"""
DROP = "DROP TRIGGER inbox_events_enqueue ON inbox_events"
WAITING = "ix_inbox_events_waiting_in_bulk"


def upgrade() -> None:
    op.add_column("inbox_events", sa.Column("in_bulk", sa.Boolean(), server_default=sa.false(), nullable=False))
    waiting = sa.text("in_bulk AND handled_at IS NULL")
    op.create_index(WAITING, "inbox_events", ["id"], postgresql_where=waiting)
    for statement in (ENQUEUE, DROP, TRIGGER):
        op.execute(statement)


def downgrade() -> None:
    # Each call gets a job of its own again, as if it had just come.
    op.execute("UPDATE inbox_events SET in_bulk = false WHERE in_bulk AND handled_at IS NULL")
    for statement in (DROP, ENQUEUE_BEFORE, TRIGGER_BEFORE):
        op.execute(statement)
    op.drop_index(WAITING, "inbox_events")
    op.drop_column("inbox_events", "in_bulk")
