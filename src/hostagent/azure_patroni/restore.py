"""pgcluster restore: what can be restored and what that costs, the request, and how it goes on."""

import os
import re
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any

from azure_patroni import members, timelines
from azure_patroni.boot.step import now, stamp, utc
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.kv import Store
from azure_patroni.output import Output, size
from azure_patroni.patroni import Patroni
from azure_patroni.pgbackrest import Backup, Info, info
from azure_patroni.recovery import LATEST
from azure_patroni.restoring import (
    ASK,
    CANCEL,
    COPY,
    DOING,
    DONE,
    FAILED,
    FINISH,
    KEY,
    RESTORE,
    STOP,
    UNDO,
    Report,
    Request,
    Seen,
    look,
    text,
)
from azure_patroni.timelines import Reach, Timeline

EXAMPLE = "write it as 2026-11-27T08:47:46Z or 2026-11-27T09:47:46+01:00"
# A host looks every 3 s.
ANSWER_SECONDS = 15.0
POLL_SECONDS = 1.0
WAL_BYTES = 2 * 1024**3
WAL_SHARE = 0.2
# Of the database's size, for what it grows until a backup is due.
DATA_SHARE = 1.1


@dataclass(frozen=True)
class Plan:
    """What a restore does; lost: seconds from the target to now; reach: how far the archive goes, `earliest` to it."""

    at: str
    timeline: int
    backup: Backup
    reach: Reach
    earliest: int
    lost: float


def moment(given: str, current: datetime | None = None) -> str:
    """A time that an operator gave, in UTC; `latest` stays as it is."""
    if given == LATEST:
        return given
    try:
        found = datetime.fromisoformat(given)
    except ValueError as error:
        why = "" if str(error).startswith("Invalid isoformat") else f" ({error})"
        raise Failure(f"{given!r} is no time{why}: {EXAMPLE}, or latest") from None
    if not re.search(r"\d[T ]\d", given):
        raise Failure(f"{given!r} has no time of day: {EXAMPLE}, or latest")
    if found.tzinfo is None:
        raise Failure(f"{given!r} has no zone: {EXAMPLE}; Z is UTC")
    at = current or datetime.now(timezone.utc)
    if found > at:
        raise Failure(f"{given!r} is in the future: it is {utc(at.timestamp())} now; for all that there is: latest")
    return found.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def plan(at: str, timeline: int | None, found: Info, known: dict[int, Timeline], times: dict[str, int],
         led: bool, current: float) -> Plan:
    """Chooses the backup, and refuses a target that the archive does not have.

    known: the archive's timelines; times: when each segment was archived; led: a leader is there, which archives the
    rest when it stops; current: seconds of the epoch."""
    if not found.valid:
        raise Failure("the repository has no backup of this cluster: see `pgcluster backups`")
    if timeline is not None and timeline not in known:
        raise Failure(f"the archive has no timeline {timeline}; it has {', '.join(map(str, sorted(known)))}")
    line = known[timeline or max(known)]
    mine = [one for one in found.valid if line.has(one)]
    if not mine:
        raise Failure(f"no backup belongs to timeline {line.number}: give --timeline; {_by_timeline(found)}")
    wanted = None if at == LATEST else datetime.fromisoformat(at).timestamp()
    backup = timelines.fit(mine, line, wanted)
    earliest = min(one.stop for one in mine)
    if backup is None:
        raise Failure(
            f"{at} is before the end of the oldest backup of timeline {line.number}: the earliest time that can be"
            f" restored is {utc(earliest)}"
        )
    far = timelines.reach(backup, line, times)
    if wanted is not None and wanted > far.until:
        if far.hole:
            raise Failure(
                f"{at} lies behind a hole in the archive: segment {far.hole} is missing, so {utc(earliest)} to"
                f" {utc(far.until)} can be restored, and what follows the next backup: see `pgcluster backups`"
            )
        if not led:
            raise Failure(
                f"{at} is after the end of the archive, {utc(far.until)}, and no leader is there to archive more:"
                f" --at latest restores all that there is"
            )
    return Plan(at, line.number, backup, far, earliest, max(0.0, current - (wanted or far.until)))


def _by_timeline(found: Info) -> str:
    numbers = sorted({timelines.segment(one.wal_stop)[0] for one in found.valid})
    return f"there are backups of timeline {', '.join(map(str, numbers))}"


def room(wanted: Plan, host: Host, reports: dict[str, Report]) -> list[str]:
    """The hosts that have no room for a second copy."""
    said = []
    for name, report in reports.items():
        data, wal = report.free.get("data", 0), report.free.get("wal", 0)
        need = int(wanted.backup.size * DATA_SHARE)
        if data < need:
            said.append(
                f"{name}: the data disk has {size(data)} free, and the restored data needs {size(need)} next to the"
                " old: enlarge the disk"
            )
        disk = next((one.gib for one in host.disks if one.name == "wal"), 0) * 1024**3
        need = max(WAL_BYTES, int(disk * WAL_SHARE))
        if wal < need:
            said.append(f"{name}: the WAL disk has {size(wal)} free, and {size(need)} are needed: enlarge the disk")
    return said


def duration(seconds: float) -> str:
    """In the two largest units."""
    parts: list[str] = []
    left = int(seconds)
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        if left >= length or (unit == "s" and not parts):
            parts.append(f"{left // length} {unit}")
            left %= length
    return " ".join(parts[:2])


class Restoring:
    """The commands."""

    def __init__(self, host: Host, output: Output) -> None:
        self.host, self.output = host, output
        self.store = Store(host)

    # What is asked for

    def restore(self, given: str, timeline: int | None, dry_run: bool, yes: bool) -> None:
        """Restores the cluster in place."""
        at = moment(given)
        seen = self.ask()
        old = seen.request
        if old and old.phase != FAILED:
            self._refuse_second(old)
        led = self.leader()
        found = info()
        known, times = timelines.known(found), timelines.segments(found)
        wanted = plan(at, timeline, found, known, times, bool(led), time.time())
        here = [name for name in self.host.databases if self.answers(seen, name)]
        running = [name for name in self.host.databases if name not in here and self.runs(name)]
        if running:
            said = "Patroni runs there, and azure-patroni-restore does not answer: start it there, or stop the host"
            raise Failure(f"{', '.join(running)}: {said}")
        # A host that a restore failed on has its room already.
        problems = [] if old else room(wanted, self.host, {name: seen.reports[name] for name in here})
        self.show(wanted, old, led, here)
        for one in problems:
            self.output.line(f"  problem    {one}")
        if dry_run:
            self.output.result({"at": at, "backup": wanted.backup.label, "timeline": wanted.timeline,
                                "lostSeconds": round(wanted.lost), "problems": problems})
            return
        if problems:
            raise Failure("; ".join(problems))
        self.confirm("Everything committed after it is lost for clients.", yes)
        more: dict[str, Any] = {"at": at, "timeline": wanted.timeline, "backup": wanted.backup.label}
        if old and old.phase == FAILED:
            made = replace(old, action=RESTORE, phase=COPY, since=now(), problem="", who=who(), when=now(), **more)
        else:
            lead = led or self.host.name
            if lead not in here:
                raise Failure(f"{lead} is to restore, and its azure-patroni-restore does not answer: start it there")
            made = Request(stamp(), RESTORE, STOP, lead, led, tuple(here), who=who(), when=now(), since=now(), **more)
        self.write(made, seen)
        self.follow(made)

    def undo(self, yes: bool) -> None:
        """Puts the data of before the restore back."""
        seen = self.ask()
        old = self.existing(seen)
        if old.action == FINISH:
            raise Failure("the data of before is being deleted (--finish): nothing can be put back")
        if old.action in (UNDO, CANCEL) and old.phase != FAILED:
            raise Failure(f"the restore was taken back already: {old.describe()}")
        here = tuple(name for name in self.host.databases if self.answers(seen, name))
        host = old.leader if old.leader in here else self.host.name
        self.output.line(f"undo of the restore to {old.at} that {old.who} asked for at {old.when}")
        if old.phase == STOP:
            self.output.line("  nothing was set aside yet: PostgreSQL is started where it stopped")
            made = replace(old, action=CANCEL, phase=DONE, since=now(), problem="")
        else:
            if old.leader and old.leader != host:
                self.output.line(f"  {old.leader} led, and does not answer: {host} leads with what it had received")
            self.output.line("  everything committed since the restore is set aside: main.restored-" + old.id)
            made = replace(old, action=UNDO, phase=STOP, host=host, hosts=here, since=now(), problem="")
        self.confirm("The data of before the restore is put back.", yes)
        self.write(made, seen)
        self.follow(made)

    def finish(self, yes: bool) -> None:
        """Deletes what restores have set aside."""
        seen = self.ask()
        old = self.existing(seen)
        if old.phase != DONE:
            raise Failure(f"{old.describe()}: wait for its end, or `pgcluster restore --undo`")
        kept = {name: one.kept for name, one in seen.reports.items() if name in self.host.databases}
        for name, count in kept.items():
            self.output.line(f"  {name}: {size(count)} set aside")
        away = [name for name in self.host.databases if not self.answers(seen, name)]
        if away:
            raise Failure(f"{', '.join(away)}: azure-patroni-restore does not answer: start it there")
        self.confirm("The data of before is deleted, and --undo is not possible any more.", yes)
        made = replace(old, action=FINISH, since=now(), hosts=tuple(self.host.databases))
        self.write(made, seen)
        self.follow(made)

    def status(self) -> None:
        """Shows the restore that is under way, and goes on with showing it."""
        seen = look(self.store)
        if seen.request is None:
            self.output.line("no restore is under way, and none has set data aside")
            self.output.result({"request": None})
            return
        self.follow(seen.request)

    # How it is asked for

    def ask(self) -> Seen:
        """What the hosts say now: each answers with its room."""
        word = secrets.token_hex(8)
        self.store.put(ASK, word)
        until = time.monotonic() + ANSWER_SECONDS
        while True:
            seen = look(self.store)
            if all(self.answers(seen, name) for name in self.host.databases) or time.monotonic() > until:
                return seen
            time.sleep(POLL_SECONDS)

    @staticmethod
    def answers(seen: Seen, name: str) -> bool:
        """Whether a host's service has answered the last question, or works on the request."""
        return name in seen.reports and seen.reports[name].asked == seen.ask

    def existing(self, seen: Seen) -> Request:
        if seen.request is None:
            raise Failure("there is no restore to undo or to finish")
        return seen.request

    def _refuse_second(self, old: Request) -> None:
        if old.under_way:
            raise Failure(f"a restore is under way: {old.describe()}: `pgcluster restore` shows it")
        kept = f"set aside: main.{'restored' if old.action == UNDO else 'before'}-{old.id}"
        if old.action == CANCEL:
            kept = "nothing was set aside"
        if old.action not in (RESTORE, UNDO, CANCEL):
            raise Failure(f"{old.describe()}: wait for its end")
        self.output.line(f"an earlier restore: {old.describe()}; {kept}")

    def leader(self) -> str:
        """The host that leads; empty without one."""
        try:
            head = members.leader(Patroni(self.host).members())
        except Failure:
            return ""
        return head.name if head else ""

    def runs(self, name: str) -> bool:
        """Whether a host's Patroni keeps its lease in etcd."""
        return self.store.get(f"{self.host.keys}members/{name}") is not None

    def show(self, wanted: Plan, old: Request | None, led: str, here: list[str]) -> None:
        at = "the end of the archive" if wanted.at == LATEST else wanted.at
        end = f"{utc(wanted.earliest)} to {utc(wanted.reach.until)}"
        if wanted.reach.hole:
            end += f"; segment {wanted.reach.hole} is missing after it"
        elif led:
            end += f", and what {led} archives when it stops"
        backup = wanted.backup
        self.output.line(f"restore of {self.host.cluster} to {at}, timeline {wanted.timeline}")
        self.output.line(f"  lost       what was committed in the last {duration(wanted.lost)}")
        self.output.line(f"  backup     {backup.label} of {utc(backup.stop)}, {size(backup.size)}")
        self.output.line(f"  reachable  {end}")
        self.output.line(f"  restores   {(old.host if old and old.phase == FAILED else led) or self.host.name}")
        others = [name for name in here if name != (led or self.host.name)]
        self.output.line(f"  cloned     {', '.join(others) or 'none'}")
        away = [name for name in self.host.databases if name not in here]
        if away:
            said = "cloned when they are back; make sure that PostgreSQL does not run there"
            self.output.line(f"  away       {', '.join(away)}: {said}")
        self.output.line("  set aside  the data of now, on each host, until `pgcluster restore --finish` or --undo")

    def confirm(self, what: str, yes: bool) -> None:
        """Asks for the cluster's name: this is nothing to be answered by habit."""
        if yes:
            return
        if not sys.stdin.isatty():
            raise Failure("standard input is not a terminal: use --yes")
        print(f"{what} Type the cluster's name, {self.host.cluster}: ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip() != self.host.cluster:
            raise Failure("not confirmed: nothing was changed")

    def write(self, request: Request, seen: Seen) -> None:
        if not self.store.replace(KEY, text(request), seen.revision):
            there = look(self.store).request
            raise Failure(f"somebody was faster: {there.describe() if there else 'see `pgcluster restore`'}")

    # How it goes on

    def follow(self, request: Request) -> None:
        """Prints each phase and what the hosts say, until it has ended. Ctrl-C ends the printing alone."""
        said: set[str] = set()

        def once(line: str, before: str = "          ") -> None:
            if line not in said:
                said.add(line)
                self.output.line(before + line)

        began = time.monotonic()
        while True:
            seen = self.patiently(once)
            now_there = seen.request
            if now_there is None or now_there.id != request.id:
                once("what was set aside is deleted" if request.action == FINISH else "another request came", "")
                self.output.result({"request": request.id, "phase": DONE})
                return
            if now_there.action == request.action and now_there.action != FINISH:
                once(DOING[now_there.phase], f"{duration(time.monotonic() - began):>8}  ")
            for name in sorted(seen.reports):
                if seen.reports[name].problem:
                    once(f"{name}: {seen.reports[name].problem}")
            if not now_there.under_way and (now_there.action != FINISH):
                self.ended(now_there)
                return
            time.sleep(POLL_SECONDS)

    def patiently(self, once: Callable[[str], None]) -> Seen:
        """What etcd has; it may be silent for a while."""
        while True:
            try:
                return look(self.store)
            except Failure as failure:
                once(str(failure))
                time.sleep(POLL_SECONDS)

    def ended(self, request: Request) -> None:
        self.output.result({"request": request.id, "phase": request.phase, "problem": request.problem,
                            "verdict": request.verdict})
        if request.phase == FAILED:
            raise Failure(request.problem)
        if request.action == CANCEL:
            raise Failure(request.problem or "the restore was taken back before anything was set aside")
        if request.action == UNDO:
            kept = f"what was restored is main.restored-{request.id}"
            self.output.line(f"{request.host} leads with the data of before; {kept}")
        else:
            verdict = request.verdict
            self.output.line(f"{request.host} leads on the restored data; target {request.at}")
            self.output.line(f"  last commit     {verdict.get('lastCommit') or 'of the backup'}")
            self.output.line(f"  last heartbeat  {verdict.get('heartbeat') or 'none'}")
            self.output.line("  the other hosts are cloned from it: see `pgcluster status`")
            self.output.line("  once the data is as it should be: `pgcluster restore --finish`; if not: --undo")


def who() -> str:
    """Who asks: the account behind sudo."""
    return os.environ.get("SUDO_USER") or "root"
