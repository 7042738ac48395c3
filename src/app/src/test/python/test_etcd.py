"""How a voter starts."""

import unittest

from etcd_voters import Member
from scripts import load

etcd_join = load("etcd-join")

OTHER = Member(1, "other", "https://10.50.1.5:2380", True)
STARTED = Member(2, "me", "https://10.50.1.4:2380", True)
FOUNDING = Member(2, "me", "https://10.50.1.4:2380", False)
ADDED = Member(3, "", "https://10.50.1.4:2380", False)


def way(me: Member | None, data: bool = False, own: bool = False, begun: bool = False, alone: bool = False) -> str:
    members = [] if alone else [OTHER] + ([me] if me else [])
    return etcd_join.way(members, me, data, own, begun)


class EtcdJoin(unittest.TestCase):
    def test_with_nobody_in_reach_a_voter_founds_or_keeps_its_data(self) -> None:
        self.assertEqual("found", way(None, alone=True))
        self.assertEqual("found", way(None, begun=True, alone=True))
        self.assertEqual("keep", way(None, data=True, begun=True, alone=True))

    def test_a_voter_that_the_others_founded_with_and_wait_for_founds(self) -> None:
        self.assertEqual("found", way(FOUNDING))
        self.assertEqual("found", way(FOUNDING, begun=True))

    def test_a_voter_with_data_keeps_it(self) -> None:
        self.assertEqual("keep", way(STARTED, data=True, begun=True))
        self.assertEqual("keep", way(STARTED, data=True))

    def test_a_new_machine_takes_the_place_of_the_one_it_replaces(self) -> None:
        self.assertEqual("renew", way(STARTED))
        self.assertEqual("renew", way(None))

    def test_a_voter_that_lost_its_data_does_not_take_its_place_again(self) -> None:
        self.assertEqual("refuse", way(STARTED, begun=True))
        self.assertEqual("refuse", way(None, begun=True))

    def test_a_place_that_was_made_for_it_is_joined_whatever_lies_about(self) -> None:
        self.assertEqual("join", way(ADDED))
        self.assertEqual("join", way(ADDED, begun=True))
        self.assertEqual("join", way(ADDED, data=True, begun=True))

    def test_a_member_that_joined_a_moment_ago_keeps_what_it_has(self) -> None:
        self.assertEqual("keep", way(ADDED, data=True, own=True, begun=True))


if __name__ == "__main__":
    unittest.main()
