"""A file sent with a form is read, and known by what it holds rather than by what it is called."""

import re
from pathlib import PurePosixPath

from starlette.datastructures import UploadFile

from reservas.features.conversations.errors import FileNotTaken
from reservas.features.conversations.schemas import OutgoingFile

MEGABYTE = 1024 * 1024
IMAGE_BYTES = 5 * MEGABYTE  # WhatsApp, "image messages"
BEGINNINGS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}
"""How the files begin that are sent on: what a guest's phone opens without asking."""

SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
LONGEST_NAME = 100


async def read_upload(file: UploadFile, max_bytes: int) -> OutgoingFile:
    """Return the file with its true type and a name that is only a name. Raises FileNotTaken."""
    content = await file.read(max_bytes + 1)
    mime_type = next((kind for start, kind in BEGINNINGS.items() if content.startswith(start)), None)
    if mime_type is None:
        raise FileNotTaken("Only JPEG and PNG pictures and PDF documents are sent.", field="file")
    limit = min(max_bytes, IMAGE_BYTES) if mime_type.startswith("image/") else max_bytes
    if len(content) > limit:
        raise FileNotTaken(f"A file of the type {mime_type} has at most {limit // MEGABYTE} MB.", field="file")
    return OutgoingFile(content, mime_type, _name_of(file.filename or "", SUFFIXES[mime_type]))


def _name_of(told: str, suffix: str) -> str:
    """Return a name without folders, control characters and anything that a phone could trip over."""
    stem = PurePosixPath(told.replace("\\", "/")).stem
    stem = re.sub(r"[^\w .,()-]", "", stem).strip(" .")[:LONGEST_NAME]
    return f"{stem or 'archivo'}{suffix}"
