"""The program bin/rollout: applies the files of a synthesised stack to its running hosts, one after the other."""

import argparse
import gzip
import sys
from pathlib import Path
from typing import NoReturn

from operations.checkout import OUTPUT, stack_name
from operations.console import say, stop
from operations.hosts import Facts, Hosts, NoAnswer, leads

DIFFERENT = 4
DESCRIPTION = """Applies a synthesised stack to its running hosts: witness, standbys, leader, poolers; one at a time.
Without --dry-run it needs the hash of the reviewed files, which the comment of bin/review shows."""
EXIT_STATUS = """Exit status 0: done; 1: stopped, with the reason and the hosts that are done; 2: wrong usage;
4: the files differ from the reviewed ones, and nothing was applied."""


class Rollout:
    """One run over all hosts; stops at the first failure."""

    def __init__(self, hosts: Hosts, reviewed: str) -> None:
        self.hosts = hosts
        # For the journal of each host.
        self.note = f"bin/rollout applies {hosts.sum()}: {reviewed}"
        self.done: list[str] = []

    def stop(self, name: str, why: str) -> NoReturn:
        """Ends the run with the reason, and the hosts that are done."""
        left = [one for one in self.hosts.facts if one not in self.done]
        say("rollout", f"{name}: {why}")
        say("rollout", f"done: {', '.join(self.done) or 'none'}; not done: {', '.join(left)}")
        sys.exit(1)

    def on(self, name: str, *words: str, feed: bytes = b"") -> int:
        """Runs pgcluster on a host."""
        try:
            return self.hosts.pgcluster(name, *words, feed=feed)
        except NoAnswer as silent:
            self.stop(name, f"{silent}: see sudo pgcluster status on that host, then run the rollout again")

    def status(self, name: str) -> Facts:
        """What pgcluster status says on a host."""
        try:
            return self.hosts.status(name)
        except NoAnswer as silent:
            self.stop(name, str(silent))

    def healthy(self, name: str) -> Facts:
        """Stops unless the cluster is healthy: a second host never changes while the first is down."""
        seen = self.status(name)
        if seen["problems"]:
            problems = "; ".join(seen["problems"])
            self.stop(name, f"degraded: {problems}; if the new files fix it, run pgcluster apply on that host")
        return seen

    def apply(self, name: str, dry_run: bool) -> None:
        """Brings a host's files to it."""
        print(f"== {name}", flush=True)
        options = ["--dry-run"] if dry_run else []
        if not dry_run and not self.hosts.log(name, self.note):
            self.stop(name, "the run cannot be written to its journal: check SSH access to the host")
        # Compressed, so that the host refuses what a lost connection has cut off.
        bundle = gzip.compress(self.hosts.bundles[name])
        if self.on(name, "apply", *options, "-", feed=bundle) != 0:
            self.stop(name, "pgcluster apply failed; fix what it reports, then run the rollout again")
        self.done.append(name)

    def dry_run(self) -> None:
        """Prints the hash of the files, and what would change on each host."""
        print(f"files of the hosts: {self.hosts.sum()}")
        for name in self.hosts.facts:
            self.apply(name, True)

    def run(self) -> None:
        """Applies the files: witness, standbys, leader, poolers; then the cluster's dynamic configuration."""
        databases = self.hosts.of("database")
        for name in self.hosts.of("witness"):
            self.healthy(databases[0])
            self.apply(name, False)
        while databases:
            seen = self.healthy(databases[0])
            name = next_database(databases, seen["members"])
            self.apply(name, False)
            self.healthy(name)
            databases.remove(name)
        for name in self.hosts.of("pooler"):
            self.healthy(name)
            self.apply(name, False)
            self.healthy(name)
        last = self.hosts.of("database")[0]
        print("== dynamic configuration of the cluster", flush=True)
        if self.on(last, "configure", "--yes") != 0:
            fix = "fix what it reports, then run it there: sudo pgcluster configure"
            self.stop(last, f"pgcluster configure failed; {fix}")
        waiting = [one["name"] for one in self.status(last)["members"] or [] if one["pending"]]
        if waiting:
            print(f"{', '.join(waiting)}: a setting waits for a restart: sudo pgcluster restart --pending")


def next_database(left: list[str], members: list[Facts]) -> str:
    """A standby before the leader."""
    return sorted(left, key=lambda name: (leads(name, members), name))[0]


def reason(text: str) -> str:
    """Why files are applied without a review: one line."""
    if not text.strip() or not text.isprintable() or len(text) > 200:
        raise argparse.ArgumentTypeError("the reason must be one line of 1 to 200 printable characters")
    return text


def main() -> None:
    """Runs bin/rollout."""
    parser = argparse.ArgumentParser(
        prog="bin/rollout",
        description=DESCRIPTION,
        epilog=EXIT_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("stack", type=stack_name, metavar="STACK", help="a synthesised stack: npx cdktf synth STACK")
    review = parser.add_mutually_exclusive_group()
    review.add_argument("--reviewed", metavar="HASH", help="hash of the files of the hosts, from the review")
    review.add_argument(
        "--not-reviewed",
        type=reason,
        metavar="REASON",
        help="apply other files than the reviewed ones; the reason is printed, and logged on each host",
    )
    review.add_argument("--dry-run", action="store_true", help="print the hash, and what would change on each host")
    parser.add_argument("--user", help="SSH user (default: the VMs' administrator)")
    parser.add_argument(
        "--ssh-option",
        action="append",
        default=[],
        metavar="OPTION",
        help="option for ssh; can be repeated: --ssh-option=-Jbastion",
    )
    parser.add_argument(
        "--output", type=Path, default=OUTPUT, metavar="FOLDER", help="folder that cdktf wrote to (default: cdktf.out)"
    )
    asked = parser.parse_args()
    folder = asked.output / "stacks" / asked.stack
    if not list((folder / "hosts").glob("*.yaml")):
        sys.exit(f"rollout: {folder}/hosts contains no host: run npx cdktf synth {asked.stack} first")
    hosts = Hosts(folder, asked.user, asked.ssh_option)
    if asked.dry_run:
        Rollout(hosts, "").dry_run()
    elif asked.not_reviewed:
        say("rollout", f"NOT REVIEWED: {asked.not_reviewed}")
        Rollout(hosts, f"NOT REVIEWED: {asked.not_reviewed}").run()
    elif asked.reviewed == hosts.sum():
        Rollout(hosts, "reviewed").run()
    else:
        differ = "they differ from the reviewed ones" if asked.reviewed else "--reviewed is missing"
        stop(
            "rollout",
            f"the files of the hosts are {hosts.sum()}: {differ}. Nothing was applied. Synthesise the reviewed commit,"
            " or review these files; bin/rollout STACK --dry-run shows what they change",
            DIFFERENT if asked.reviewed else 2,
        )
