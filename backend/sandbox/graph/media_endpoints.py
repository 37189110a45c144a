"""Media over HTTP: upload, look-up of an id, and download of the short-lived address, all behind the bearer token."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.faults import Terms
from sandbox.graph.doors import check_bearer, check_number, check_version
from sandbox.graph.errors import GraphError
from sandbox.graph.media import check_file
from sandbox.graph.messages import refusal
from sandbox.graph.world import GraphWorld
from sandbox.serving import matchable

MediaWork: TypeAlias = Callable[[GraphWorld, Request], Awaitable[Response]]


async def guarded(world: GraphWorld, request: Request, work: MediaWork) -> Response:
    """Journal, token, faults: the way into every media endpoint."""
    entry = world.note({"method": request.method, "path": request.url.path, "body": None})
    try:
        check_bearer(world.settings, request)

        async def accept(_: Terms) -> Response:
            return await work(world, request)

        response = await world.board.pass_through("media", matchable(request, b""), request, accept, refusal)
    except GraphError as error:
        entry["code"] = error.code
        response = error.response()
    world.journal.close(entry, response)
    return response


async def upload(world: GraphWorld, request: Request) -> Response:
    """Store a file of the product's."""
    check_number(world.settings, request)
    async with request.form() as form:
        if form.get("messaging_product") != "whatsapp":
            raise GraphError(100, "The parameter messaging_product is required.")
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise GraphError(100, "The parameter file is required.")
        mime_type = str(form.get("type") or file.content_type or "application/octet-stream")
        filename, content = file.filename, await file.read()
    family = mime_type.partition("/")[0]
    check_file(family if family in {"image", "audio", "video"} else "document", mime_type, content)
    return JSONResponse({"id": world.media.put(mime_type, content, filename).id})


async def look_up(world: GraphWorld, request: Request) -> Response:
    """Where a file can be downloaded for the next five minutes."""
    check_version(request)
    media_id = request.path_params["media_id"]
    media = world.media.get(media_id)
    if media is None:
        details = f"Object with ID '{media_id}' does not exist or cannot be loaded due to missing permissions"
        raise GraphError(100, details, subcode=33)
    body = {
        "url": world.media.address(media),
        "mime_type": media.mime_type,
        "sha256": media.sha256_hex,
        "file_size": len(media.content),
        "id": media.id,
        "messaging_product": "whatsapp",
    }
    return JSONResponse(body)


async def download(world: GraphWorld, request: Request) -> Response:
    """The file itself."""
    media = world.media.at_address(request.path_params["key"])
    if media is None:
        return Response(status_code=404)
    return Response(media.content, media_type=media.mime_type)


async def show_on_phone(world: GraphWorld, request: Request) -> Response:
    """A file as the phone page shows it: no token, since the page plays the guest."""
    media = world.media.get(request.path_params["media_id"])
    if media is None:
        return Response(status_code=404)
    headers = {"content-disposition": "inline", "x-content-type-options": "nosniff"}
    return Response(media.content, media_type=media.mime_type, headers=headers)
