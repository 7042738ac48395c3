"""Applies the changes of the hosts that a plan stops, one host after the other."""

import os
import time

from operations.console import say
from operations.deploy.plans import DIFFERENT, Plans, Stops
from operations.failure import Failure
from operations.hosts import Facts, Hosts, NoAnswer, leads

# A deallocated VM starts, boots and catches up.
HEALTHY_SECONDS = int(os.environ.get("DEPLOY_HEALTHY_SECONDS", "1800"))
POLL_SECONDS = 2
REPORT_SECONDS = 60
# Witness, standbys, leader, poolers.
ORDER = ("witness", "database", "pooler")


class HostByHost:
    """One run over the hosts that a plan stops; it stops at the first failure."""

    def __init__(self, plans: Plans, hosts: Hosts, planned: Stops) -> None:
        self.plans, self.hosts = plans, hosts
        self.left: dict[str, Stops] = {one["host"]: one for one in planned["stops"]}
        gone = {name for name, one in self.left.items() if one["does"] == "destroy"}
        self.there = [name for name in hosts.facts if name not in {*planned["created"], *gone}]
        # Names the host that is being changed: an interruption may leave it off.
        self.record = plans.folder / "host-by-host"

    def run(self) -> None:
        """Changes one host after the other; goes on where an earlier run was interrupted."""
        for name, one in self.left.items():
            if one["does"] == "destroy" and (one["voter"] or one["role"] == "database"):
                raise Failure(
                    f"{name} is destroyed, and it is a database host or an etcd member:"
                    " remove it as docs/how-to/resize.md says"
                )
        unfinished = self.record.read_text().strip() if self.record.exists() else ""
        if unfinished in self.left and not self.leads(unfinished, unfinished):
            self.change(unfinished)
        elif unfinished in self.there and unfinished not in self.left:
            say("deploy", f"{unfinished} was changed before the interruption")
            self.await_healthy(unfinished, None)
        while self.left:
            members = self.healthy()
            self.hand_over_and_change(self.next(members))

    def next(self, members: list[Facts]) -> str:
        """The host to change next: a standby before the leader."""
        return min(self.left, key=lambda name: (ORDER.index(self.left[name]["role"]), leads(name, members), name))

    def leads(self, name: str, unreachable: str = "") -> bool:
        """Whether a host leads, by the first database host that answers."""
        for database in self.databases(unreachable):
            try:
                return leads(name, self.hosts.status(database)["members"])
            except NoAnswer:
                continue
        return False

    def databases(self, but: str) -> list[str]:
        """The database hosts that exist before and after the plan, without one."""
        return [name for name in self.hosts.of("database") if name in self.there and name != but]

    def problems(self, quiet: bool = False) -> tuple[list[str], list[Facts]]:
        """What any host finds wrong, and the database members."""
        found: list[str] = []
        members: list[Facts] = []
        for name in self.there:
            try:
                seen = self.hosts.status(name, quiet)
                found += [f"{name}: {one}" for one in seen["problems"]]
                members = seen.get("members") or members
            except NoAnswer as silent:
                found.append(f"{name}: {silent}")
        return found, members

    def healthy(self) -> list[Facts]:
        """Fails unless every host is healthy: a second one never stops while the first is down."""
        found, members = self.problems()
        if found:
            raise Failure(
                f"the cluster is degraded, so no host is stopped: {'; '.join(found)}."
                " Fix it, and run the same command again"
            )
        return members

    def hand_over_and_change(self, name: str) -> None:
        """Changes a host; a leader hands over first."""
        if self.leads(name):
            say("deploy", f"{name} leads and hands over first")
            if not self.hands_over(name):
                raise Failure(
                    f"{name}: pgcluster switchover failed; fix what it reports, and run the same command again"
                )
            self.await_healthy(name, None)
        self.change(name)

    def hands_over(self, name: str) -> bool:
        """Whether a switchover succeeded."""
        try:
            return self.hosts.pgcluster(name, "switchover", "--yes") == 0
        except NoAnswer as silent:
            say("deploy", f"{name}: {silent}")
            return False

    def change(self, name: str) -> None:
        """Applies the changes of a host, and waits until every host is healthy."""
        planned = self.left[name]
        print(f"== {name}: {planned['line']}", flush=True)
        before = self.boot(name) if planned["does"] in ("restart", "deallocate", "replace") else None
        self.plans.plan(planned["changes"])
        others = sorted({one["host"] for one in self.plans.stops()["stops"]} - {name})
        if others:
            raise Failure(
                f"the changes of {name} cannot be applied without stopping {', '.join(others)}: apply them by hand"
            )
        if not self.plans.is_part():
            raise Failure(f"the plan of {name} alone is not a part of the reviewed one: review again", DIFFERENT)
        self.record.write_text(name + "\n")
        self.plans.apply()
        self.await_healthy(name, before)
        self.record.unlink()
        del self.left[name]

    def boot(self, name: str) -> str | None:
        """Distinguishes a boot of the host from the next; nothing if the host is off."""
        if name not in self.there:
            return None
        try:
            return self.hosts.read(name, "cat", "/proc/sys/kernel/random/boot_id", quiet=True).strip() or None
        except NoAnswer:
            return None

    def await_healthy(self, name: str, before: str | None) -> None:
        """Waits until the host has booted again, and every host is healthy."""
        began = reported = time.monotonic()
        while True:
            found = [f"{name}: it has not restarted"] if before and self.boot(name) in (before, None) else []
            found = found or self.problems(quiet=True)[0]
            now = time.monotonic()
            if not found:
                print(f"   healthy after {now - began:.0f} s", flush=True)
                return
            if now - began > HEALTHY_SECONDS:
                raise Failure(
                    f"the cluster is not healthy {HEALTHY_SECONDS} s after the change of {name}: {'; '.join(found)}."
                    " No other host was stopped. If its VM is off, start it: az vm start."
                    " Then run the same command again"
                )
            if now - reported > REPORT_SECONDS:
                reported = now
                say("deploy", f"waiting since {now - began:.0f} s: {'; '.join(found)}")
            time.sleep(POLL_SECONDS)
