import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from azure_patroni import configure, rest, synchronous
from azure_patroni import psql as psqls
from azure_patroni.cli import DEGRADED, FAILED, OK, main
from azure_patroni import host as hosts
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.output import Output
from conftest import Programs
from fakes import Clock, Cluster, hang

RENDERED = """\
bootstrap:
  dcs: {ttl: 20, synchronous_mode: %s, maximum_lag_on_failover: 9223372036854775807}
"""
NO_LIMIT = 9223372036854775807
WAITING = "pid,query_start,seconds\n"


@pytest.fixture
def leader(
    database: Host, cluster: Cluster, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Host:
    """pg-1 leads a cluster that is as its file asks."""
    cluster.config |= {"ttl": 20, "maximum_lag_on_failover": NO_LIMIT}
    cluster.progress()
    monkeypatch.setattr(synchronous, "time", clock)
    monkeypatch.setattr(configure, "RENDERED", str(tmp_path / "10-cluster.yml"))
    render("true")
    return cluster.of(database, "pg-1")


def render(mode: str) -> None:
    Path(configure.RENDERED).write_text(RENDERED % mode)


def off(host: Host) -> None:
    synchronous.off(host, yes=True, output=Output(True))


def test_off_and_on_again(leader: Host, cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    before = dict(cluster.config)
    off(leader)
    printed = capsys.readouterr()
    answer = json.loads(printed.out)
    assert (answer["synchronous"], answer["changed"]) == (False, True)
    assert cluster.config["synchronous_mode"] is False
    assert cluster.config["maximum_lag_on_failover"] == 1_048_576
    assert cluster.config["synchronous_off_since"] == answer["offSince"]
    assert "rows that were acknowledged can be lost" in printed.err
    synchronous.on(leader, Output(True))
    assert cluster.config == before
    assert json.loads(capsys.readouterr().out) == {"synchronous": True, "offSince": None, "changed": True}


def test_what_is_as_asked_is_left_alone(leader: Host, cluster: Cluster) -> None:
    synchronous.on(leader, Output(False))
    assert cluster.changes == []
    off(leader)
    off(leader)
    assert len(cluster.changes) == 1


def test_a_stack_file_without_synchrony_has_nothing_to_switch(leader: Host, cluster: Cluster) -> None:
    cluster.config["synchronous_mode"] = False
    with pytest.raises(Failure, match="off in the stack file .patroni.synchronousMode"):
        off(leader)
    with pytest.raises(Failure, match="set patroni.synchronousMode there"):
        synchronous.on(leader, Output(False))
    assert cluster.changes == []


def test_off_needs_a_yes(leader: Host, cluster: Cluster) -> None:
    with pytest.raises(Failure, match="use --yes"):
        synchronous.off(leader, yes=False, output=Output(False))
    assert cluster.changes == []


@pytest.mark.parametrize(("mode", "said"), [("quorum", True), (True, False)])
def test_in_quorum_mode_a_slow_standby_does_not_hold_commits(
    leader: Host, cluster: Cluster, mode: Any, said: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    cluster.config["synchronous_mode"] = mode
    off(leader)
    assert ("fastest standby" in capsys.readouterr().err) is said


def test_it_works_on_a_standby_that_hangs(
    database: Host, leader: Host, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest, "READ_SECONDS", 0.2)
    cluster.instead["pg-2", "*"] = hang
    off(cluster.of(database, "pg-2"))
    assert cluster.changes == ["pg-1 PATCH /config"]


def test_another_member_takes_the_change_if_the_leader_refuses(leader: Host, cluster: Cluster) -> None:
    cluster.instead["pg-1", "PATCH /config"] = (503, "busy")
    off(leader)
    assert cluster.changes == ["pg-1 PATCH /config", "pg-2 PATCH /config"]


def test_no_member_takes_the_change(leader: Host, cluster: Cluster) -> None:
    cluster.instead = {(name, "PATCH /config"): (503, "busy") for name in ("pg-1", "pg-2")}
    cluster.instead["pg-3", "PATCH /config"] = (200, "no JSON")
    with pytest.raises(Failure, match="pg-1 refuses.*pg-2 refuses.*pg-3: the answer is no JSON document"):
        off(leader)


@pytest.mark.parametrize(
    "answer", [(200, '{"replication": [{"sync_state": "sync"}]}'), (503, "{}"), (200, "[]"), (200, "no JSON")]
)
def test_a_leader_that_does_not_apply_it_is_a_failure(
    leader: Host, cluster: Cluster, answer: tuple[int, str]
) -> None:
    cluster.instead["pg-1", "GET /patroni"] = answer
    with pytest.raises(Failure, match="pg-1 has not applied it after 30 s"):
        off(leader)


def test_configure_leaves_it_off_and_says_so(
    leader: Host, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    off(leader)
    cluster.config["ttl"] = 30
    cluster.config["slots"] = {"hand": {"type": "physical"}}
    capsys.readouterr()
    configure.configure(leader, dry_run=False, yes=True, output=Output(False))
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["  ttl: 30 -> 20", "  slots.hand: not in the stack file; it stays"]
    assert said[2].endswith("it stays off until `pgcluster synchronous on`")
    assert cluster.config["synchronous_mode"] is False
    assert cluster.config["maximum_lag_on_failover"] == 1_048_576


def test_a_stack_file_that_says_off_ends_the_switch(leader: Host, cluster: Cluster) -> None:
    off(leader)
    render("false")
    configure.configure(leader, dry_run=False, yes=True, output=Output(False))
    assert "synchronous_off_since" not in cluster.config
    assert cluster.config["maximum_lag_on_failover"] == NO_LIMIT


def test_the_status_of_the_command(
    leader: Host, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(hosts, "load", lambda: leader)
    assert main(["synchronous", "status", "--json"]) == OK
    assert json.loads(capsys.readouterr().out) == {"mode": "on", "offSince": None, "standbys": ["pg-2"]}
    assert main(["synchronous", "off", "--yes"]) == OK
    capsys.readouterr()
    assert main(["synchronous", "status"]) == DEGRADED
    assert capsys.readouterr().out.startswith("synchronous replication: off since 2")
    assert main(["synchronous", "on"]) == OK
    Path(configure.RENDERED).unlink()
    assert main(["synchronous", "on"]) == FAILED


def test_a_cluster_without_a_synchronous_standby_is_degraded(leader: Host, cluster: Cluster) -> None:
    for name in ("pg-2", "pg-3"):
        cluster.one(name).update(state="stopped", role="replica")
    assert synchronous.status(leader, Output(False)) is False


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("", "", ""),
        ("7,T1,9\n", "8,T2,0\n", ""),
        ("7,T1,9\n", "7,T2,0\n", ""),
        ("7,T1,9\n", "7,T1,10\n8,T2,0\n", "1 commit waits for a standby, the longest for 10 s"),
        ("7,T1,9\n8,T2,\n", "7,T1,10\n8,T2,\n", "2 commits wait for a standby, the longest for 10 s"),
    ],
)
def test_commits_that_wait_in_two_looks_are_a_problem(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, programs: Programs, first: str, second: str, said: str
) -> None:
    monkeypatch.setattr(psqls, "os", SimpleNamespace(geteuid=lambda: 1000))
    programs.answer("psql", output=WAITING + first)
    looks = SimpleNamespace(sleep=lambda seconds: programs.answer("psql", output=WAITING + second))
    monkeypatch.setattr(synchronous, "time", looks)
    found = synchronous.problems()
    assert [one.split(":")[0] for one in found] == ([said] if said else [])


def test_a_leader_that_does_not_answer_is_a_failure(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psqls, "os", SimpleNamespace(geteuid=lambda: 1000))
    programs.answer("psql", error="psql: error: gone\n", status=2)
    with pytest.raises(Failure, match="PostgreSQL does not answer: gone"):
        synchronous.problems()
