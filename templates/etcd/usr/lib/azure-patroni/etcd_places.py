"""The places on etcd's list of members, and how one that lost its host is given to another host anew."""

from azure_patroni import fail
from etcd_voters import Member, Voters, reason


def asked(voters: Voters, name: str) -> list[str]:
    """Whom to ask about a voter: all but itself."""
    return [one for one in voters.addresses if one != name]


def find(voters: Voters, name: str) -> tuple[list[Member], Member | None]:
    """The cluster's list, and the place on it that belongs to the name."""
    members = voters.members(asked(voters, name))
    if isinstance(members, str):
        fail(
            f"etcd gives no list of members: {members}: nothing was changed; a voter can be replaced only while"
            " a majority works: start the other voters first"
        )
    return members, next((one for one in members if one.peer_url == voters.peer_url(name)), None)


def check(voters: Voters, name: str, members: list[Member], place: Member | None) -> None:
    """Refuses what is not needed or would cost the majority."""
    healthy = voters.healthy()
    if name in healthy:
        fail(f"{name} is a healthy voter: nothing to replace")
    after = len(members) + (0 if place else 1)
    majority = after // 2 + 1
    if len(healthy) < majority:
        fail(
            f"only {', '.join(healthy) or 'no voter'} healthy, {majority} of {after} needed while {name} is replaced:"
            " start the other voters first"
        )


def change(voters: Voters, name: str, done: str, *command: str) -> None:
    ran = voters.etcdctl(asked(voters, name), "member", *command, seconds=20)
    if ran.status:
        fail(f"member {' '.join(command)}: {reason(ran)}: when etcd is well (pgcluster status), run this again")
    print(done, flush=True)


def renew(voters: Voters, name: str) -> None:
    """Takes the old member off the list and puts a new one of the same name on it. Refuses where that is not needed or
    would cost the majority; may be run again after it was interrupted."""
    members, place = find(voters, name)
    check(voters, name, members, place)
    if place and place.name:
        change(voters, name, f"removed member {place.hex} of {name}", "remove", place.hex)
        place = None
    if not place:
        change(voters, name, f"added a new member for {name}", "add", name, f"--peer-urls={voters.peer_url(name)}")
