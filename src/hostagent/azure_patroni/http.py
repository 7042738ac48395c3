"""HTTP requests, each with a time limit, never through a proxy and never redirected."""

import ssl
import time
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPResponse
from typing import NamedTuple

SECONDS = 10.0
CHUNK_BYTES = 65536


class Reply(NamedTuple):
    """What a server answered; status 0 when there was no answer."""

    status: int
    body: bytes
    reason: str = ""
    retry_after: int = 0

    def text(self) -> str:
        return self.body.decode(errors="replace").strip()


def request(
    url: str,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
    context: ssl.SSLContext | None = None,
    seconds: float = SECONDS,
) -> Reply:
    """One request; a failure is a reply, too. An https URL needs a context."""
    until = time.monotonic() + seconds
    opener = _opener(context)
    asked = urllib.request.Request(url, body, headers or {}, method=method)
    try:
        try:
            with opener.open(asked, timeout=seconds) as reply:
                return Reply(reply.status, _read(reply, until))
        except urllib.error.HTTPError as error:
            with error:
                after = error.headers.get("Retry-After", "")
                wait = int(after) if after.isdigit() else 0
                return Reply(error.code, _read(error, until), f"HTTP {error.code}", wait)
    except TimeoutError:
        return Reply(0, b"", f"no answer within {seconds:g} s")
    except (OSError, HTTPException) as error:
        return Reply(0, b"", str(getattr(error, "reason", "") or error or type(error).__name__))


def _opener(context: ssl.SSLContext | None) -> urllib.request.OpenerDirector:
    """Handlers for HTTP alone. build_opener's follow redirects and proxies, and read all CA certificates each time."""
    opener = urllib.request.OpenerDirector()
    opener.add_handler(urllib.request.HTTPHandler())
    if context:
        opener.add_handler(urllib.request.HTTPSHandler(context=context))
    for handler in (
        urllib.request.UnknownHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    return opener


def _read(reply: "HTTPResponse | urllib.error.HTTPError", until: float) -> bytes:
    """The body; the socket's own time-out bounds each part only."""
    body = b""
    while chunk := reply.read1(CHUNK_BYTES):
        body += chunk
        if time.monotonic() > until:
            raise TimeoutError
    # read1 takes an end of the connection for the end of the body.
    if reply.length:
        raise HTTPException("the answer was cut off")
    return body
