"""If this host leads both PostgreSQL and etcd, hands etcd's leadership to another member: losing a host that leads
both costs one more election and a full lease."""

from azure_patroni import host as hosts
from azure_patroni import rest
from azure_patroni.etcd import Etcd, Voter, reason

NOTICE, WARNING = "<5>", "<4>"


def leads(voters: list[Voter], name: str) -> bool:
    """Whether a voter says that it is the leader itself."""
    return any(one.name == name and one.leads for one in voters)


def candidates(voters: list[Voter], me: str, healthy: list[str], databases: list[str]) -> list[Voter]:
    """The voters that can take over, in order: another database host may lead PostgreSQL next."""
    fit = [one for one in voters if one.reachable and one.name in healthy and one.name != me]
    return sorted(fit, key=lambda one: one.name in databases)


def main(arguments: list[str]) -> None:
    host = hosts.load()
    if rest.ask(host.address, "/primary").status != 200:
        return
    etcd = Etcd(host)
    voters = etcd.voters()
    if not leads(voters, host.name):
        return
    for candidate in candidates(voters, host.name, etcd.healthy(), list(host.databases)):
        ran = etcd.move_leader(candidate)
        if ran.ok:
            print(f"{NOTICE}etcd's leadership moved to {candidate.name}, because this host leads PostgreSQL")
            return
        print(f"{WARNING}etcd's leadership could not be moved to {candidate.name}: {reason(ran)}")
