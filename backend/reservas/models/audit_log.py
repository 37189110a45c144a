"""Who did what, when and why: written in the transaction that did it, with ids and values, never names or phones."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, JsonObject, Key, run_ddl


class AuditEntry(Base):
    """One change. `subject` is a public code, so the entry survives a guest who asks to be forgotten.

    A job numbers and hashes the entries later, in one chain; from then on the database refuses to change them.
    """

    __tablename__ = "audit_log"
    __table_args__ = (
        CheckConstraint("num_nulls(seq, previous_hash, hash) IN (0, 3)", name="sealed"),
        Index("audit_log_subject_idx", "subject_kind", "subject"),
        Index("audit_log_unsealed_idx", "id", postgresql_where=text("seq IS NULL")),
    )

    id: Mapped[Key]
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject: Mapped[str]
    reason: Mapped[str | None]
    data: Mapped[JsonObject]
    seq: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    previous_hash: Mapped[str | None]
    hash: Mapped[str | None]


_KEEP_SEALED = (
    """
CREATE FUNCTION audit_log_keep_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    IF EXISTS (SELECT FROM audit_log WHERE seq IS NOT NULL) THEN
      RAISE EXCEPTION USING MESSAGE = 'audit_log holds sealed entries', ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END IF;
  IF OLD.seq IS NOT NULL THEN
    RAISE EXCEPTION USING MESSAGE = 'audit_log entry ' || OLD.seq || ' is sealed', ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END
$$
""",
    """
CREATE TRIGGER audit_log_keep_sealed_rows BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION audit_log_keep_sealed()
""",
    """
CREATE TRIGGER audit_log_keep_sealed_table BEFORE TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_keep_sealed()
""",
)
run_ddl(AuditEntry.__table__, "after_create", *_KEEP_SEALED)
run_ddl(AuditEntry.__table__, "after_drop", "DROP FUNCTION audit_log_keep_sealed()")
