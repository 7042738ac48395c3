import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from azure_patroni import pgbouncer
from azure_patroni.command import Ran
from azure_patroni.host import Host
from azure_patroni.hung import SSL_REQUEST
from azure_patroni.pgbouncer import Pools
from conftest import Programs

HEAD = (
    "database,user,cl_active,cl_waiting,cl_active_cancel_req,cl_waiting_cancel_req,"
    "sv_active,sv_active_cancel,sv_being_canceled,sv_idle,sv_used,sv_tested,sv_login,maxwait,maxwait_us,pool_mode"
)
CONSOLE = "pgbouncer,pgbouncer,1,0,0,0,0,0,0,0,0,0,0,9,0,statement"
FIRST = f"{HEAD}\napp,shop,5,2,0,0,3,0,0,1,1,0,1,4,250000,transaction\n{CONSOLE}\n"
SECOND = f"{HEAD}\napp,shop,7,0,0,0,4,0,0,2,0,1,0,0,0,transaction\napp,other,1,0,0,0,1,0,0,0,0,0,0,1,0,session\n"


def test_the_pools_of_all_processes_are_one_table(programs: Programs) -> None:
    programs.answer("psql", "*--host=/run/pgbouncer/1 *", FIRST)
    programs.answer("psql", "*--host=/run/pgbouncer/2 *", SECOND)
    found = pgbouncer.pools(2)
    assert dict(found.counts["app", "shop"]) == {
        **{"cl_active": 12, "cl_waiting": 2, "sv_active": 7},
        **{"sv_idle": 3, "sv_used": 1, "sv_tested": 1, "sv_login": 1},
    }
    assert list(found.counts) == [("app", "shop"), ("app", "other")]
    # The console's own session does not count as a wait.
    assert found.longest_wait == 4.25
    assert pgbouncer.problems(found) == []


def test_a_process_that_does_not_answer_hides_no_other(programs: Programs) -> None:
    programs.answer("psql", "*--host=/run/pgbouncer/1 *", error="psql: error: connection refused\n", status=2)
    programs.answer("psql", "*--host=/run/pgbouncer/2 *", SECOND)
    found = pgbouncer.pools(2)
    assert len(found.counts) == 2
    assert pgbouncer.problems(found) == [
        "PgBouncer process 1 does not answer: connection refused; see `journalctl -u pgbouncer@1`;"
        " if it hangs: `systemctl restart pgbouncer@1`"
    ]


def test_an_older_pgbouncer_counts_whole_seconds() -> None:
    found = Pools()
    pgbouncer.add(found, FIRST.replace("maxwait_us", "unused"))
    assert found.longest_wait == 4


DATABASES = {"pg-1": "10.50.1.4", "pg-2": "10.50.1.5"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("app = host=10.50.1.5 port=5432\n", "pg-2"),
        ("app = host=10.50.1.10 port=5432\n", "the load balancer"),
        ("", "no host yet"),
        (None, "no host yet"),
    ],
)
def test_the_host_that_a_pooler_connects_to(text: str | None, name: str, pooler: Host, tmp_path: Path) -> None:
    assert pgbouncer.server(DATABASES, text) == name
    if text is not None:
        (tmp_path / "databases.ini").write_text(text)
    assert pgbouncer.connected_to(pooler, tmp_path / "databases.ini") == name


@pytest.fixture
def sockets(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for sockets; pytest's own are too deep for a socket's path."""
    folder = Path(tempfile.mkdtemp())
    monkeypatch.setattr(pgbouncer, "folder", lambda process: str(folder))
    yield folder
    shutil.rmtree(folder)


def serve(folder: Path, handle: Callable[[socket.socket], None]) -> socket.socket:
    """Serves one connection at the place of a process's socket."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"{folder}/.s.PGSQL.6432")
    listener.listen()

    def accept() -> None:
        connection, _ = listener.accept()
        with connection:
            handle(connection)

    threading.Thread(target=accept, daemon=True).start()
    return listener


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"N", None),
        (b"S", None),
        (b"E", "PgBouncer process 1 does not answer yet: it does not speak PostgreSQL's protocol"),
        (b"", "PgBouncer process 1 does not answer yet: it does not speak PostgreSQL's protocol"),
    ],
)
def test_a_process_is_asked_for_tls(sockets: Path, answer: bytes, said: str | None) -> None:
    asked: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        asked.append(connection.recv(8))
        connection.sendall(answer)

    with serve(sockets, handle):
        assert pgbouncer.silence(1) == said
    assert asked == [SSL_REQUEST] == [b"\x00\x00\x00\x08\x04\xd2\x16\x2f"]


def test_a_process_that_hangs_is_given_up(sockets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pgbouncer.ANSWER_SECONDS <= 5
    monkeypatch.setattr(pgbouncer, "ANSWER_SECONDS", 0.2)
    over = threading.Event()
    began = time.monotonic()
    with serve(sockets, lambda connection: over.wait(20) and None):
        assert pgbouncer.silence(1) == "PgBouncer process 1 does not answer yet: no answer within 0.2 s"
    over.set()
    assert time.monotonic() - began < 5


def test_a_process_that_has_not_started_does_not_answer(sockets: Path) -> None:
    assert pgbouncer.silence(1) == "PgBouncer process 1 does not answer yet: No such file or directory"


def test_each_process_has_its_own_folder() -> None:
    assert pgbouncer.folder(3) == "/run/pgbouncer/3"


@pytest.fixture
def userlist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "userlist.txt"
    path.write_text('"pgbouncer_auth" "a""b c"\n"pgbouncer" "other"\n')
    monkeypatch.setattr(pgbouncer, "USERLIST", path)
    return path


@pytest.mark.parametrize(
    ("output", "error", "status", "refusal"),
    [
        ("f\n", "", 0, None),
        ("t\n", "", 0, "it is a standby"),
        ("", "", 0, "it is a standby"),
        ("", "psql: error: connection to server failed: timeout expired", 2, "timeout expired"),
        ("", "psql: error: connection to server failed: FATAL:  the database system is starting up", 2, "starting up"),
        # PostgreSQL says so itself.
        ("", "psql: error: connection to server failed: FATAL:  sorry, too many clients already", 2, None),
        ("", "psql: error: FATAL:  remaining connection slots are reserved for roles with the SUPERUSER", 2, None),
        ("", 'psql: error: FATAL:  too many connections for role "pgbouncer_auth"', 2, None),
    ],
)
def test_a_login_says_whether_postgresql_takes_writes(
    programs: Programs, userlist: Path, output: str, error: str, status: int, refusal: str | None
) -> None:
    server = "host=10.50.1.4 port=5432 *sslmode=verify-full sslrootcert=* sslcertmode=disable"
    programs.answer("psql", f"*{server}*", output, error, status)
    found = pgbouncer.refusal("10.50.1.4")
    assert found == refusal or (refusal and found and found.endswith(refusal))


def test_the_password_of_a_login_is_in_no_list_of_processes(
    programs: Programs, userlist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, str] = {}

    def attempt(*command: str, seconds: float, environment: dict[str, str]) -> Ran:
        assert "a\"b c" not in " ".join(command)
        given.update(environment)
        return Ran(0, "f\n", "")

    monkeypatch.setattr(pgbouncer, "attempt", attempt)
    assert pgbouncer.refusal("10.50.1.4") is None
    assert given == {"PGCONNECT_TIMEOUT": "2", "PGPASSWORD": 'a"b c'}
    userlist.unlink()
    assert "No such file" in str(pgbouncer.refusal("10.50.1.4"))


def test_a_server_that_hangs_is_refused_in_time(
    programs: Programs, userlist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (programs.folder / "psql").write_text("#!/bin/sh\nexec sleep 60\n")
    (programs.folder / "psql").chmod(0o755)
    monkeypatch.setattr(pgbouncer, "QUERY_SECONDS", 0.3)
    began = time.monotonic()
    assert pgbouncer.refusal("10.50.1.4") == "no answer within 0.3 s"
    assert time.monotonic() - began < 2
