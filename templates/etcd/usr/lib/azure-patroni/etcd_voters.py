"""The cluster's etcd voters, asked through etcdctl with this host's certificate."""

import json
from dataclasses import dataclass
from typing import Any

from azure_patroni import Ran, attempt, load_host

SECRETS = "/run/azure-patroni/secrets/etcd"


@dataclass(frozen=True)
class Member:
    """What the cluster has on its list."""

    id: int
    name: str  # empty until it has started for the first time after it was added
    peer_url: str
    started: bool  # it has told the others where its clients find it

    @property
    def hex(self) -> str:
        return f"{self.id:x}"


@dataclass(frozen=True)
class Voters:
    """The voters of a host's description."""

    me: str
    addresses: dict[str, str]

    @classmethod
    def load(cls) -> "Voters":
        host = load_host()
        return cls(host["name"], host["voters"])

    def client_url(self, name: str) -> str:
        return f"https://{self.addresses[name]}:2379"

    def peer_url(self, name: str) -> str:
        return f"https://{self.addresses[name]}:2380"

    def name_of(self, peer_url: str) -> str:
        """What the host behind a URL is called; the URL itself if it is none of ours."""
        return next((name for name in self.addresses if self.peer_url(name) == peer_url), peer_url)

    def others(self) -> list[str]:
        return [name for name in self.addresses if name != self.me]

    def etcdctl(self, names: list[str], *command: str, seconds: int = 5) -> Ran:
        """Asks some of the voters: whichever of them answers, or each one where the command is about endpoints."""
        return attempt(*self.command(names, *command, seconds=seconds))

    def command(self, names: list[str], *command: str, seconds: int = 5) -> list[str]:
        return [
            "etcdctl",
            f"--endpoints={','.join(self.client_url(name) for name in names)}",
            f"--cacert={SECRETS}/ca.pem",
            f"--cert={SECRETS}/tls.crt",
            f"--key={SECRETS}/tls.key",
            "--dial-timeout=2s",
            f"--command-timeout={seconds}s",
            *command,
        ]

    def members(self, names: list[str], seconds: int = 5) -> list[Member] | str:
        """The list a majority agrees on, or why there is none."""
        ran = self.etcdctl(names, "member", "list", "--write-out=json", seconds=seconds)
        if ran.status:
            return reason(ran)
        return [
            Member(one["ID"], one.get("name", ""), one["peerURLs"][0], bool(one.get("clientURLs")))
            for one in json.loads(ran.output)["members"]
        ]

    def healthy(self) -> list[str]:
        """Who can read through a majority."""
        answers = _list(self.etcdctl(list(self.addresses), "endpoint", "health", "--write-out=json"))
        good = {answer["endpoint"] for answer in answers if answer.get("health")}
        return [name for name in self.addresses if self.client_url(name) in good]

    def statuses(self) -> dict[str, dict[str, Any]]:
        """What each voter that answers tells of itself."""
        answers = _list(self.etcdctl(list(self.addresses), "endpoint", "status", "--write-out=json"))
        found = {answer["Endpoint"]: answer["Status"] for answer in answers}
        return {name: found[self.client_url(name)] for name in self.addresses if self.client_url(name) in found}


def leads(status: dict[str, Any]) -> bool:
    """Whether a voter says that it is the leader itself."""
    return status.get("leader", 0) == status["header"]["member_id"]


def reason(ran: Ran) -> str:
    """etcdctl's last word, without its log lines where it has said something itself."""
    lines = [line for line in ran.error.splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith("{")]
    return (said or lines or [f"exit status {ran.status}"])[-1].removeprefix("Error: ")


def _list(ran: Ran) -> list[dict[str, Any]]:
    """etcdctl prints what it got even where one endpoint fails."""
    for line in ran.output.splitlines():
        if line.startswith("["):
            return json.loads(line)
    return []
