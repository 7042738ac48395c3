"""Keys of etcd that the database hosts share, by etcd's JSON gateway, as Patroni asks it."""

import base64
import json
import ssl
from functools import lru_cache
from typing import Any, NamedTuple

from azure_patroni.etcd import CLIENT_PORT, CREDENTIALS
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.http import request

# For each member; the next one is asked after it.
SECONDS = 5.0


class Entry(NamedTuple):
    """A key's value; revision: of its last change."""

    key: str
    value: str
    revision: int


class Store:
    """The keys, through whichever member answers: this host's first."""

    def __init__(self, host: Host) -> None:
        self.urls = {
            name: f"https://{address}:{CLIENT_PORT}"
            for name, address in sorted(host.voters.items(), key=lambda one: one[0] != host.name)
        }

    def get(self, key: str) -> Entry | None:
        """A key, as the majority knows it; nothing if there is none."""
        return next(iter(self._range({"key": _encode(key)})), None)

    def all(self, prefix: str) -> list[Entry]:
        """The keys that begin so, by name."""
        return self._range({"key": _encode(prefix), "range_end": _encode(_after(prefix))})

    def put(self, key: str, value: str) -> None:
        self._ask("put", {"key": _encode(key), "value": _encode(value)})

    def create(self, key: str, value: str) -> bool:
        """Writes a key that is not there, and returns whether it was not."""
        return self.replace(key, value, 0)

    def replace(self, key: str, value: str, revision: int) -> bool:
        """Writes a key unless it has changed since this revision, and returns whether it wrote; 0: it is not there."""
        return self._if(key, revision, {"request_put": {"key": _encode(key), "value": _encode(value)}})

    def remove(self, key: str, revision: int | None = None) -> bool:
        """Removes a key, unless it has changed since this revision where one is given."""
        if revision is None:
            self._ask("deleterange", {"key": _encode(key)})
            return True
        return self._if(key, revision, {"request_delete_range": {"key": _encode(key)}})

    def _if(self, key: str, revision: int, then: dict[str, Any]) -> bool:
        compare = {"key": _encode(key), "target": "MOD", "mod_revision": str(revision), "result": "EQUAL"}
        return bool(self._ask("txn", {"compare": [compare], "success": [then]}).get("succeeded"))

    def _range(self, asked: dict[str, Any]) -> list[Entry]:
        found = self._ask("range", asked).get("kvs") or []
        return [Entry(_decode(one["key"]), _decode(one.get("value", "")), int(one["mod_revision"])) for one in found]

    def _ask(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        errors = []
        for name, url in self.urls.items():
            headers, data = {"Content-Type": "application/json"}, json.dumps(body).encode()
            reply = request(f"{url}/v3/kv/{what}", "POST", headers, data, _trust(), SECONDS)
            try:
                found: Any = json.loads(reply.body)
                if reply.status == 200 and isinstance(found, dict):
                    return found
                errors.append(f"{name}: {found.get('message') or reply.reason}")
            except (ValueError, AttributeError):
                errors.append(f"{name}: {reply.reason or 'the answer is no JSON document'}")
        raise Failure(f"etcd does not answer: {'; '.join(errors)}: see `pgcluster status` on an etcd member")


def _trust() -> ssl.SSLContext:
    """With this host's certificate; another one when its file has changed."""
    try:
        found = (CREDENTIALS / "tls.crt").stat()
        return _context(str(CREDENTIALS), (found.st_mtime_ns, found.st_ino))
    except OSError as error:
        said = f"{CREDENTIALS}: {error.strerror or error}: see `journalctl -u azure-patroni-secrets`"
        raise Failure(said) from error


@lru_cache(maxsize=1)
def _context(folder: str, version: tuple[int, ...]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(f"{folder}/ca.pem")
    context.load_cert_chain(f"{folder}/tls.crt", f"{folder}/tls.key")
    return context


def _encode(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _decode(text: str) -> str:
    return base64.b64decode(text).decode()


def _after(prefix: str) -> str:
    """The first text that does not begin so; keys are ASCII."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)
