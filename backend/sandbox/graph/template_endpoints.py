"""The account's templates over HTTP: listed and asked for as Meta has it, and set as a test wants them."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.graph.doors import check_bearer, check_version
from sandbox.graph.errors import GraphError
from sandbox.graph.templates import APPROVED, check_new, check_status
from sandbox.graph.world import GraphWorld
from sandbox.serving import Json, read_object


async def list_templates(world: GraphWorld, request: Request) -> Response:
    """`GET /{version}/{waba}/message_templates`, a page at a time."""
    try:
        check_account(world, request)
    except GraphError as error:
        return error.response()
    found = [one.as_json() for one in world.templates.all()]
    limit, start = int(request.query_params.get("limit", 25)), int(request.query_params.get("after", 0))
    page: Json = {"data": found[start : start + limit], "paging": {"cursors": {}}}
    if start + limit < len(found):
        after = str(start + limit)
        page["paging"] = {"cursors": {"after": after}, "next": str(request.url.include_query_params(after=after))}
    return JSONResponse(page)


async def create_template(world: GraphWorld, request: Request) -> Response:
    """`POST /{version}/{waba}/message_templates`: checked as Meta does, then it waits for its review."""
    try:
        check_account(world, request)
        template = check_new(world.templates, await read_object(request))
    except GraphError as error:
        return error.response()
    except ValueError as error:
        return GraphError(100, str(error)).response()
    return JSONResponse({"id": template.id, "status": template.status, "category": template.category})


def check_account(world: GraphWorld, request: Request) -> None:
    """Refuse an account that this token does not own."""
    check_bearer(world.settings, request)
    check_version(request)
    given = request.path_params["account_id"]
    if given != world.settings.business_account_id:
        details = f"Object with ID '{given}' does not exist or cannot be loaded due to missing permissions"
        raise GraphError(100, details, subcode=33)


async def put_template(world: GraphWorld, request: Request) -> Response:
    """`PUT /sim/templates/{name}`: register one, or change its status or category; unknown ones are then refused."""
    spec = await read_object(request)
    name, language = request.path_params["name"], str(spec.get("language", "es_AR"))
    status = str(spec.get("status", APPROVED))
    stored = world.templates.get(name, language)
    body = str(spec["body"]) if "body" in spec else stored.body if stored else ""
    category = str(spec.get("category", stored.category if stored else "UTILITY"))
    world.templates.put(name, language, body, status=status, category=category)
    return JSONResponse({"name": name, "language": language, "status": status}, status_code=201)


async def set_review(world: GraphWorld, request: Request) -> Response:
    """`PUT /sim/review`: what becomes of templates that are asked for from now on."""
    status = str((await read_object(request)).get("status", ""))
    check_status(status)
    world.templates.review = status
    return JSONResponse({"status": status})
