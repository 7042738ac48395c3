"""Patroni's REST interface: what the members report, and the requests that need its password."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

from azure_patroni import rest
from azure_patroni.failure import Failure
from azure_patroni.host import DESCRIPTION, SECRETS, Host
from azure_patroni.members import Member, asks_synchrony, leader, members

USER = "patroni"
# A switchover or a restart answers when it is done.
CHANGE_SECONDS = 90.0
WAIT_SECONDS = 180.0
PASSWORD_FILE = SECRETS / "postgres/patroni.yml"


class Patroni:
    """The members of the cluster, seen from a database host."""

    def __init__(self, host: Host) -> None:
        self.own = host.name
        self.addresses = host.databases

    def read(self, path: str) -> dict[str, Any]:
        """Asks this host's member, then the others: any of them knows the cluster."""
        errors = []
        for name in sorted(self.addresses, key=lambda one: one != self.own):
            reply = rest.ask(self.addresses[name], path)
            try:
                if reply.status == 200:
                    found: Any = json.loads(reply.body)
                    if isinstance(found, dict):
                        return found
                    raise ValueError
                errors.append(f"{name}: {reply.status} {reply.text()}" if reply.status else f"{name}: {reply.reason}")
            except ValueError:
                errors.append(f"{name}: the answer is no JSON document")
        raise Failure("no member answers: " + "; ".join(errors) + "; see `systemctl status patroni`")

    def config(self) -> dict[str, Any]:
        """The dynamic configuration."""
        return self.read("/config")

    def members(self) -> list[Member]:
        return members(self.read("/cluster"))

    def synchronous(self) -> bool:
        return asks_synchrony(self.config())

    def leader(self) -> Member:
        head = leader(self.members())
        if head is None:
            raise Failure("there is no leader: see `journalctl -u patroni`")
        return head

    def send(
        self, name: str, method: str, path: str, body: dict[str, Any], seconds: float = CHANGE_SECONDS
    ) -> str:
        """Asks one member to change something."""
        if name not in self.addresses:
            raise Failure(f"{name} is not in this host's {DESCRIPTION}: run bin/rollout with the newest synthesis")
        token = base64.b64encode(f"{USER}:{_password()}".encode()).decode()
        headers = {"Content-Type": "application/json", "Authorization": f"Basic {token}"}
        reply = rest.ask(self.addresses[name], path, seconds, method, headers, json.dumps(body).encode())
        if reply.status == 401:
            raise Failure(
                f"{name} refuses the password: run `pgcluster reload-secrets` on both hosts;"
                " Patroni reads a new one within seconds"
            )
        if reply.status == 0:
            raise Failure(f"{name} does not answer {path}: {reply.reason}: see `pgcluster status` before you repeat it")
        if reply.status not in (200, 202):
            raise Failure(f"{name} refuses {path}: {reply.text()} ({reply.status})")
        return reply.text()

    def wait(self, what: str, true: Callable[[list[Member]], bool], seconds: float = WAIT_SECONDS) -> None:
        """Waits until a condition on the members is true."""
        until = time.monotonic() + seconds
        while True:
            try:
                found = self.members()
                if true(found):
                    return
                last = "; ".join(f"{one.name} {one.role} {one.state}" for one in found)
            except Failure as error:
                last = str(error)
            if time.monotonic() > until:
                raise Failure(f"{what}: not after {seconds:.0f} s: {last}: see `pgcluster status`")
            time.sleep(1)


def _password() -> str:
    import yaml  # comes with cloud-init; only requests that change something need it

    try:
        return str(yaml.safe_load(PASSWORD_FILE.read_text())["restapi"]["authentication"]["password"])
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise Failure(
            f"{PASSWORD_FILE} holds no password of the REST interface ({type(error).__name__}):"
            " run `pgcluster reload-secrets`"
        ) from None
