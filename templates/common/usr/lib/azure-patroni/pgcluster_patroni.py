"""Patroni's REST interface: what the members say, and the requests that need its password."""

import base64
import json
import time
import urllib.error
import urllib.request
from typing import Any, Callable

from pgcluster_base import SECRETS, Failure
from pgcluster_members import Member, asks_synchrony, leader, members

PORT = 8008
USER = "patroni"


class Patroni:
    """The members of one cluster, seen from a database host."""

    def __init__(self, host: dict) -> None:
        if host["role"] != "database":
            names = ", ".join(host["databases"])
            raise Failure(f"only database hosts reach Patroni: run this on one of {names}")
        self.own = host["name"]
        self.addresses: dict[str, str] = host["databases"]

    def read(self, path: str) -> dict:
        """Asks this host's member, then the others: any of them knows the cluster."""
        errors = []
        for name in sorted(self.addresses, key=lambda one: one != self.own):
            try:
                status, text = _request(self.addresses[name], "GET", path, None, None, 5)
            except Failure as error:
                errors.append(str(error))
                continue
            if status == 200:
                return json.loads(text)
            errors.append(f"{name}: {status} {text.strip()}")
        raise Failure("no member answers: " + "; ".join(errors) + "; see `systemctl status patroni`")

    def members(self) -> list[Member]:
        return members(self.read("/cluster"))

    def synchronous(self) -> bool:
        return asks_synchrony(self.read("/config"))

    def leader(self) -> Member:
        head = leader(self.members())
        if head is None:
            raise Failure("nobody leads: see `journalctl -u patroni`")
        return head

    def send(self, name: str, method: str, path: str, body: dict, timeout: float = 90) -> str:
        """Asks one member to do something."""
        status, text = _request(self.addresses[name], method, path, body, _password(), timeout)
        if status == 401:
            raise Failure(f"{name} refuses the password: run `pgcluster reload-secrets` on both hosts; Patroni takes a new one within seconds")
        if status not in (200, 202):
            raise Failure(f"{name} refuses {path}: {text.strip()} ({status})")
        return text.strip()

    def wait(self, what: str, true: Callable[[list[Member]], bool], seconds: float = 180) -> None:
        """Waits until the members are as meant."""
        until = time.monotonic() + seconds
        last = "no answer"
        while True:
            try:
                found = self.members()
                if true(found):
                    return
                last = "; ".join(f"{one.name} {one.role} {one.state}" for one in found)
            except Failure as error:
                last = str(error)
            if time.monotonic() > until:
                raise Failure(f"waited {seconds:.0f} s, yet {what} is not so: {last}")
            time.sleep(1)


def _password() -> str:
    import yaml  # comes with cloud-init; only requests that change something need it

    path = SECRETS / "postgres/patroni.yml"
    try:
        return str(yaml.safe_load(path.read_text())["restapi"]["authentication"]["password"])
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise Failure(f"{path} holds no password of the REST interface ({type(error).__name__}): run `pgcluster reload-secrets`") from None


def _request(
    address: str, method: str, path: str, body: Any, password: str | None, timeout: float
) -> tuple[int, str]:
    request = urllib.request.Request(f"http://{address}:{PORT}{path}", method=method)
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    if password is not None:
        token = base64.b64encode(f"{USER}:{password}".encode()).decode()
        request.add_header("Authorization", f"Basic {token}")
    # A proxy of the environment has no business between members.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=timeout) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise Failure(f"{address}:{PORT}: {reason}") from error
