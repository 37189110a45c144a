"""Structured JSON lines on stdout, each with the trace id that leads from a webhook to its reply."""

import logging
import sys
import uuid

import structlog

TRACE_KEY = "trace_id"


def configure_logging(level: str, *, process: str) -> None:
    """Send every record, ours and the libraries', through one JSON renderer. `process` is api or worker."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                lambda _logger, _name, event: {**event, "process": process},
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # Access lines would carry tokens that live in paths; httpx would log every URL it calls.
    for noisy in ("uvicorn.access", "httpx", "httpcore", "pgqueuer"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def new_trace_id() -> str:
    """Return a fresh trace id."""
    return uuid.uuid4().hex


def bind_trace(trace_id: str) -> None:
    """Make every later line of this task carry `trace_id`, and only it."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**{TRACE_KEY: trace_id})


def current_trace_id() -> str:
    """Return the trace id of this task, or a fresh one."""
    value = structlog.contextvars.get_contextvars().get(TRACE_KEY)
    return str(value) if value else new_trace_id()
