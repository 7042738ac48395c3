import json
import unittest

import pgcluster_bundle as bundles
import pgcluster_configure as configure
import pgcluster_members as members
import yaml
from pgcluster_base import Failure

HOST = {"name": "pgpatroni-1", "cluster": "pgpatroni", "role": "database"}


def user_data(files: dict[str, str], changes: dict[str, str] | None = None, **more: str) -> bytes:
    """A bundle of these files, complete unless told otherwise."""
    texts = {"/etc/azure-patroni/host.json": json.dumps(HOST)} | files
    known = {path: "-" for path in [*texts, "/etc/azure-patroni/changes.json"]} if changes is None else changes
    texts["/etc/azure-patroni/changes.json"] = json.dumps(known)
    entries = [{"path": path, "permissions": "0644", "content": text} | more for path, text in texts.items()]
    return b"#cloud-config\n" + yaml.safe_dump({"write_files": entries}).encode()


class Bundle(unittest.TestCase):
    def test_a_sound_one_is_read_whole(self) -> None:
        read = bundles.bundle(user_data({"/etc/x": "1\n"}))
        self.assertEqual(read.host["name"], "pgpatroni-1")
        self.assertEqual(read.files["/etc/x"].content, b"1\n")

    def test_every_fault_is_refused_in_one_line(self) -> None:
        for data, said in (
            (b"hallo", "no #cloud-config"),
            (b"#cloud-config\nwrite_files: {", "cannot be read"),
            (b"#cloud-config\nwrite_files: []\n", "host.json is not in the bundle"),
            (user_data({"etc/x": ""}), "no absolute, plain path"),
            (user_data({"/etc/../x": ""}), "no absolute, plain path"),
            (user_data({"/etc/x": ""}, owner="postgres:postgres"), "belong to root:root"),
            (user_data({"/etc/x": ""}, append="yes"), "unknown: append"),
            (user_data({"/etc/x": ""}, {"/etc/x": "-"}), "does not name"),
            (user_data({"/etc/x": ""}, {"/etc/x": "stop:patroni"}), "neither reload:UNIT nor restart:UNIT"),
        ):
            with self.subTest(said), self.assertRaises(Failure) as failure:
                bundles.bundle(data)
            self.assertIn(said, str(failure.exception))
            self.assertNotIn("\n", str(failure.exception))

    def test_etcd_comes_before_patroni_and_a_restart_makes_a_reload_needless(self) -> None:
        new = {"/a": ["reload:patroni.service"], "/b": ["restart:etcd.service"], "/c": ["restart:patroni.service"]}
        self.assertEqual(bundles.actions(["/a", "/b"], [], new, {}), ["restart:etcd.service", "reload:patroni.service"])
        self.assertEqual(bundles.actions(["/a", "/c"], [], new, {}), ["restart:patroni.service"])

    def test_a_file_that_is_gone_asks_for_what_it_asked_for(self) -> None:
        self.assertEqual(bundles.actions([], ["/old"], {}, {"/old": ["reload:etcd.service"]}), ["reload:etcd.service"])


class Configure(unittest.TestCase):
    def test_only_differences_are_sent_and_a_number_is_its_text(self) -> None:
        wanted = {"ttl": 20, "postgresql": {"parameters": {"max_connections": "500"}}}
        found = {"ttl": 20, "pause": True, "postgresql": {"parameters": {"max_connections": 500}}}
        self.assertEqual(configure.difference(wanted, found), {})

    def test_a_parameter_that_is_wanted_no_more_is_removed_and_nothing_else_is(self) -> None:
        wanted = {"ttl": 30, "postgresql": {"parameters": {}}}
        found = {"ttl": 20, "pause": True, "postgresql": {"pg_hba": [], "parameters": {"work_mem": "8MB"}}}
        self.assertEqual(configure.difference(wanted, found), {"ttl": 30, "postgresql": {"parameters": {"work_mem": None}}})

    def test_true_is_not_the_text_true(self) -> None:
        self.assertEqual(configure.difference({"failsafe_mode": True}, {"failsafe_mode": "true"}), {"failsafe_mode": True})


class Members(unittest.TestCase):
    @staticmethod
    def cluster(*standbys: dict) -> list:
        head = {"name": "a", "role": "leader", "state": "running", "timeline": 2}
        return members.members({"members": [head, *standbys]})

    def test_only_a_streaming_synchronous_standby_can_take_over_without_loss(self) -> None:
        found = self.cluster(
            {"name": "b", "role": "replica", "state": "streaming", "timeline": 2, "lag": 0},
            {"name": "c", "role": "sync_standby", "state": "streaming", "timeline": 2, "lag": 0},
            {"name": "d", "role": "sync_standby", "state": "stopped", "timeline": 2, "lag": 0},
        )
        self.assertEqual([one.name for one in members.candidates(found, synchronous=True)], ["c"])

    def test_a_cluster_without_a_synchronous_standby_is_degraded(self) -> None:
        self.assertIn(
            "there is no synchronous standby: a lost leader is not replaced",
            members.problems(self.cluster(), ["a"], {"synchronous_mode": True}),
        )

    def test_the_synchronous_standby_restarts_after_the_others_and_the_leader_last(self) -> None:
        found = self.cluster(
            {"name": "b", "role": "sync_standby", "state": "streaming", "timeline": 2, "lag": 0},
            {"name": "c", "role": "replica", "state": "streaming", "timeline": 2, "lag": 0},
        )
        standbys, head = members.restart_order(found, pending_only=False)
        self.assertEqual([one.name for one in standbys], ["c", "b"])
        self.assertEqual(head and head.name, "a")


if __name__ == "__main__":
    unittest.main()
