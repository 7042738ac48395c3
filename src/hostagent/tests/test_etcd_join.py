"""How a voter starts."""

import pytest

from azure_patroni.boot.etcd_join import way
from azure_patroni.etcd import EtcdMember

OTHER = EtcdMember(1, "other", "https://10.50.1.5:2380", True)
STARTED = EtcdMember(2, "me", "https://10.50.1.4:2380", True)
FOUNDING = EtcdMember(2, "me", "https://10.50.1.4:2380", False)
ADDED = EtcdMember(3, "", "https://10.50.1.4:2380", False)
NO_LIST, NOT_LISTED = "no voter gives a list", "listed without this voter"


@pytest.mark.parametrize(
    ("me", "data", "own", "begun", "chosen"),
    [
        # No other voter in reach: found, or keep the data.
        (NO_LIST, False, False, False, "found"),
        (NO_LIST, False, False, True, "found"),
        (NO_LIST, True, False, True, "keep"),
        # The others founded with it and wait for it.
        (FOUNDING, False, False, False, "found"),
        (FOUNDING, False, False, True, "found"),
        # Data is kept.
        (STARTED, True, False, True, "keep"),
        (STARTED, True, False, False, "keep"),
        # A new machine replaces the old one's member.
        (STARTED, False, False, False, "renew"),
        (NOT_LISTED, False, False, False, "renew"),
        # A voter that lost its data does not.
        (STARTED, False, False, True, "refuse"),
        (NOT_LISTED, False, False, True, "refuse"),
        # A member that was added for it is joined, whatever data is here.
        (ADDED, False, False, False, "join"),
        (ADDED, False, False, True, "join"),
        (ADDED, True, False, True, "join"),
        # It joined a moment ago.
        (ADDED, True, True, True, "keep"),
    ],
)
def test_how_a_voter_starts(me: EtcdMember | str, data: bool, own: bool, begun: bool, chosen: str) -> None:
    entry = me if isinstance(me, EtcdMember) else None
    members = [] if me == NO_LIST else [OTHER, *([entry] if entry else [])]
    assert way(members, entry, data, own, begun) == chosen
