import json
from collections import namedtuple
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from azure_patroni import answers, certificates
from azure_patroni import host as hosts
from azure_patroni import psql as psqls
from azure_patroni import sealed, status, synchronous, vault
from azure_patroni.boot import metadata
from azure_patroni.command import Ran
from azure_patroni.host import Host
from azure_patroni.status import Seen
from conftest import Programs
from fakes import Cluster

READY = {"state": "ready", "steps": [{"name": "packages", "state": "done"}, {"name": "ready", "state": "done"}]}
DISKS = {"name": "disks", "state": "failed", "since": "T", "message": "m"}
CONNECTIONS = (
    "client_addr,usename,datname,connections,active\n"
    "10.50.1.6,app,shop,5,2\n10.9.9.9,bob,shop,1,0\n10.50.1.5,rewind,postgres,1,0\n,postgres,postgres,2,0\n"
)
LIMITS = "name,most\napplication_direct,15\nbob,5\n"
POOLS = (
    "database,user,cl_active,cl_waiting,sv_active,sv_idle,sv_used,sv_tested,sv_login,maxwait,maxwait_us\n"
    "app,shop,5,2,3,1,1,0,1,4,250000\n"
)


def voter(address: str, member: int, **more: Any) -> dict[str, Any]:
    about = {"header": {"member_id": member}, "leader": 1, "dbSize": 4096, "raftIndex": 7, "version": "3.5.16"}
    return {"Endpoint": f"https://{address}:2379", "Status": about | more}


usage = namedtuple("usage", "total used free")

ENDS = [{"name": "pg-1-tls", "subject": "pg-1", "ca": False, "ends": "2028-11-20", "daysLeft": 700}]
NEXT = "next certificate to end: pg-1-tls in 700 days (2028-11-20)"
VOTERS = [voter("10.50.1.4", 1), voter("10.50.1.5", 2), voter("10.50.1.8", 3)]


@pytest.fixture
def seeing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programs: Programs) -> Programs:
    """Programs of a healthy host whose boot is ready."""
    boot = tmp_path / "status.json"
    boot.write_text(json.dumps(READY))
    monkeypatch.setattr(status, "BOOT", boot)
    monkeypatch.setattr(psqls, "os", SimpleNamespace(geteuid=lambda: 1000))
    monkeypatch.setattr(synchronous, "waiting", dict)
    monkeypatch.setattr(certificates, "ends", lambda host: ENDS)
    programs.answer("systemctl", output="success\n")
    monkeypatch.setattr(status, "WATCH", tmp_path / "watch.json")
    status.WATCH.write_text(json.dumps({"problems": [], "ended": []}))
    monkeypatch.setattr(status, "WATCH_OFF", tmp_path / "watch-off")
    for name in ("OFF", "PATH", "USED"):
        monkeypatch.setattr(sealed, name, tmp_path / name)
    sealed.PATH.touch()
    monkeypatch.setattr(vault, "other_identities", lambda name: False)
    monkeypatch.setattr(metadata, "problem", lambda host: None)
    monkeypatch.setattr(answers, "ask", lambda host: {})
    programs.answer("systemctl", "is-active azure-patroni-watch.service", "active\n")
    programs.answer("systemd-detect-virt", status=1)
    monkeypatch.setattr("shutil.disk_usage", lambda mount: usage(1000, 850, 150))
    (tmp_path / "connections.json").write_text('{"max": 200, "poolers": 170, "direct": 20, "reserve": 10}')
    monkeypatch.setattr(hosts, "CONNECTIONS", tmp_path / "connections.json")
    programs.answer("psql", output=CONNECTIONS)
    limits(monkeypatch, LIMITS)
    programs.answer("etcdctl", output=json.dumps(VOTERS) + "\n")
    return programs


def limits(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Lets psql answer the question for the limits of direct sessions."""
    inner = psqls.psql

    def psql(sql: str, *arguments: Any) -> Ran:
        ran = inner(sql, *arguments)
        return Ran(0, text, "") if ran.ok and sql == status.DIRECT_LIMITS else ran

    monkeypatch.setattr(psqls, "psql", psql)


@pytest.fixture
def leader(database: Host, cluster: Cluster) -> Host:
    return cluster.of(database, "pg-1")


@pytest.mark.parametrize(
    ("text", "state", "said"),
    [
        (json.dumps(READY), "ready", []),
        (None, "unknown", ["is missing or broken"]),
        ("{broken", "unknown", ["is missing or broken"]),
        ("3", "unknown", ["is missing or broken"]),
        (
            json.dumps({"state": "failed", "steps": [DISKS]}),
            "failed",
            ["boot step disks is failed since T: m"],
        ),
        (
            json.dumps({"state": "booting", "steps": [{"name": "etcd", "state": "running", "since": "T"}]}),
            "booting",
            ["boot step etcd is running since T"],
        ),
        # No step is unfinished, but not every step has begun.
        (json.dumps({"state": "booting", "steps": READY["steps"][:1]}), "booting", ["the boot is booting: a step has"]),
        ("{}", "unknown", ["the boot is unknown"]),
    ],
)
def test_the_boot_is_ready_or_says_why_not(text: str | None, state: str, said: list[str]) -> None:
    found, problems = status.boot(text)
    assert found == state
    assert len(problems) == len(said)
    assert all(start in problem for problem, start in zip(problems, said))


def test_a_healthy_leader_in_one_screen(leader: Host, seeing: Programs) -> None:
    seen = status.gather(leader)
    assert seen["problems"] == []
    assert json.loads(json.dumps(seen))["members"] == seen["members"]
    assert status.text(seen, leader).splitlines() == [
        "pg seen from pg-1 (database, boot ready)",
        "",
        "member  role          state      timeline  lag",
        "pg-1    leader        running    3",
        "pg-2    sync_standby  streaming  3         0 B",
        "pg-3    replica       streaming  3         0 B",
        "",
        "etcd member            database  raft index  version",
        "pg-1         leader    4.0 KiB   7           3.5.16",
        "pg-2         follower  4.0 KiB   7           3.5.16",
        "witness      follower  4.0 KiB   7           3.5.16",
        "",
        "client     user      database  connections  active",
        "pgb-1      app       shop      5            2",
        "10.9.9.9   bob       shop      1            0",
        "10.50.1.5  rewind    postgres  1            0",
        "local      postgres  postgres  2            0",
        "",
        "share    connections  limit",
        "poolers  5            170",
        "direct   1            20",
        "reserve  3            10",
        "",
        "not seen from here: pools: ask on pgb-1, pgb-2",
        NEXT,
        "",
        "healthy",
    ]


def test_a_degraded_cluster_says_why_in_its_last_lines(leader: Host, cluster: Cluster, seeing: Programs) -> None:
    cluster.one("pg-2").update(lag=5 * 1024**2, pending_restart=True)
    cluster.one("pg-3").update(state="stopped", lag="unknown", timeline=None)
    seeing.answer("etcdctl", output=json.dumps([VOTERS[0], voter("10.50.1.5", 2, isLearner=True)]) + "\n", status=1)
    lines = status.text(status.gather(leader), leader).splitlines()
    assert "pg-2    sync_standby  streaming  3         5.0 MiB  pending restart: pgcluster restart --pending" in lines
    assert "pg-3    replica       stopped    ?         unknown" in lines
    assert "pg-2         learner      4.0 KiB   7           3.5.16" in lines
    assert "witness      unreachable" in lines
    assert [line for line in lines if line.startswith("degraded: ")] == lines[-4:]
    assert lines[-5] == ""
    assert "degraded: pg-3 does not stream: stopped" in lines
    assert lines[-2].startswith("degraded: etcd member witness does not answer: see `systemctl status etcd` there")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,most\nx,16\nbob,5\n", "roles of direct sessions may open 21 sessions, their share is 20: lower"),
        ("name,most\nx,20\nbob,-1\n", "direct sessions of bob have no limit: ALTER ROLE bob CONNECTION LIMIT"),
        ("name,most\n", None),
    ],
)
def test_direct_sessions_that_could_take_another_share_are_a_problem(
    leader: Host, seeing: Programs, monkeypatch: pytest.MonkeyPatch, text: str, said: str | None
) -> None:
    limits(monkeypatch, text)
    problems = status.gather(leader)["problems"]
    assert [problem[: len(said)] for problem in problems] == [said] if said else not problems


def test_without_the_file_of_the_shares_status_says_what_to_do(leader: Host, seeing: Programs) -> None:
    hosts.CONNECTIONS.write_text('{"max": 200}')
    seen = status.gather(leader)
    assert len(seen["connections"]) == 4
    assert seen["problems"] == [f"{hosts.CONNECTIONS}: there is no entry 'poolers': apply the host's bundle again"]


def test_a_host_that_runs_with_its_own_copy_of_the_secrets_is_degraded(leader: Host, seeing: Programs) -> None:
    assert status.gather(leader)["secrets"] == {"from": "vault", "copy": True}
    sealed.used("T0", "HTTP 503")
    seen = status.gather(leader)
    assert seen["secrets"] == {"from": "copy", "copy": True}
    assert [one.partition(",")[0] for one in seen["problems"]] == ["this host runs with its own copy of the secrets"]


def test_other_identities_of_the_vm_are_shown_and_harmless(
    leader: Host, seeing: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "other_identities", lambda name: True)
    seen = status.gather(leader)
    assert (seen["otherIdentities"], seen["problems"]) == (True, [])
    said = "the VM has other managed identities; the host uses pg-1, which a deployment must keep"
    assert said in status.text(seen, leader).splitlines()


def test_a_metadata_service_that_is_open_to_a_service_makes_a_host_degraded(
    witness: Host, seeing: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert status.gather(witness)["metadata"] == "closed"
    monkeypatch.setattr(metadata, "problem", lambda host: "etcd is not kept from it")
    seen = status.gather(witness)
    assert (seen["metadata"], seen["problems"]) == ("open", ["etcd is not kept from it"])


def test_only_the_leader_is_asked_for_connections(database: Host, cluster: Cluster, seeing: Programs) -> None:
    host = cluster.of(database, "pg-2")
    seen = status.gather(host)
    assert seen["connections"] is None
    assert seen["problems"] == []
    assert not any(call.startswith("psql") for call in seeing.calls)
    assert "not seen from here: connections: ask on the leader" in status.text(seen, host)


def test_commits_that_wait_for_a_standby_make_a_leader_degraded(
    leader: Host, seeing: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synchronous, "problems", lambda: ["2 commits wait"])
    seen = status.gather(leader)
    assert (seen["commits"], seen["problems"]) == (["2 commits wait"], ["2 commits wait"])


def test_one_part_that_fails_hides_no_other(leader: Host, cluster: Cluster, seeing: Programs) -> None:
    seeing.answer("psql", error="psql: error: connection refused\n", status=2)
    seeing.answer("etcdctl", error="Error: bad certificate\n", status=128)
    seen = status.gather(leader)
    assert len(seen["members"]) == 3
    assert seen["problems"] == ["PostgreSQL does not answer: connection refused", "etcdctl: bad certificate"]
    cluster.instead = {(name, "*"): (503, "no") for name in cluster.addresses}
    seen = status.gather(leader)
    assert (seen["members"], seen["connections"], seen["voters"]) == (None, None, None)
    assert seen["problems"][0].startswith("no member answers: pg-1: 503 no")
    assert "degraded: " in status.text(seen, leader)


@pytest.mark.parametrize("garbage", ["[broken\n", "[3]\n", '[{"Endpoint": "x"}]\n'])
def test_an_unreadable_answer_is_a_problem_of_its_part(
    leader: Host, seeing: Programs, garbage: str
) -> None:
    seeing.answer("etcdctl", output=garbage)
    seen = status.gather(leader)
    assert len(seen["members"]) == 3
    assert len(seen["problems"]) == 1
    assert seen["problems"][0].startswith(("voters cannot be read: ", "etcdctl printed no list of answers: "))


def test_a_pooler_shows_its_pools(pooler: Host, seeing: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("azure_patroni.pgbouncer.connected_to", lambda host: "pg-2")
    seeing.answer("psql", output=POOLS)
    seen = status.gather(pooler)
    assert seen["pools"]["longestWait"] == 4.25
    assert json.loads(json.dumps(seen)) == seen
    assert status.text(seen, pooler).splitlines() == [
        "pg seen from pgb-1 (pooler, boot ready)",
        "",
        "2 PgBouncer processes connecting to pg-2, longest wait 4.2 s",
        "database  user  clients  waiting  servers busy  servers idle",
        "app       shop  10       4        6             6",
        "",
        "not seen from here: members: ask on pg-1, pg-2",
        "not seen from here: etcd: ask on pg-1, pg-2, witness",
        NEXT,
        "",
        "healthy",
    ]


def test_a_process_that_does_not_answer_makes_a_pooler_degraded(pooler: Host, seeing: Programs) -> None:
    one = replace(pooler, processes=1)
    seeing.answer("psql", error="psql: error: connection refused\n", status=2)
    seen = status.gather(one)
    text = status.text(seen, one)
    assert "1 PgBouncer process connecting to" in text
    assert "no client has connected yet" in text
    said = "PgBouncer process 1 does not answer: connection refused; see `journalctl -u pgbouncer@1`;"
    assert text.endswith(f"\ndegraded: {said} if it hangs: `systemctl restart pgbouncer@1`")


def test_a_witness_shows_the_voters(witness: Host, seeing: Programs) -> None:
    seen: Seen = status.gather(witness)
    parts = {"boot", "disks", "certificates", "secrets", "otherIdentities", "metadata", "voters"}
    assert set(seen) == {"host", "problems", "urgent"} | parts
    assert status.elsewhere(seen, witness) == ["members: ask on pg-1, pg-2", "pools: ask on pgb-1, pgb-2"]


def test_the_file_of_the_boot_is_missing(witness: Host, seeing: Programs) -> None:
    status.BOOT.unlink()
    assert status.gather(witness)["boot"] == "unknown"


def test_a_certificate_that_ends_soon_is_unhealthy_and_one_that_ends_later_degraded(
    witness: Host, seeing: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = [ENDS[0] | {"daysLeft": 13}, ENDS[0] | {"name": "pg-ca", "ca": True, "daysLeft": 59}]
    monkeypatch.setattr(certificates, "ends", lambda host: ends)
    seen = status.gather(witness)
    assert seen["certificates"] == ends
    assert seen["urgent"] == seen["problems"][:1]
    lines = status.text(seen, witness).splitlines()
    assert lines[-4].startswith("next certificate to end: pg-1-tls in 13 days")
    assert lines[-2].startswith("unhealthy: certificate pg-1-tls (pg-1) ends in 13 days: deploy the stack")
    assert lines[-1].startswith("degraded: certificate pg-ca (pg-1) ends in 59 days: change the CA")


def test_a_failed_fetch_of_certificates_is_a_problem(witness: Host, seeing: Programs) -> None:
    seeing.answer("systemctl", output="exit-code\n")
    said = "the last fetch of certificates failed: see `journalctl -u azure-patroni-certificates`"
    assert status.gather(witness)["problems"] == [said]


@pytest.mark.parametrize(
    ("used", "free", "container", "shown", "said"),
    [
        (850, 150, False, {"/": 85}, []),
        (851, 149, False, {"/": 86}, ["/ is 86 % full (limit 85 %): `journalctl --vacuum-size=500M`, and see"]),
        # The reserve of root is neither used nor free.
        (850, 50, False, {"/": 95}, ["/ is 95 % full"]),
        (999, 1, True, {}, []),
        (0, 0, False, {"/": 0}, []),
    ],
)
def test_a_file_system_that_is_nearly_full_makes_a_host_degraded(
    witness: Host,
    seeing: Programs,
    monkeypatch: pytest.MonkeyPatch,
    used: int,
    free: int,
    container: bool,
    shown: dict[str, int],
    said: list[str],
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda mount: usage(1000, used, free))
    seeing.answer("systemd-detect-virt", status=0 if container else 1)
    seen = status.gather(witness)
    assert seen["disks"] == shown
    assert len(seen["problems"]) == len(said)
    assert all(problem.startswith(start) for problem, start in zip(seen["problems"], said))


def test_data_and_wal_disks_count_where_they_are_mounted(
    leader: Host, seeing: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.path.ismount", lambda mount: mount == "/pgwal")
    monkeypatch.setattr("shutil.disk_usage", lambda mount: usage(100, 90, 10))
    seen = status.gather(leader)
    assert seen["disks"] == {"/": 90, "/pgwal": 90}
    assert seen["problems"][-1] == "/pgwal is 90 % full (limit 85 %): enlarge the disk"


def test_the_watch_says_what_it_ended_and_what_it_left_alone(pooler: Host, seeing: Programs) -> None:
    status.WATCH.write_text(json.dumps({"problems": ["process 2 hangs"], "ended": ["PgBouncer process 1 at T"]}))
    seeing.answer("psql", output=POOLS)
    seen = status.gather(pooler)
    assert seen["watch"] == {"state": "on", "problems": ["process 2 hangs"], "ended": ["PgBouncer process 1 at T"]}
    lines = status.text(seen, pooler).splitlines()
    assert "ended because it hung: PgBouncer process 1 at T" in lines
    assert lines[-1] == "degraded: process 2 hangs"


@pytest.mark.parametrize(("off", "problems"), [(True, 0), (False, 1)])
def test_a_watch_that_does_not_run_is_a_problem_unless_it_is_switched_off(
    pooler: Host, seeing: Programs, off: bool, problems: int
) -> None:
    # What it left counts no more.
    status.WATCH.write_text(json.dumps({"problems": ["old"], "ended": []}))
    seeing.answer("systemctl", "is-active azure-patroni-watch.service", "failed\n", status=3)
    seeing.answer("psql", output=POOLS)
    if off:
        status.WATCH_OFF.touch()
    seen = status.gather(pooler)
    assert len(seen["problems"]) == problems
    assert seen["watch"]["state"] == ("off" if off else "failed")
    assert ("watch-off exists" in status.text(seen, pooler)) == off


def test_hosts_that_do_not_answer_are_named(pooler: Host, seeing: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    silent = {"pg-1": {"patroni": "no answer within 3 s", "postgresql": None}}
    monkeypatch.setattr(answers, "ask", lambda host: silent)
    seeing.answer("psql", output=POOLS)
    seen = status.gather(pooler)
    assert seen["answers"] == silent
    assert seen["problems"] == answers.problems(silent)
