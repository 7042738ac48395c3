"""The cluster's etcd members, asked through etcdctl with this host's certificate."""

import json
from dataclasses import dataclass
from typing import Any

from azure_patroni.command import Ran, attempt
from azure_patroni.failure import Failure
from azure_patroni.host import SECRETS, Host

CREDENTIALS = SECRETS / "etcd"
CLIENT_PORT, PEER_PORT = 2379, 2380
QUOTA_BYTES = 8 * 1024**3
ANSWER_SECONDS = 5
STATUS_SECONDS = 3
# etcdctl asks endpoints one after the other, and its own limit is for each.
MARGIN_SECONDS = 10
# Characters of an unreadable answer in a message.
SHOWN = 80


@dataclass(frozen=True)
class EtcdMember:
    """An entry of the cluster's list of members."""

    id: int
    name: str  # empty until it has started for the first time after it was added
    peer_url: str
    started: bool  # it has announced where its clients find it

    @property
    def hex(self) -> str:
        return f"{self.id:x}"


@dataclass(frozen=True)
class Voter:
    """A voter of the host's description, and what it reports about itself."""

    name: str
    reachable: bool
    leads: bool = False
    learner: bool = False
    bytes: int = 0
    index: int = 0
    version: str = ""
    errors: tuple[str, ...] = ()
    member: str = ""


class Etcd:
    """The voters, seen from one of them."""

    def __init__(self, host: Host) -> None:
        self.me = host.name
        self.addresses = host.voters

    def client_url(self, name: str) -> str:
        return f"https://{self.addresses[name]}:{CLIENT_PORT}"

    def peer_url(self, name: str) -> str:
        return f"https://{self.addresses[name]}:{PEER_PORT}"

    def name_of(self, peer_url: str) -> str:
        """The name of the voter behind a URL; the URL itself if it is of no voter."""
        return next((name for name in self.addresses if self.peer_url(name) == peer_url), peer_url)

    def others(self, name: str = "") -> list[str]:
        """All voters but one: this host, or the given one."""
        return [one for one in self.addresses if one != (name or self.me)]

    def etcdctl(self, names: list[str], *command: str, seconds: int = ANSWER_SECONDS) -> Ran:
        """Asks some of the voters: whichever answers, or each one where the command is about endpoints."""
        limit = seconds * max(1, len(names)) + MARGIN_SECONDS
        return attempt(*self.command(names, *command, seconds=seconds), seconds=limit)

    def command(self, names: list[str], *command: str, seconds: int = ANSWER_SECONDS) -> list[str]:
        """The words of an etcdctl command."""
        return [
            "etcdctl",
            f"--endpoints={','.join(self.client_url(name) for name in names)}",
            f"--cacert={CREDENTIALS}/ca.pem",
            f"--cert={CREDENTIALS}/tls.crt",
            f"--key={CREDENTIALS}/tls.key",
            "--dial-timeout=2s",
            f"--command-timeout={seconds}s",
            *command,
        ]

    def members(self, names: list[str], seconds: int = ANSWER_SECONDS) -> list[EtcdMember]:
        """The list that a majority agrees on."""
        ran = self.etcdctl(names, "member", "list", "--write-out=json", seconds=seconds)
        if not ran.ok:
            raise Failure(reason(ran))
        try:
            return parse_members(ran.output)
        except (ValueError, LookupError, TypeError):
            raise Failure(f"etcdctl printed no list of members: {ran.output[:SHOWN]!r}") from None

    def healthy(self) -> list[str]:
        """The voters that can read through a majority."""
        answers = _answers(self.etcdctl(list(self.addresses), "endpoint", "health", "--write-out=json"))
        good = {answer["endpoint"] for answer in answers if answer.get("health")}
        return [name for name in self.addresses if self.client_url(name) in good]

    def voters(self) -> list[Voter]:
        """Every voter, also one that does not answer."""
        ran = self.etcdctl(list(self.addresses), "endpoint", "status", "--write-out=json", seconds=STATUS_SECONDS)
        # etcdctl ends with 1 where some endpoint does not answer.
        if ran.status not in (0, 1):
            raise Failure(f"etcdctl: {reason(ran)}")
        return parse_voters(_answers(ran), {name: self.client_url(name) for name in self.addresses})

    def move_leader(self, to: Voter) -> Ran:
        """Makes another voter the leader; only the leader can."""
        return self.etcdctl([self.me], "move-leader", to.member)


def parse_members(text: str) -> list[EtcdMember]:
    """Reads `etcdctl member list --write-out=json`."""
    return [
        EtcdMember(one["ID"], one.get("name", ""), one["peerURLs"][0], bool(one.get("clientURLs")))
        for one in json.loads(text)["members"]
    ]


def parse_voters(answers: list[dict[str, Any]], urls: dict[str, str]) -> list[Voter]:
    """Reads `etcdctl endpoint status --write-out=json`; urls: client URL by name."""
    statuses = {answer["Endpoint"]: answer["Status"] for answer in answers}
    return [_voter(name, statuses.get(url)) for name, url in urls.items()]


def _voter(name: str, status: dict[str, Any] | None) -> Voter:
    if status is None:
        return Voter(name, False)
    member = status["header"]["member_id"]
    return Voter(
        name=name,
        reachable=True,
        leads=status.get("leader", 0) == member,
        learner=bool(status.get("isLearner")),
        bytes=status.get("dbSize", 0),
        index=status.get("raftIndex", 0),
        version=status.get("version", ""),
        errors=tuple(status.get("errors") or ()),
        member=f"{member:x}",
    )


def problems(voters: list[Voter]) -> list[str]:
    """Why the quorum is degraded."""
    said = [
        f"etcd member {one.name} does not answer: see `systemctl status etcd` there;"
        f" if the host is lost, `pgcluster replace-voter {one.name}`"
        for one in voters
        if not one.reachable
    ]
    said += [f"etcd member {one.name}: {error}" for one in voters for error in one.errors]
    said += [f"etcd member {one.name} is a learner: it has no vote yet" for one in voters if one.learner]
    said += [
        f"etcd member {one.name} uses {one.bytes / QUOTA_BYTES:.0%} of its quota: defragment it"
        for one in voters
        if one.bytes > 0.8 * QUOTA_BYTES
    ]
    if voters and not any(one.leads for one in voters):
        said.append("etcd has no leader: without a quorum the database steps down")
    return said


def reason(ran: Ran) -> str:
    """etcdctl's last message, without its log lines where it has printed one itself."""
    lines = [line for line in ran.error.splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith("{")]
    return (said or lines or [f"exit status {ran.status}"])[-1].removeprefix("Error: ")


def _answers(ran: Ran) -> list[dict[str, Any]]:
    """etcdctl prints what it got even where one endpoint fails."""
    for line in ran.output.splitlines():
        if line.startswith("["):
            try:
                answers: list[dict[str, Any]] = json.loads(line)
            except ValueError:
                raise Failure(f"etcdctl printed no list of answers: {line[:SHOWN]!r}") from None
            return answers
    return []
