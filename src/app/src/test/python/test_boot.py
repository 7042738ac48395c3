import itertools
import os
import tempfile
import unittest

from scripts import load

disks = load("disks")
leftovers = load("leftovers")
packages = load("packages")

PREFERENCES = """\
Package: patroni
Pin: version 4.1.*
Pin-Priority: 990

Package: patroni
Pin: version *
Pin-Priority: -1
"""
POLICY = """\
patroni:
  Installed: (none)
  Candidate: (none)
  Version table:
     4.0.7-1 -1
        500 http://mirror trixie/main amd64 Packages
jq:
  Installed: 1.7.1-6
  Candidate: 1.7.1-6
  Version table:
 *** 1.7.1-6 500
"""


class Disks(unittest.TestCase):
    def test_only_a_disk_that_says_nothing_and_starts_with_zeros_is_blank(self) -> None:
        self.assertEqual(disks.content({}, True, "pgdata"), "blank")
        self.assertEqual(disks.content({}, False, "pgdata"), "data without a signature")
        self.assertEqual(disks.content({"USAGE": "raid"}, True, "pgdata"), "a signature that blkid cannot tell")

    def test_only_our_file_system_under_our_label_is_ours(self) -> None:
        self.assertEqual(disks.content({"TYPE": "xfs", "LABEL": "pgdata"}, False, "pgdata"), "ours")
        self.assertEqual(disks.content({"TYPE": "xfs", "LABEL": "pgwal"}, False, "pgdata"), "xfs with label pgwal")
        self.assertEqual(disks.content({"TYPE": "ext4"}, False, "pgdata"), "ext4 with no label")
        self.assertEqual(disks.content({"PTTYPE": "gpt"}, False, "pgdata"), "a gpt partition table")

    def test_without_links_a_disk_is_the_namespace_lun_plus_two_of_the_remote_controller(self) -> None:
        with tempfile.TemporaryDirectory() as sys:
            for controller, model, namespace, nsid in (
                ("nvme0", "MSFT NVMe Accelerator v1.0", "nvme0n1", "1"),
                ("nvme0", "MSFT NVMe Accelerator v1.0", "nvme0n3", "3"),
                ("nvme1", "Microsoft NVMe Direct Disk v2", "nvme1n3", "3"),
            ):
                folder = f"{sys}/class/nvme/{controller}"
                os.makedirs(f"{folder}/{namespace}")
                for path, text in ((f"{folder}/model", model), (f"{folder}/{namespace}/nsid", nsid)):
                    with open(path, "w", encoding="ascii") as file:
                        file.write(text + "\n")

            self.assertEqual(disks.nvme(1, sys), "/dev/nvme0n3")
            self.assertIsNone(disks.nvme(0, sys))


class Leftovers(unittest.TestCase):
    def test_a_database_with_its_wal_is_never_touched(self) -> None:
        self.assertEqual(leftovers.leftovers(leftovers.Tree(data=True, complete=True, linked=True, wal=True)), {})

    def test_a_blank_host_has_nothing_to_move(self) -> None:
        self.assertEqual(leftovers.leftovers(leftovers.Tree(data=False, complete=False, linked=False, wal=False)), {})

    def test_what_lost_the_other_disk_is_moved_aside(self) -> None:
        self.assertEqual(
            leftovers.leftovers(leftovers.Tree(data=True, complete=True, linked=True, wal=False)), {"data": "without-wal"}
        )
        self.assertEqual(
            leftovers.leftovers(leftovers.Tree(data=False, complete=False, linked=False, wal=True)), {"wal": "without-data"}
        )

    def test_a_clone_that_was_cut_off_is_moved_aside_with_its_wal(self) -> None:
        self.assertEqual(
            leftovers.leftovers(leftovers.Tree(data=True, complete=False, linked=True, wal=True)),
            {"data": "incomplete", "wal": "without-data"},
        )

    def test_complete_data_is_moved_for_no_other_reason_than_missing_wal(self) -> None:
        for data, linked, wal in itertools.product((True, False), repeat=3):
            moved = leftovers.leftovers(leftovers.Tree(data=data, complete=True, linked=linked, wal=wal))
            self.assertEqual("data" in moved, linked and not wal)
            self.assertNotIn("wal", moved)


class Packages(unittest.TestCase):
    def test_the_first_record_of_a_package_is_its_pin(self) -> None:
        self.assertEqual(packages.pins(PREFERENCES), {"patroni": "4.1.*"})

    def test_what_is_missing_or_of_another_version_is_unmet(self) -> None:
        installed = {"patroni": "4.0.7-1", "jq": "1.7.1-6"}
        self.assertEqual(packages.unmet(["patroni", "jq", "curl"], installed, {"patroni": "4.1.*"}), ["patroni", "curl"])
        self.assertEqual(packages.unmet(["patroni"], {"patroni": "4.1.4-1.pgdg13+1"}, {"patroni": "4.1.*"}), [])

    def test_a_refusal_names_pin_versions_and_setting(self) -> None:
        found = packages.policies(POLICY)
        self.assertIsNone(packages.refusal("jq", found["jq"], None))
        self.assertEqual(
            packages.refusal("patroni", found["patroni"], "4.1.*"),
            "no version of patroni matches 4.1.* (there is 4.0.7-1): change packages.patroni in the stack file or the mirror",
        )
        self.assertIn("no mirror has pgbouncer", packages.refusal("pgbouncer", None, "1.25.*"))


if __name__ == "__main__":
    unittest.main()
