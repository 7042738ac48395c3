import json
from typing import Any

import pytest

from azure_patroni import actions
from azure_patroni.actions import Actions
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.output import Output
from azure_patroni.patroni import Patroni
from fakes import Clock, Cluster

pytestmark = pytest.mark.usefixtures("clock")
HANDED_OVER = {"leader": "pg-1", "candidate": "pg-2"}


@pytest.fixture
def host(database: Host, cluster: Cluster) -> Host:
    return cluster.of(database, "pg-1")


@pytest.fixture
def acting(host: Host) -> Actions:
    return Actions(Patroni(host), Output(False))


def states(cluster: Cluster) -> dict[str, str]:
    return {one["name"]: f"{one['role']} {one['state']}" for one in cluster.members}


def pending(cluster: Cluster, *names: str) -> None:
    for name in names:
        cluster.one(name)["pending_restart"] = True


def test_a_switchover_hands_over_to_the_synchronous_standby(
    acting: Actions, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    acting.switchover(None, True)
    sent = [(name, asked, body) for name, asked, body in cluster.requests if not asked.startswith("GET")]
    assert sent == [("pg-1", "POST /switchover", HANDED_OVER)]
    # It returns when the old leader follows and commits are synchronous again.
    assert states(cluster)["pg-1"] in ("replica streaming", "sync_standby streaming")
    assert "sync_standby" in " ".join(states(cluster).values())
    said = capsys.readouterr().out
    assert "pg-2 leads after 0.0 s" in said
    assert "pg-1 follows after" in said


def test_a_switchover_prints_one_document_on_request(
    host: Host, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    Actions(Patroni(host), Output(True)).switchover("pg-2", True)
    printed = capsys.readouterr()
    assert json.loads(printed.out)["members"][0]["name"] == "pg-2"
    assert "pg-2 leads after" in printed.err


@pytest.mark.parametrize(
    ("to", "members", "said"),
    [
        ("pg-3", {}, "pg-3 is replica and streaming; able to take over: pg-2"),
        ("pg-1", {}, "pg-1 is the leader already"),
        (None, {"pg-2": {"state": "running"}}, "there is no synchronous standby, so a switchover could lose rows"),
        (None, {"pg-1": {"role": "replica"}}, "there is no leader to hand over from: see `journalctl -u patroni`"),
    ],
)
def test_a_switchover_that_could_lose_rows_is_refused(
    acting: Actions, cluster: Cluster, to: str | None, members: dict[str, dict[str, Any]], said: str
) -> None:
    for name, about in members.items():
        cluster.one(name).update(about)
    with pytest.raises(Failure) as failure:
        acting.switchover(to, True)
    assert str(failure.value).startswith(said)
    assert cluster.changes == []


@pytest.mark.parametrize("command", ["switchover", "restart"])
def test_nothing_is_changed_without_a_yes(acting: Actions, cluster: Cluster, command: str) -> None:
    with pytest.raises(Failure, match="standard input is not a terminal: use --yes"):
        if command == "switchover":
            acting.switchover(None, False)
        else:
            acting.restart(False, False)
    assert cluster.changes == []


def test_a_switchover_that_patroni_refuses_ends_at_once(acting: Actions, cluster: Cluster, clock: Clock) -> None:
    cluster.instead["pg-1", "POST /switchover"] = (412, "no good candidates have been found")
    with pytest.raises(Failure, match="pg-1 refuses /switchover: no good candidates have been found"):
        acting.switchover(None, True)
    assert clock.slept == []


def test_a_switchover_that_has_no_effect_is_given_up(acting: Actions, cluster: Cluster) -> None:
    cluster.instead["pg-1", "POST /switchover"] = (202, "accepted")
    with pytest.raises(Failure, match="pg-2 is the leader: not after 180 s: pg-1 leader running"):
        acting.switchover(None, True)


def test_an_old_leader_that_stays_down_is_reported(acting: Actions, cluster: Cluster) -> None:
    cluster.settle = 10**6
    with pytest.raises(Failure, match="pg-1 streams: not after 180 s: .*pg-1 replica starting"):
        acting.switchover(None, True)
    assert cluster.leader == "pg-2"


def test_a_restart_takes_one_member_after_the_other_and_the_leader_last(
    acting: Actions, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[str] = []

    def watch(name: str, asked: str) -> None:
        if not asked.startswith("GET"):
            seen.extend(f"{name} {one}" for one, state in states(cluster).items() if state.endswith("starting"))

    cluster.watch = watch
    acting.restart(False, True)
    # pg-3 became synchronous while pg-2 restarted, so it takes over.
    assert cluster.changes == ["pg-3 POST /restart", "pg-2 POST /restart", "pg-1 POST /switchover"]
    assert seen == []
    said = capsys.readouterr().out
    assert said.index("pg-3 streams after") < said.index("restarting pg-2") < said.index("leads after")


def test_a_standby_that_does_not_come_back_stops_the_restart(acting: Actions, cluster: Cluster) -> None:
    cluster.settle = 10**6
    with pytest.raises(Failure, match="pg-3 streams: not after 180 s"):
        acting.restart(False, True)
    assert cluster.changes == ["pg-3 POST /restart"]


def test_only_members_that_wait_for_it_are_restarted(acting: Actions, cluster: Cluster) -> None:
    pending(cluster, "pg-2")
    acting.restart(True, True)
    assert cluster.changes == ["pg-2 POST /restart"]


def test_where_nobody_waits_nothing_is_asked(
    host: Host, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    Actions(Patroni(host), Output(True)).restart(True, False)
    assert cluster.changes == []
    printed = capsys.readouterr()
    assert json.loads(printed.out)["restarted"] == []
    assert printed.err == "no member waits for a restart\n"


def test_a_lowered_limit_is_taken_by_the_leader_first_and_by_standbys_after_it(
    acting: Actions, cluster: Cluster, clock: Clock
) -> None:
    pending(cluster, "pg-1", "pg-2")
    # What still waits is known only after Patroni's next loop.
    reports = [("pg-2", "pg-3"), ("pg-1",)]
    sleep = clock.sleep

    def report(seconds: float) -> None:
        sleep(seconds)
        if seconds == cluster.config["loop_wait"]:
            pending(cluster, *reports.pop(0))

    clock.sleep = report  # type: ignore[method-assign]
    acting.restart(True, True)
    assert cluster.changes == [
        *("pg-2 POST /restart", "pg-1 POST /switchover"),
        *("pg-3 POST /restart", "pg-1 POST /restart", "pg-2 POST /restart"),
    ]
    assert cluster.leader == "pg-3"
    assert not any("pending_restart" in one for one in cluster.members)


def test_a_single_member_restarts_in_place(acting: Actions, cluster: Cluster) -> None:
    cluster.members = cluster.members[:1]
    cluster.config["synchronous_mode"] = False
    acting.restart(False, True)
    assert cluster.changes == ["pg-1 POST /restart"]
    assert states(cluster) == {"pg-1": "leader running"}


def test_the_leader_of_two_hands_over(acting: Actions, cluster: Cluster) -> None:
    cluster.members = cluster.members[:2]
    acting.restart(False, True)
    assert cluster.changes == ["pg-2 POST /restart", "pg-1 POST /switchover"]


def test_a_leader_steps_down_before_its_host_changes(host: Host, cluster: Cluster) -> None:
    actions.step_down(host, Output(False))
    assert cluster.leader == "pg-2"
    assert cluster.changes == ["pg-1 POST /switchover"]


def test_a_standby_has_nothing_to_hand_over(database: Host, cluster: Cluster) -> None:
    actions.step_down(cluster.of(database, "pg-2"), Output(False))
    assert cluster.changes == []


def test_a_host_waits_until_its_own_standby_streams(database: Host, cluster: Cluster, clock: Clock) -> None:
    cluster.start(cluster.one("pg-3"))
    actions.await_standby(cluster.of(database, "pg-3"), Output(False))
    assert clock.slept == [1, 1]
