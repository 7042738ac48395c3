"""Whom PgBouncer connects to."""

import unittest

from scripts import load

follow_leader = load("follow-leader")

SILENT = follow_leader.TRUST_SILENCE_FOR


class FollowLeader(unittest.TestCase):
    def test_the_host_that_says_that_it_leads_is_connected_to(self) -> None:
        self.assertEqual("one", follow_leader.choose(None, ["one"], 0))
        self.assertEqual("two", follow_leader.choose("one", ["two"], 0))
        self.assertEqual("one", follow_leader.choose("one", ["one"], 0))

    def test_a_new_leader_counts_while_the_old_one_has_not_heard(self) -> None:
        self.assertEqual("two", follow_leader.choose("one", ["one", "two"], 0))

    def test_between_two_unknown_ones_the_load_balancer_decides(self) -> None:
        self.assertIsNone(follow_leader.choose(None, ["one", "two"], 0))
        self.assertIsNone(follow_leader.choose("three", ["one", "two"], 0))

    def test_a_silent_leader_is_kept_for_a_while(self) -> None:
        self.assertEqual("one", follow_leader.choose("one", [], SILENT - 1))
        self.assertIsNone(follow_leader.choose("one", [], SILENT))

    def test_nobody_is_made_up(self) -> None:
        self.assertIsNone(follow_leader.choose(None, [], 0))


if __name__ == "__main__":
    unittest.main()
