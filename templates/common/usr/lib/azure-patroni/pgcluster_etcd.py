"""The etcd voters, as a voter sees them."""

import json
from dataclasses import dataclass

from pgcluster_base import SECRETS, Failure, last_line, run

PORT = 2379
QUOTA_BYTES = 8 * 1024**3


@dataclass(frozen=True)
class Voter:
    """One member of the quorum."""

    name: str
    reachable: bool
    leads: bool = False
    learner: bool = False
    bytes: int = 0
    index: int = 0
    version: str = ""
    errors: tuple[str, ...] = ()


def parse(text: str, names: dict[str, str]) -> list[Voter]:
    """etcdctl's endpoint status, a voter each; names maps name to address."""
    answers = {entry["Endpoint"]: entry["Status"] for entry in json.loads(text or "[]")}
    found = []
    for name, address in names.items():
        status = answers.get(endpoint(address))
        if status is None:
            found.append(Voter(name, False))
            continue
        found.append(
            Voter(
                name=name,
                reachable=True,
                leads=status.get("leader", 0) == status["header"]["member_id"],
                learner=bool(status.get("isLearner")),
                bytes=status.get("dbSize", 0),
                index=status.get("raftIndex", 0),
                version=status.get("version", ""),
                errors=tuple(status.get("errors") or ()),
            )
        )
    return found


def problems(voters: list[Voter]) -> list[str]:
    """Why the quorum is degraded."""
    said = [
        f"etcd voter {one.name} does not answer: see `systemctl status etcd` there; if the host is lost, `pgcluster replace-voter {one.name}`"
        for one in voters
        if not one.reachable
    ]
    said += [f"etcd voter {one.name}: {error}" for one in voters for error in one.errors]
    said += [f"etcd voter {one.name} is a learner: it has no vote yet" for one in voters if one.learner]
    said += [
        f"etcd voter {one.name} uses {one.bytes / QUOTA_BYTES:.0%} of its quota: defragment it"
        for one in voters
        if one.bytes > 0.8 * QUOTA_BYTES
    ]
    if voters and not any(one.leads for one in voters):
        said.append("etcd has no leader: without a quorum the database steps down")
    return said


def endpoint(address: str) -> str:
    return f"https://{address}:{PORT}"


def voters(host: dict) -> list[Voter]:
    """Asks every voter; those that do not answer are in the list as such."""
    if not host["voter"]:
        raise Failure(f"only voters reach etcd: run this on one of {', '.join(host['voters'])}")
    secrets = SECRETS / "etcd"
    done = run(
        "etcdctl",
        f"--endpoints={','.join(endpoint(one) for one in host['voters'].values())}",
        f"--cacert={secrets}/ca.pem",
        f"--cert={secrets}/tls.crt",
        f"--key={secrets}/tls.key",
        "--dial-timeout=2s",
        "--command-timeout=3s",
        "--write-out=json",
        "endpoint",
        "status",
        timeout=30,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("[")]
    if not lines and done.returncode not in (0, 1):
        raise Failure(f"etcdctl failed: {last_line(done.stderr)}")
    return parse(lines[0] if lines else "", host["voters"])
