"""bin/rollout is held to the review: which files it applies, and to which hosts."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

from operations import checkout

# Records its arguments and its input; answers as healthy hosts do.
SSH = """#!/bin/bash
printf '%s\\n' "$*" >> "$CALLS"
case $* in
  *status*) echo '{"problems": [], "members": [{"name": "pg-1", "role": "leader", "pending": false}]}' ;;
  *apply*) cat > /dev/null ;;
esac
"""


def user_data(**facts: str) -> str:
    host = {"name": "pg-1", "role": "database", "address": "10.50.1.4"} | facts
    entry = {"path": "/etc/azure-patroni/host.json", "content": json.dumps(host)}
    return f"#cloud-config\n{json.dumps({'write_files': [entry]})}"


class RolloutTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.calls = self.folder / "calls"
        self.hosts = self.folder / "stacks/prod/hosts"
        self.hosts.mkdir(parents=True)
        self.hosts.joinpath("pg-1.yaml").write_text(user_data())
        self.hosts.joinpath("pg-1-b.yaml").write_text(user_data(name="pg-1-b", role="pooler", address="10.50.1.6"))
        self.configure("azureuser")
        ssh = self.folder / "bin/ssh"
        ssh.parent.mkdir()
        ssh.write_text(SSH)
        ssh.chmod(0o755)

    def configure(self, user: str) -> None:
        (self.hosts.parent / "cdk.tf.json").write_text(json.dumps({"admin_username": user}))

    def hash(self) -> str:
        """As a person works it out."""
        command = "LC_ALL=C; sha256sum *.yaml | sha256sum"
        return subprocess.run(command, shell=True, cwd=self.hosts, capture_output=True, text=True).stdout[:64]

    def rollout(self, *words: str) -> "subprocess.CompletedProcess[str]":
        self.calls.write_text("")
        environment = os.environ | {"PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "CALLS": str(self.calls)}
        command = [sys.executable, str(checkout.ROOT / "bin/rollout"), "--output", str(self.folder), *words]
        return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)

    def refused(self, status: int, said: str, *words: str) -> None:
        ran = self.rollout(*words)
        self.assertEqual((ran.returncode, self.calls.read_text()), (status, ""), ran.stderr)
        self.assertIn(said, ran.stderr)

    def test_the_reviewed_files_are_applied_and_the_journal_of_each_host_says_so(self) -> None:
        ran = self.rollout("prod", "--reviewed", self.hash())
        self.assertEqual(ran.returncode, 0, ran.stderr)
        calls = self.calls.read_text().splitlines()
        note = f"logger --tag rollout -- 'bin/rollout applies {self.hash()}: reviewed'"
        for address in ("10.50.1.4", "10.50.1.6"):
            on = [call.split(f" -- azureuser@{address} ")[1] for call in calls if f"@{address} " in call]
            self.assertLess(on.index(note), on.index("sudo -n pgcluster apply -"))

    def test_other_files_are_refused_with_their_hash(self) -> None:
        reviewed = self.hash()
        for change in ("changed", "added", "removed", "renamed"):
            with self.subTest(change):
                one = self.hosts / "pg-1.yaml"
                if change == "changed":
                    one.write_text(user_data() + " ")
                elif change == "added":
                    (self.hosts / "pg-3.yaml").write_text(user_data())
                elif change == "removed":
                    (self.hosts / "pg-1-b.yaml").unlink()
                else:
                    one.rename(self.hosts / "pg-0.yaml")
                self.refused(
                    4, f"the files of the hosts are {self.hash()}: they differ", "prod", "--reviewed", reviewed
                )

    def test_without_a_review_a_reason_is_needed_and_logged(self) -> None:
        self.refused(2, f"the files of the hosts are {self.hash()}: --reviewed is missing", "prod")
        for reason in ("", " ", "two\nlines", "\x1b[2J", "x" * 201):
            self.refused(2, "the reason must be one line", "prod", "--not-reviewed", reason)
        self.refused(2, "not allowed with", "prod", "--not-reviewed", "x", "--reviewed", self.hash())
        ran = self.rollout("prod", "--not-reviewed", "a fix; $(touch here)")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIn("rollout: NOT REVIEWED: a fix", ran.stderr)
        # The host's shell reads it as one word.
        self.assertIn(f"applies {self.hash()}: NOT REVIEWED: a fix; $(touch here)'\n", self.calls.read_text())

    def test_a_dry_run_needs_no_review_and_prints_the_hash(self) -> None:
        ran = self.rollout("prod", "--dry-run")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIn(f"files of the hosts: {self.hash()}\n", ran.stdout)
        self.assertNotIn("logger", self.calls.read_text())
        self.assertNotIn("apply -\n", self.calls.read_text())

    def test_hostile_names_reach_no_program(self) -> None:
        for stack in ("../prod", "/etc", "prod/../x", "-oProxyCommand=x", "Prod", ""):
            self.refused(2, "", stack, "--dry-run")
        for user in ("-oProxyCommand=x", "a b", "a;b", "a@b", ""):
            self.configure(user)
            self.refused(1, "admin_username" if not user else "is no user of the hosts", "prod", "--dry-run")
        self.configure("azureuser")
        self.refused(1, "is no user of the hosts", "prod", "--dry-run", "--user=-oProxyCommand=x")
        for address in ("-oProxyCommand=x", "10.50.1.4 -oProxyCommand=x", "evil.example", ""):
            self.hosts.joinpath("pg-1.yaml").write_text(user_data(address=address))
            self.refused(1, "with an address", "prod", "--dry-run")

    def test_the_hash_is_that_of_the_files_as_they_are_read(self) -> None:
        lines = "".join(
            f"{hashlib.sha256((self.hosts / name).read_bytes()).hexdigest()}  {name}\n"
            for name in ("pg-1-b.yaml", "pg-1.yaml")
        )
        self.assertEqual(self.hash(), hashlib.sha256(lines.encode()).hexdigest())


class StackNamesTest(unittest.TestCase):
    def test_every_program_refuses_what_is_no_name_of_a_stack(self) -> None:
        rest: dict[str, list[str]] = {"deploy": ["--reviewed", "x"], "rollout": ["--dry-run"]}
        for program in ("deploy", "drift", "preflight", "repair", "rollout"):
            for name in ("../prod", "prod/../prod", "/etc/passwd", "Prod", "prod;x", "$(x)"):
                command: list[Any] = [sys.executable, checkout.ROOT / "bin" / program, name, *rest.get(program, [])]
                ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
                self.assertEqual(ran.returncode, 2, f"{program} {name}: {ran.stderr}")
                self.assertIn("is no name of a stack", ran.stderr)
