"""Carries out this host's part of a restore that `pgcluster restore` asked for, and on the host that restores the whole
of it. Everything is read again at each step, so that a lost session, a restart or a reboot changes nothing."""

import json
import os
import shutil
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from azure_patroni import host as hosts
from azure_patroni import backup, rest, restoring, setaside
from azure_patroni.boot.step import now
from azure_patroni.command import attempt
from azure_patroni.failure import Failure
from azure_patroni.files import write_json
from azure_patroni.host import HELD, RUN, Host
from azure_patroni.kv import Store
from azure_patroni.notify import ready
from azure_patroni.recovery import EndedEarly, Found, Replay, Wanted, forget, histories, recover_again, renewal, restore
from azure_patroni.restoring import (
    ASIDE,
    CANCEL,
    COPY,
    DONE,
    FAILED,
    FINISH,
    HOSTS,
    KEY,
    LEAD,
    RECORD,
    STOP,
    UNDO,
    Report,
    Request,
    Seen,
    look,
    moved,
    text,
)

POLL_SECONDS = 3.0
# Patroni's own limit of a stop, and a margin.
STOP_SECONDS = 630.0
# As long as the others may take to stop; the leader has not stopped yet.
OTHERS_STOP_SECONDS = 660.0
COPY_ATTEMPTS = 3
RETRY_SECONDS = 30.0
HOME = RUN / "restore"
PATRONI = "patroni.service"
WARNING = "<4>"
# States of a host, in this order.
STOPPED, SET_ASIDE, STARTED, REMOVED = "stopped", "set aside", "started", "removed"


class Superseded(Failure):
    """Somebody asked for something else meanwhile."""


class Restorer:
    """This host's part, one step after the other."""

    def __init__(self, host: Host, store: Store) -> None:
        self.host, self.store = host, store
        self.folders = setaside.folders(host)
        self.said = ""
        self.answered = ""

    def step(self) -> None:
        """Does what is next, if anything is."""
        seen = look(self.store)
        self.answer(seen)
        if seen.request is None:
            return
        try:
            self.part(seen, seen.request)
            if seen.request.host == self.host.name:
                self.carry_on(seen, seen.request)
        except Superseded:
            return
        except Failure as failure:
            self.say(str(failure))
            self.report(seen, problem=str(failure))

    def answer(self, seen: Seen) -> None:
        """Tells a command that asks that this service works, and what room there is."""
        if seen.ask and seen.ask != self.answered:
            self.report(seen)
            self.answered = seen.ask

    def say(self, problem: str) -> None:
        """Logs a problem once."""
        if problem != self.said:
            print(f"{WARNING}{problem}", flush=True)
        self.said = problem

    # This host's part

    def part(self, seen: Seen, request: Request) -> None:
        if request.action == FINISH:
            self.remove(seen, request)
        elif restoring.recorded() == request.mark:
            self.start(seen)
        elif request.action == CANCEL:
            self.record(request)
            self.start(seen)
        elif request.phase == STOP:
            # The one that leads is the last: a standby that still ran would take over.
            others = [name for name in request.hosts if name != request.host]
            if request.host != self.host.name or not seen.missing(others, STOPPED, SET_ASIDE):
                self.stop(seen, request)
        elif request.host != self.host.name or request.phase == ASIDE:
            self.set_aside(seen, request)
            if request.phase == DONE:
                self.record(request)
                self.start(seen)

    def stop(self, seen: Seen, request: Request) -> None:
        """Stops Patroni, and keeps it from being started."""
        if not HELD.exists():
            print(f"{request.describe()}: Patroni stops", flush=True)
            write_json(HELD, {"restore": request.id, "action": request.action})
        if attempt("systemctl", "is-active", "--quiet", PATRONI).ok or not seen.has(self.host.name, STOPPED, SET_ASIDE):
            ran = attempt("systemctl", "stop", PATRONI, seconds=STOP_SECONDS)
            if not ran.ok:
                raise Failure(f"Patroni does not stop: {ran.reason()}: see `journalctl -u patroni`")
        if not seen.has(self.host.name, STOPPED, SET_ASIDE):
            self.report(seen, STOPPED)

    def set_aside(self, seen: Seen, request: Request) -> None:
        """Gives the data another name, or its old name back."""
        if seen.has(self.host.name, SET_ASIDE):
            return
        self.stop(seen, request)
        change = setaside.put_back if request.action == UNDO else setaside.set_aside
        any_data = change(self.folders, request.id)
        print(f"data {'set aside' if any_data else 'not there, nothing to set aside'} ({request.action})", flush=True)
        self.report(seen, SET_ASIDE)

    def record(self, request: Request) -> None:
        write_json(RECORD, request.mark)

    def start(self, seen: Seen) -> None:
        """Lets Patroni start; the caller has recorded that this host has done its part."""
        HELD.unlink(missing_ok=True)
        if seen.has(self.host.name, STARTED):
            return
        # Not waited for: it may wait for other steps of the boot.
        ran = attempt("systemctl", "start", "--no-block", PATRONI)
        if not ran.ok:
            raise Failure(f"Patroni does not start: {ran.reason()}")
        self.report(seen, STARTED)

    def remove(self, seen: Seen, request: Request) -> None:
        if not seen.has(self.host.name, REMOVED):
            setaside.remove(setaside.kept(self.folders))
            self.record(request)
            self.report(seen, REMOVED)

    def report(self, seen: Seen, state: str = "", problem: str = "") -> None:
        """Tells the others how far this host is; without a state what it has told stays."""
        request, own = seen.request, seen.reports.get(self.host.name)
        mark = request.mark if request else ["", ""]
        if not state and own and [own.id, own.action] == mark:
            state = own.state
        free = {disk.name: _free(disk.mount) for disk in self.host.disks}
        kept = setaside.size(setaside.kept(self.folders)) if not request or not request.under_way else 0
        made = Report(mark[0], mark[1], state, seen.ask, problem, kept, free)
        if made != own:
            self.store.put(HOSTS + self.host.name, text(made))
        # What follows in this step sees it, too.
        seen.reports[self.host.name] = made

    # The whole, on the host that restores

    def carry_on(self, seen: Seen, request: Request) -> None:
        if request.action == FINISH:
            if not seen.missing(request.hosts, REMOVED):
                self.store.remove(KEY, seen.revision)
        elif request.phase == STOP:
            self.await_stop(seen, request)
        elif request.phase == ASIDE:
            if not seen.missing(request.hosts, SET_ASIDE):
                self.clear()
                self.move(seen, moved(request, COPY, now()))
        elif request.phase == COPY:
            self.copy(seen, request)
        elif request.phase == LEAD:
            self.lead(seen, request)

    def await_stop(self, seen: Seen, request: Request) -> None:
        missing = seen.missing(request.hosts, STOPPED, SET_ASIDE)
        if not missing:
            self.move(seen, moved(request, ASIDE, now()))
        elif age(request.since) > OTHERS_STOP_SECONDS and self.host.name in missing:
            said = f"PostgreSQL of {', '.join(missing)} did not stop: nothing was changed, and all is started again"
            self.move(seen, moved(request, DONE, now(), action=CANCEL, problem=said))

    def clear(self) -> None:
        """Removes what Patroni knows about the old cluster, but its configuration; a paused Patroni would not lead."""
        prefix = self.host.keys
        for entry in self.store.all(prefix):
            if entry.key != f"{prefix}config":
                self.store.remove(entry.key)
            elif (settings := json.loads(entry.value)).pop("pause", None):
                self.store.put(entry.key, json.dumps(settings))

    def copy(self, seen: Seen, request: Request) -> None:
        """Restores and replays; what fails for good waits for a person."""
        # A host that was started again does not begin where Patroni could already be.
        self.stop(seen, request)
        going = self.going(request)
        failures = 0
        while True:
            try:
                verdict = self.restored(request, going)
                break
            except EndedEarly as early:
                self.move(seen, moved(request, FAILED, now(), problem=ended_early(request.at, str(early))))
                return
            except Superseded:
                raise
            except (Failure, OSError, LookupError, ValueError, TypeError) as error:
                # Whatever it is, a person reads it, and this service does not begin again for ever.
                said = str(error) if isinstance(error, Failure) else f"unexpected {type(error).__name__}: {error}"
                failures += 1
                self.say(said)
                if failures == COPY_ATTEMPTS:
                    self.move(seen, moved(request, FAILED, now(), problem=said))
                    return
                self.report(seen, SET_ASIDE, f"{said}; tried again in {RETRY_SECONDS:.0f} s")
                _wait(RETRY_SECONDS, going)
        self.move(seen, moved(request, LEAD, now(), verdict=verdict))

    def restored(self, request: Request, going: Callable[[], None]) -> dict[str, Any]:
        """The data at the target, on a new timeline, shut down cleanly; and what was found in it."""
        if request.action == UNDO:
            return self.renewed(request, going)
        wanted = Wanted(
            self.folders.data, self.folders.wal, request.at, request.timeline, request.backup, processes()
        )
        began = time.monotonic()
        restore(wanted, going)
        copied = time.monotonic() - began
        replay = Replay(programs(self.host), self.folders.data, HOME, {})
        with replay.run(going) as found:
            verdict = judge(replay, found)
            bring_roles(replay)
            forget(replay)
            replay.sql("CHECKPOINT;")
        return verdict | {"copySeconds": round(copied, 1), "replaySeconds": round(found.seconds, 1)}

    def renewed(self, request: Request, going: Callable[[], None]) -> dict[str, Any]:
        """The same for data that was put back, whose target is the end of its own WAL."""
        recover_again(self.folders.data)
        newer = self.folders.aside(setaside.RESTORED, request.id).wal
        replay = Replay(programs(self.host), self.folders.data, HOME, renewal(newer))
        with replay.run(going) as found:
            verdict = judge(replay, found)
            histories(self.folders.data, newer, found.timeline)
            replay.sql("CHECKPOINT;")
        return verdict

    def going(self, request: Request) -> Callable[[], None]:
        """Ends what runs once the request is another one; etcd that is silent ends nothing."""
        last = [time.monotonic()]

        def check() -> None:
            if time.monotonic() - last[0] < POLL_SECONDS:
                return
            last[0] = time.monotonic()
            try:
                seen = look(self.store)
            except Failure:
                return
            if seen.request != request:
                raise Superseded("another request came")
            self.answer(seen)

        return check

    def lead(self, seen: Seen, request: Request) -> None:
        """Patroni starts on the data, and leads."""
        if restoring.recorded() != request.mark:
            self.configuration()
            self.record(request)
        self.start(seen)
        if rest.ask(self.host.address, "/primary").status == 200:
            # A backup of the new timeline: the next restore needs nothing of what was left.
            write_json(backup.REQUEST, {"id": request.id, "full": True})
            self.move(seen, moved(request, DONE, now(), problem=""))

    def configuration(self) -> None:
        """Patroni's configuration of the cluster, where etcd was lost, too."""
        key = f"{self.host.keys}config"
        if self.store.get(key) is None:
            self.store.create(key, rendered())

    def move(self, seen: Seen, request: Request) -> None:
        """Another phase, unless somebody changed the request meanwhile."""
        if not self.store.replace(KEY, text(request), seen.revision):
            raise Superseded("another request came")
        said = f"{request.describe()}{': ' + request.problem if request.problem else ''}"
        print(said, flush=True)


def rendered() -> str:
    """The configuration that a new cluster gets, as etcd has it."""
    import yaml

    from azure_patroni.configure import RENDERED

    try:
        return json.dumps(yaml.safe_load(Path(RENDERED).read_text())["bootstrap"]["dcs"])
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise Failure(f"{RENDERED} has no bootstrap.dcs ({type(error).__name__}): apply the host's bundle") from None


def judge(replay: Replay, found: Found) -> dict[str, Any]:
    """What is in the restored data."""
    return {"timeline": found.timeline, "lastCommit": found.last, "heartbeat": heartbeat(replay)}


HEARTBEAT = """
SELECT to_char(max(at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at FROM azure_patroni.heartbeat;
"""


def heartbeat(replay: Replay) -> str:
    """The time of the last heartbeat in it; empty where there is none."""
    there = replay.sql("SELECT to_regclass('azure_patroni.heartbeat') IS NOT NULL AS there;")
    found = replay.sql(HEARTBEAT) if there == [{"there": "t"}] else []
    # No row, and psql's empty line for nothing is no row, too.
    return found[0]["at"] if found else ""


def bring_roles(replay: Replay) -> None:
    """The passwords of today: no host could log in by older ones of the backup."""
    from azure_patroni.boot import roles

    roles.bring(str(replay.socket))


def ended_early(at: str, last: str) -> str:
    """What to do when the archive ends before the target."""
    reachable = f"the last transaction in it is of {last}" if last else "no transaction follows the backup in it"
    again = f"`pgcluster restore --at {last}`, `--at latest`" if last else "`pgcluster restore --at latest`"
    return f"the archive ends before {at}: {reachable}: {again}, or `pgcluster restore --undo` for the data of before"


def programs(host: Host) -> str:
    return f"/usr/lib/postgresql/{host.postgresql}/bin"


def processes() -> int:
    """How many copy at once: the host has nothing else to do meanwhile."""
    return max(2, min(8, os.cpu_count() or 2))


def age(since: str) -> float:
    """Seconds since a time that `now` gave."""
    return datetime.fromisoformat(now()).timestamp() - datetime.fromisoformat(since).timestamp()


def _free(mount: str) -> int:
    try:
        return shutil.disk_usage(mount).free
    except OSError:
        return 0


def _wait(seconds: float, going: Callable[[], None]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        going()
        time.sleep(1)


def main(arguments: list[str]) -> None:
    host = hosts.load()
    restorer = Restorer(host, Store(host))
    ready()
    while True:
        try:
            restorer.step()
        except Failure as failure:
            # etcd is not there at every moment of a boot.
            restorer.say(str(failure))
        time.sleep(POLL_SECONDS)
