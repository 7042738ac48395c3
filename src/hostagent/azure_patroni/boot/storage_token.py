"""Gives postgres tokens of this host's identity for the backup store, and for nothing else.

pgBackRest asks the metadata service for them by its fixed address, which the firewall redirects to here for postgres
(boot/metadata.py). It answers as that service does."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

from azure_patroni import host as hosts
from azure_patroni.failure import Failure
from azure_patroni.host import TOKEN_PORT, TOKEN_REFUSAL, Host
from azure_patroni.http import Reply, request
from azure_patroni.notify import ready
from azure_patroni.vault import HEADERS, INSTANCE, METADATA, TOKENS, explain, selector

PATH = urlsplit(METADATA + TOKENS).path
URL = METADATA + TOKENS + "?api-version=2018-02-01&resource={}{}"
WHAT = "a token of the metadata service"
# pgBackRest waits 10 s for an answer; two questions are asked for it.
SECONDS = 4.0
# A client sends its request at once.
CLIENT_SECONDS = 5
# A token lives for hours. A newer one is asked for this long before its end, and not more often than that.
RENEW_SECONDS = 3600.0
AGAIN_SECONDS = 60.0
# pgBackRest takes no token that ends within two of its time limits.
LEAST_SECONDS = 180.0
WARNING = "<4>"


class Token(NamedTuple):
    """A token; end: its own, and again: when the next one is asked for, in seconds of time.monotonic()."""

    text: str
    end: float
    again: float


def resources(host: Host) -> list[str]:
    """What tokens are given for."""
    return [f"https://{host.backup.endpoint}"] if host.backup else []


class Tokens:
    """The tokens of a host's identity for some resources."""

    def __init__(self, name: str, allowed: list[str]) -> None:
        self.name, self.allowed = name, allowed
        self.kept: dict[str, Token] = {}
        self.identity: str | None = None
        self.lock = threading.Lock()
        self.said = ""

    def give(self, resource: str) -> tuple[str, int]:
        """A token and how many seconds it is valid; a Failure if there is none."""
        # One question at a time: the next request finds what it brought.
        with self.lock:
            now = time.monotonic()
            kept = self.kept.get(resource)
            if kept is None or now >= kept.again:
                try:
                    self.kept[resource] = kept = self.fetch(resource)
                    self.say(f"a token for {resource} is valid for {kept.end - time.monotonic():.0f} s")
                except Failure as failure:
                    self.say(f"{WARNING}{failure}")
                    if kept is None or kept.end - now < LEAST_SECONDS:
                        raise
                    self.kept[resource] = kept = kept._replace(again=now + AGAIN_SECONDS)
            return kept.text, int(kept.end - time.monotonic())

    def fetch(self, resource: str) -> Token:
        """A token of the metadata service."""
        if self.identity is None:
            found = ask("the VM's metadata service", METADATA + INSTANCE)
            try:
                self.identity = selector(self.name, found["compute"])
            except (KeyError, TypeError) as error:
                raise Failure(f"the VM's metadata service: the answer has no entry {error}") from None
        now = time.monotonic()
        try:
            found = ask(WHAT, URL.format(quote(resource, safe=""), self.identity))
        except Failure as failure:
            # An identity of another name or resource group can only be the VM's only one.
            try:
                found = ask(WHAT, URL.format(quote(resource, safe=""), ""))
            except Failure:
                raise failure from None
        try:
            seconds = float(found["expires_in"])
            return Token(str(found["access_token"]), now + seconds, now + max(AGAIN_SECONDS, seconds - RENEW_SECONDS))
        except (KeyError, TypeError, ValueError) as error:
            raise Failure(f"{WHAT}: the answer is not understood: {type(error).__name__}") from None

    def say(self, text: str) -> None:
        """One line in the journal, not twice in a row."""
        if text != self.said:
            print(text, flush=True)
            self.said = text


def ask(what: str, url: str) -> Any:
    """The metadata service's JSON document."""
    reply = request(url, headers=HEADERS, seconds=SECONDS / 2)
    if reply.status == 200:
        try:
            return json.loads(reply.body)
        except ValueError:
            reply = Reply(0, b"", "the answer is no JSON document")
    raise Failure(explain(what, reply))


def answer(tokens: Tokens, method: str, url: str, metadata: str | None) -> tuple[int, str]:
    """Status and text of the answer to a request; metadata: its header of that name."""
    parts = urlsplit(url)
    wanted = parse_qs(parts.query).get("resource", [])
    asked = method == "GET" and parts.path == PATH and metadata == "true" and len(wanted) == 1
    if not asked or wanted[0] not in tokens.allowed:
        return 403, f"{TOKEN_REFUSAL}here are only tokens for {', '.join(tokens.allowed)}\n"
    try:
        text, seconds = tokens.give(wanted[0])
    except Failure as failure:
        return 503, f"{TOKEN_REFUSAL}{failure}\n"
    found = {"access_token": text, "expires_in": str(seconds), "resource": wanted[0], "token_type": "Bearer"}
    return 200, json.dumps(found)


class Handler(BaseHTTPRequestHandler):
    """Answers one client."""

    # Of each wait for its client.
    timeout = CLIENT_SECONDS
    tokens: Tokens

    def reply(self) -> None:
        status, text = answer(self.tokens, self.command, self.path, self.headers.get("Metadata"))
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if status == 200 else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = reply

    def log_message(self, *_: Any) -> None:
        """Nothing: pgBackRest asks many times a minute."""


class Server(ThreadingHTTPServer):
    """Looks up no name."""

    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that went away is no news."""


def serve(tokens: Tokens, port: int = TOKEN_PORT) -> Server:
    """A server on this machine's loopback address."""
    return Server(("127.0.0.1", port), type("Own", (Handler,), {"tokens": tokens}))


def main(arguments: list[str]) -> None:
    host = hosts.load()
    with serve(Tokens(host.name, resources(host))) as server:
        ready()
        server.serve_forever()
