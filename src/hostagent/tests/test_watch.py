"""The daemon that ends hung processes: each decision as a table, then real processes that are stopped."""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from azure_patroni import host as hosts
from azure_patroni import hung, rest
from azure_patroni.boot import watch
from azure_patroni.boot.watch import BUSY_SECONDS, Watch, Watched
from azure_patroni.host import Host
from azure_patroni.http import Reply
from azure_patroni.hung import SSL_REQUEST, Question, Usage, busy, usage
from fakes import Clock, Cluster, member

STOPPED = Usage(3.0, "T", 7.0)


@pytest.mark.parametrize(
    ("before", "after", "works"),
    [
        (Usage(0.0, "S", 7.0), STOPPED, False),
        (Usage(0.0, "S", 6.95), STOPPED, False),
        (Usage(0.0, "S", 6.9), Usage(3.0, "S", 7.0), True),
        # It waits for a CPU.
        (Usage(0.0, "S", 7.0), Usage(3.0, "R", 7.0), True),
        (None, STOPPED, True),
        (STOPPED, None, True),
    ],
)
def test_a_process_works_if_it_uses_cpu_or_waits_for_it(before: Usage | None, after: Usage | None, works: bool) -> None:
    assert busy(before, after) == works


@pytest.mark.parametrize(
    ("seconds", "after", "objection"),
    [
        (3.0, STOPPED, None),
        (3.0, Usage(3.0, "D", 7.0), None),
        (3.0, Usage(3.0, "S", 9.0), "it is busy"),
        (BUSY_SECONDS, Usage(BUSY_SECONDS, "S", 12.0), None),
        (3.0, None, "it is busy"),
    ],
)
def test_a_pgbouncer_process_that_works_gets_more_time(
    seconds: float, after: Usage | None, objection: str | None
) -> None:
    assert watch.pgbouncer(seconds, Usage(0.0, "S", 7.0), after) == objection


SYNC = {"state": "streaming", "sync_state": "sync"}
QUORUM = SYNC | {"sync_state": "quorum"}
OWN: dict[str, Any] = {"state": "running", "role": "primary", "replication": [SYNC]}
CLUSTER: dict[str, Any] = {"members": [member("pg-1", "leader"), member("pg-2", "sync_standby")]}
OTHER_LEADS: dict[str, Any] = {"members": [member("pg-1", "replica"), member("pg-2", "leader")]}


def members(state: str, *others: dict[str, Any]) -> dict[str, Any]:
    """A cluster whose leader is in some state."""
    return {"members": [member("pg-1", "leader") | {"state": state}, *others]}


@pytest.mark.parametrize(
    ("cluster", "own", "objection"),
    [
        (CLUSTER, OWN, None),
        (CLUSTER, OWN | {"role": "master"}, None),
        (members("running", member("pg-2", "quorum_standby")), OWN | {"replication": [QUORUM]}, None),
        # Both must say that this host leads.
        (OTHER_LEADS, OWN, "this host does not lead"),
        (CLUSTER, OWN | {"role": "replica"}, "this host does not lead"),
        (OTHER_LEADS, OWN | {"role": "replica", "replication": None}, "this host does not lead"),
        (CLUSTER | {"pause": True}, OWN, "Patroni is paused"),
        (CLUSTER, OWN | {"pause": True}, "Patroni is paused"),
        (CLUSTER, OWN | {"cluster_unlocked": True}, "etcd is not available, so no standby could take over"),
        (CLUSTER, OWN | {"failsafe_mode_is_active": True}, "etcd is not available, so no standby could take over"),
        (members("starting", member("pg-2", "sync_standby")), OWN, "PostgreSQL is running, and starting in etcd"),
        (CLUSTER, OWN | {"state": "restarting"}, "PostgreSQL is restarting, and running in etcd"),
        # Both must say that a synchronous standby streams.
        (members("running"), OWN, "no synchronous standby streams"),
        (members("running", member("pg-2", "replica")), OWN, "no synchronous standby streams"),
        (members("running", member("pg-2", "sync_standby", state="running")), OWN, "no synchronous standby streams"),
        (CLUSTER, OWN | {"replication": []}, "no synchronous standby streams"),
        (CLUSTER, {"state": "running", "role": "primary"}, "no synchronous standby streams"),
        (CLUSTER, OWN | {"replication": [SYNC | {"state": "catchup"}]}, "no synchronous standby streams"),
        (CLUSTER, OWN | {"replication": [SYNC | {"sync_state": "async"}]}, "no synchronous standby streams"),
        ({}, OWN, "the answer of Patroni is not understood"),
        ([], OWN, "the answer of Patroni is not understood"),
        (CLUSTER, {}, "the answer of Patroni is not understood"),
        (CLUSTER, OWN | {"replication": [{}]}, "the answer of Patroni is not understood"),
    ],
)
def test_a_leader_is_ended_only_if_a_standby_surely_takes_over(cluster: Any, own: Any, objection: str | None) -> None:
    replies = (Reply(200, json.dumps(one).encode()) for one in (cluster, own))
    assert watch.unsafe("pg-1", *replies) == objection


@pytest.mark.parametrize(
    ("cluster", "own", "said"),
    [
        (Reply(0, b"", "no answer within 3 s"), Reply(200, b"{}"), "no answer within 3 s"),
        (Reply(200, b"{}"), Reply(503, b"{}", "HTTP 503"), "HTTP 503"),
        (Reply(0, b"", "refused"), Reply(0, b"", "refused"), "refused and refused"),
    ],
)
def test_a_patroni_that_does_not_answer_leaves_postgresql_alone(cluster: Reply, own: Reply, said: str) -> None:
    assert watch.unsafe("pg-1", cluster, own) == f"Patroni does not say whether this host leads ({said})"


@pytest.mark.parametrize(
    ("after", "objection"),
    [
        (STOPPED, None),
        (Usage(30.0, "S", 7.0), None),
        (Usage(30.0, "D", 7.0), "it waits for a disk"),
        (Usage(30.0, "R", 7.0), "it is busy"),
        (Usage(30.0, "S", 9.0), "it is busy"),
        (None, "it is busy"),
    ],
)
def test_a_postmaster_that_works_or_waits_for_a_disk_is_left_alone(
    database: Host, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, after: Usage | None, objection: str | None
) -> None:
    asked: list[str] = []

    def ask(address: str, path: str, seconds: float) -> Reply:
        asked.append(f"{address}{path}")
        return Reply(200, json.dumps(CLUSTER if path == "/cluster" else OWN).encode())

    monkeypatch.setattr(rest, "ask", ask)
    assert watch.postgresql(database, 30.0, Usage(0.0, "S", 7.0), after) == objection
    urls = ["10.50.1.4/cluster", "10.50.1.4/patroni"]
    assert asked == ([] if objection else urls)


def test_each_host_watches_its_own_processes(database: Host, pooler: Host, witness: Host) -> None:
    assert [(one.name, one.path, one.limit) for one in watch.watched(pooler)] == [
        ("PgBouncer process 1", "/run/pgbouncer/1/.s.PGSQL.6432", 3),
        ("PgBouncer process 2", "/run/pgbouncer/2/.s.PGSQL.6432", 3),
    ]
    assert [(one.name, one.path, one.limit) for one in watch.watched(database)] == [
        ("PostgreSQL", "/run/postgresql/.s.PGSQL.5432", 30)
    ]
    assert watch.watched(witness) == []


# Answers each connection with one byte, as PgBouncer and PostgreSQL do; "busy" computes instead.
SERVER = """
import socket, sys
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen(128)
print("listens", flush=True)
while sys.argv[2:] == ["busy"]:
    pass
while True:
    connection, _ = listener.accept()
    connection.recv(8)
    if sys.argv[2:] != ["closes"]:
        connection.sendall(b"N")
    connection.close()
"""


class Service:
    """A process at a socket, which is started again by the test as systemd would."""

    def __init__(self, folder: Path) -> None:
        self.path = str(folder / ".s.PGSQL.6432")
        self.process: "subprocess.Popen[str] | None" = None

    def start(self, *how: str) -> int:
        self.close()
        with suppress(FileNotFoundError):
            os.unlink(self.path)
        command = [sys.executable, "-c", SERVER, self.path, *how]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout and self.process.stdout.readline() == "listens\n"
        return self.process.pid

    def signal(self, number: signal.Signals) -> None:
        assert self.process
        self.process.send_signal(number)
        if number == signal.SIGSTOP:
            wait(lambda: self.state == "T")
        if number == signal.SIGCONT:
            wait(lambda: self.state != "T")

    @property
    def state(self) -> str:
        assert self.process
        found = usage(self.process.pid, 0.0)
        return found.state if found else ""

    def ended(self) -> int | None:
        assert self.process
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(0.2)
        return self.process.returncode

    def close(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait(10)
            if self.process.stdout:
                self.process.stdout.close()


def wait(true: Callable[[], object]) -> None:
    until = time.monotonic() + 10
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setattr(hung, "ACCOUNT", pwd.getpwuid(os.getuid()).pw_name)
    # pytest's own folders are too deep for a socket's path.
    folder = Path(tempfile.mkdtemp())
    found = Service(folder)
    yield found
    found.close()
    shutil.rmtree(folder)


class Ticks:
    """A watch over one process, whose seconds take none."""

    def __init__(self, service: Service, one: Watched, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.service = service
        self.one = one
        self.state = folder / "watch.json"
        self.now = 100.0
        self.busy = False
        self.watch = Watch([one], self.state)
        monkeypatch.setattr(watch, "write_json", lambda path, value: path.write_text(json.dumps(value)))

    def run(self, seconds: int) -> None:
        """So many ticks; after each a real moment for the answer."""
        for _ in range(seconds):
            self.now += 1
            self.watch.tick(self.now)
            question = self.one.question
            if question and self.service.state not in ("T", "Z", ""):
                until = time.monotonic() + (0.05 if self.busy else 5)
                while time.monotonic() < until and not peek(question):
                    time.sleep(0.002)

    @property
    def kept(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.state.read_text())
        return found


def peek(question: Question) -> bool:
    """Whether an answer is there, which stays."""
    try:
        question.connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


Ticking = Callable[..., Ticks]


@pytest.fixture
def ticking(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ticking]:
    made: list[Ticks] = []

    def make(objection: watch.Objection = watch.pgbouncer, limit: float = 3.0, ticks: int = 1) -> Ticks:
        one = Watched("server", service.path, limit, ticks, objection)
        made.append(Ticks(service, one, tmp_path, monkeypatch))
        return made[-1]

    yield make
    for one in made:
        one.one.forget()


@pytest.mark.parametrize("how", [(), ("closes",)])
def test_a_process_that_answers_or_closes_is_left_alone(service: Service, ticking: Ticking, how: tuple[str]) -> None:
    service.start(*how)
    one = ticking()
    one.run(20)
    assert service.ended() is None
    assert one.kept == {"problems": [], "ended": []}


def test_a_stopped_process_is_ended_after_three_seconds_and_its_successor_watched(
    service: Service, ticking: Ticking, capsys: pytest.CaptureFixture[str]
) -> None:
    pid = service.start()
    one = ticking()
    one.run(3)
    service.signal(signal.SIGSTOP)
    one.run(3)
    assert service.ended() is None
    one.run(1)
    assert service.ended() == -signal.SIGKILL
    said = capsys.readouterr().out
    assert said.startswith(f"<4>server (process {pid}) has not answered on its socket for 3 s (state T, ")
    assert said.endswith("ended\n") and said.count("\n") == 1
    assert len(one.kept["ended"]) == 1 and one.kept["ended"][0].startswith("server at 20")
    # Nothing listens; then the next process does.
    one.run(5)
    service.start()
    one.run(5)
    assert service.ended() is None
    service.signal(signal.SIGSTOP)
    one.run(5)
    assert service.ended() == -signal.SIGKILL


def test_a_process_that_goes_on_in_time_is_left_alone(service: Service, ticking: Ticking) -> None:
    service.start()
    one = ticking()
    for _ in range(3):
        one.run(2)
        service.signal(signal.SIGSTOP)
        one.run(2)
        service.signal(signal.SIGCONT)
        one.run(1)
    one.run(5)
    assert service.ended() is None


def test_a_process_that_computes_gets_more_time_and_is_named(
    service: Service, ticking: Ticking, capsys: pytest.CaptureFixture[str]
) -> None:
    service.start("busy")
    one = ticking()
    one.busy = True
    one.run(9)
    assert service.ended() is None
    assert "(process" in one.kept["problems"][0] and one.kept["problems"][0].endswith("and is not ended: it is busy")
    one.run(3)
    assert service.ended() == -signal.SIGKILL
    assert capsys.readouterr().out.count("is not ended") == 1


def test_a_process_of_another_account_is_not_ended_and_named(
    service: Service, ticking: Ticking, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = next(one.pw_name for one in pwd.getpwall() if one.pw_uid != os.getuid())
    monkeypatch.setattr(hung, "ACCOUNT", other)
    pid = service.start()
    service.signal(signal.SIGSTOP)
    one = ticking()
    one.run(10)
    assert service.ended() is None
    said = f"server is not watched: {service.path}: process {pid} listens there and is not of {other}: restart it"
    assert one.kept["problems"] == [said]
    assert capsys.readouterr().out == f"<4>{said}\n"


def test_a_watch_that_was_stopped_itself_starts_the_count_again(service: Service, ticking: Ticking) -> None:
    service.start()
    one = ticking()
    service.signal(signal.SIGSTOP)
    for _ in range(5):
        one.run(2)
        one.now += watch.STALL_SECONDS
    assert service.ended() is None
    one.run(4)
    assert service.ended() == -signal.SIGKILL


def test_a_process_is_ended_three_times_in_ten_minutes_and_then_left_to_the_operator(
    service: Service, ticking: Ticking
) -> None:
    one = ticking()
    for number in range(4):
        service.start()
        one.run(1)
        service.signal(signal.SIGSTOP)
        one.run(5)
        assert service.ended() == (-signal.SIGKILL if number < 3 else None)
    assert one.kept["problems"][0].endswith(
        "is not ended: it was ended 3 times within 10 min; find the cause and restart it"
    )
    # The first end was in the third second.
    one.run(580)
    assert service.ended() is None
    one.run(20)
    assert service.ended() == -signal.SIGKILL


def test_what_speaks_against_an_end_is_asked_each_time_and_kept_until_the_process_answers(
    service: Service, ticking: Ticking, capsys: pytest.CaptureFixture[str]
) -> None:
    reasons: list[str | None] = ["no", "no", "never", None]
    asked: list[float] = []

    def objection(seconds: float, before: Usage | None, after: Usage | None) -> str | None:
        asked.append(seconds)
        return reasons[min(len(asked), 4) - 1]

    service.start()
    one = ticking(objection, limit=30, ticks=5)
    one.run(11)
    service.signal(signal.SIGSTOP)
    one.run(45)
    assert asked == [30, 35, 40]
    assert [line[:3] for line in capsys.readouterr().out.splitlines()] == ["<4>", "<4>"]
    assert one.kept["problems"][0].endswith("and is not ended: never")
    service.signal(signal.SIGCONT)
    one.run(10)
    assert one.kept == {"problems": [], "ended": []}
    assert capsys.readouterr().out == "<5>server answers again\n"
    # An answer in the last moment counts.
    service.signal(signal.SIGSTOP)
    one.run(20)
    assert one.one.question
    question = one.one.question
    service.signal(signal.SIGCONT)
    wait(lambda: peek(question))
    assert not question.kill()
    assert service.ended() is None


def test_a_process_that_answers_is_asked_again_after_its_ticks_and_the_state_is_written_once(
    service: Service, ticking: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    ask = Question.__init__
    monkeypatch.setattr(Question, "__init__", lambda self, path, now: asked.append(now) or ask(self, path, now))
    service.start()
    one = ticking(ticks=5)
    one.run(1)
    one.state.unlink()
    one.run(15)
    assert asked == [101, 106, 111, 116]
    assert not one.state.exists()


def test_the_daemon_reports_to_systemd_after_each_tick(
    witness: Host, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    happened: list[str] = []

    class Ended(Exception):
        pass

    def alive() -> None:
        happened.append("alive")
        if len(happened) > 3:
            raise Ended

    monkeypatch.setattr(hosts, "load", lambda: witness)
    monkeypatch.setattr(watch, "time", clock)
    monkeypatch.setattr(watch, "write_json", lambda path, value: None)
    monkeypatch.setattr(watch, "ready", lambda: happened.append("ready"))
    monkeypatch.setattr(watch, "alive", alive)
    with pytest.raises(Ended):
        watch.main([])
    assert happened == ["ready", "alive", "alive", "alive"]
    assert clock.slept == [watch.TICK_SECONDS] * 2


def answers(path: Path) -> bool:
    """Whether a server answers at a socket within 5 s."""
    with suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect(str(path))
        connection.sendall(SSL_REQUEST)
        return connection.recv(1) == b"N"
    return False


def real(program: str) -> str:
    """A program of the hosts; the test is skipped where there is none, or no account that it may run as."""
    folders = ["/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/sbin", os.environ["PATH"]]
    found = shutil.which(program, path=os.pathsep.join(folders))
    if not found or os.geteuid() != 0:
        pytest.skip(f"needs {program} and root")
    return found


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    shutil.chown(folder, "postgres")
    yield folder
    shutil.rmtree(folder)


def watched_until_ended(one: Watched, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Ticks as the daemon does; first it must leave a healthy process alone."""
    looks = Watch([one], folder / "watch.json")
    for _ in range(3):
        looks.tick(time.monotonic())
        time.sleep(0.5)
    assert process.poll() is None
    process.send_signal(signal.SIGSTOP)
    until = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < until:
        looks.tick(time.monotonic())
        time.sleep(0.5)
    assert process.returncode == -signal.SIGKILL
    one.forget()


@pytest.fixture
def pgbouncer(home: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """PgBouncer for one client."""
    program = real("pgbouncer")
    (home / "users").write_text('"pgbouncer" "x"\n')
    (home / "ini").write_text(
        f"[pgbouncer]\nunix_socket_dir = {home}\nlisten_port = 6432\nauth_type = scram-sha-256\n"
        f"auth_file = {home}/users\nmax_client_conn = 1\n"
    )
    process = subprocess.Popen([program, str(home / "ini")], user="postgres", stderr=subprocess.DEVNULL)
    wait(lambda: answers(home / ".s.PGSQL.6432"))
    yield process
    process.kill()
    process.wait(10)


def test_pgbouncer_itself_answers_and_is_ended_when_it_hangs(
    pgbouncer: "subprocess.Popen[bytes]", home: Path, tmp_path: Path
) -> None:
    watched_until_ended(
        Watched("PgBouncer", str(home / ".s.PGSQL.6432"), 2.0, 1, watch.pgbouncer), pgbouncer, tmp_path
    )


def test_a_full_pgbouncer_answers(pgbouncer: "subprocess.Popen[bytes]", home: Path) -> None:
    path = str(home / ".s.PGSQL.6432")
    with socket.socket(socket.AF_UNIX) as first, socket.socket(socket.AF_UNIX) as second:
        for one in (first, second):
            one.connect(path)
        question = Question(path, 0.0)
        wait(question.answered)
        question.close()


def test_a_stopped_postmaster_answers_no_more_and_is_ended(home: Path, tmp_path: Path) -> None:
    programs = Path(real("initdb")).parent
    data = home / "data"
    command = [str(programs / "initdb"), "--no-sync", "--auth=trust", f"--pgdata={data}"]
    subprocess.run(command, user="postgres", check=True, stdout=subprocess.DEVNULL)
    options = ["-D", str(data), "-k", str(home), "-c", "listen_addresses=", "-c", "fsync=off"]
    process = subprocess.Popen([str(programs / "postgres"), *options], user="postgres", stderr=subprocess.DEVNULL)
    try:
        path = home / ".s.PGSQL.5432"
        wait(lambda: answers(path))
        watched_until_ended(Watched("PostgreSQL", str(path), 2.0, 1, watch.pgbouncer), process, tmp_path)
    finally:
        process.kill()
        process.wait(10)
