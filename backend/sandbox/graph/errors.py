"""A refused call becomes the error body Meta would send."""

import secrets

from starlette.responses import JSONResponse

TITLES = {
    0: "We were unable to authenticate the app user.",
    1: "(#1) An unknown error occurred",
    2: "(#2) Service temporarily unavailable",
    3: "(#3) Application does not have the capability to make this API call",
    4: "(#4) Application request limit reached",
    10: "(#10) Application does not have permission for this action",
    33: "(#33) Parameter value is not valid",
    100: "(#100) Invalid parameter",
    190: "Error validating access token: the session is invalid.",
    200: "(#200) Permissions error",
    368: "(#368) Temporarily blocked for policies violations",
    80007: "(#80007) Rate limit issues",
    130429: "(#130429) Rate limit hit",
    130472: "(#130472) User's number is part of an experiment",
    130497: "(#130497) Business account is restricted from messaging users in this country",
    131000: "(#131000) Something went wrong",
    131005: "(#131005) Access denied",
    131008: "(#131008) Required parameter is missing",
    131009: "(#131009) Parameter value is not valid",
    131016: "(#131016) Service unavailable",
    131021: "(#131021) Recipient cannot be sender",
    131026: "(#131026) Message undeliverable",
    131030: "(#131030) Recipient phone number not in allowed list",
    131031: "(#131031) Account has been locked",
    131042: "(#131042) Business eligibility payment issue",
    131047: "(#131047) Re-engagement message",
    131048: "(#131048) Spam rate limit hit",
    131049: "(#131049) Meta chose not to deliver",
    131050: "(#131050) User has stopped receiving marketing messages",
    131051: "(#131051) Unsupported message type",
    131052: "(#131052) Media download error",
    131053: "(#131053) Media upload error",
    131056: "(#131056) (Business Account, Consumer Account) pair rate limit hit",
    131057: "(#131057) Account in maintenance mode",
    131062: "(#131062) Business-scoped user ID recipients are not supported for this message",
    132000: "(#132000) Number of parameters does not match the expected number of params",
    132001: "(#132001) Template name does not exist in the translation",
    132005: "(#132005) Translated text too long",
    132007: "(#132007) Template format character policy violated",
    132012: "(#132012) Template parameter format mismatch",
    132015: "(#132015) Template is paused",
    132016: "(#132016) Template is disabled",
    132018: "(#132018) Template parameters are not valid",
    132068: "(#132068) Flow is in blocked state",
    132069: "(#132069) Flow is in throttled state",
    133004: "(#133004) Server temporarily unavailable",
    133010: "(#133010) Phone number not registered",
    135000: "(#135000) Generic user error",
}
TRANSIENT = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131056, 131057, 133004})


class GraphError(Exception):
    """A call that Meta would refuse, with the code and the sentence that says why."""

    def __init__(self, code: int, details: str, http: int = 400, subcode: int | None = None) -> None:
        super().__init__(details)
        self.code = code
        self.details = details
        self.http = http
        self.subcode = subcode

    def response(self) -> JSONResponse:
        """The answer to the refused call."""
        error: dict[str, object] = {
            "message": title_of(self.code),
            "type": "OAuthException",
            "code": self.code,
            "error_data": {"messaging_product": "whatsapp", "details": self.details},
            "fbtrace_id": secrets.token_urlsafe(8),
        }
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.code in TRANSIENT:
            error["is_transient"] = True
        return JSONResponse({"error": error}, status_code=self.http)

    def status_error(self) -> dict[str, object]:
        """The same refusal as a failed status carries it."""
        title = title_of(self.code).partition(") ")[2] or title_of(self.code)
        return {"code": self.code, "title": title, "message": title, "error_data": {"details": self.details}}


def title_of(code: int) -> str:
    """The message that belongs to a code."""
    return TITLES.get(code, f"(#{code}) Error")


def missing(name: str) -> GraphError:
    """A required parameter that is not there."""
    return GraphError(131008, f"Required parameter '{name}' is missing")


def invalid(details: str) -> GraphError:
    """A parameter whose value breaks a limit."""
    return GraphError(131009, details)
