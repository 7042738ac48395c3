"""How a voter starts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from azure_patroni import host as hosts
from azure_patroni.boot import etcd_join
from azure_patroni.boot.etcd_join import way
from azure_patroni.command import Ran
from azure_patroni.etcd import EtcdMember
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from fakes import Clock, EtcdCluster

OTHER = EtcdMember(1, "other", "https://10.50.1.5:2380", True)
STARTED = EtcdMember(2, "me", "https://10.50.1.4:2380", True)
FOUNDING = EtcdMember(2, "me", "https://10.50.1.4:2380", False)
ADDED = EtcdMember(3, "", "https://10.50.1.4:2380", False)
NO_LIST, NOT_LISTED = "no voter gives a list", "listed without this voter"


@pytest.mark.parametrize(
    ("me", "data", "own", "begun", "chosen"),
    [
        # No other voter in reach: found, or keep the data.
        (NO_LIST, False, False, False, "found"),
        (NO_LIST, False, False, True, "found"),
        (NO_LIST, True, False, True, "keep"),
        # The others founded with it and wait for it.
        (FOUNDING, False, False, False, "found"),
        (FOUNDING, False, False, True, "found"),
        # Data is kept.
        (STARTED, True, False, True, "keep"),
        (STARTED, True, False, False, "keep"),
        # A new machine replaces the old one's member.
        (STARTED, False, False, False, "renew"),
        (NOT_LISTED, False, False, False, "renew"),
        # A voter that lost its data does not.
        (STARTED, False, False, True, "refuse"),
        (NOT_LISTED, False, False, True, "refuse"),
        # If the cluster has added a member for this host, it joins, with or without data.
        (ADDED, False, False, False, "join"),
        (ADDED, False, False, True, "join"),
        (ADDED, True, False, True, "join"),
        # It joined a moment ago.
        (ADDED, True, True, True, "keep"),
    ],
)
def test_how_a_voter_starts(me: EtcdMember | str, data: bool, own: bool, begun: bool, chosen: str) -> None:
    entry = me if isinstance(me, EtcdMember) else None
    members = [] if me == NO_LIST else [OTHER, *([entry] if entry else [])]
    assert way(members, entry, data, own, begun) == chosen


NO_ANSWER = Ran(1, "", "Error: context deadline exceeded")


@pytest.fixture
def folder(tmp_path: Path, own: None, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where etcd's data and what is kept about it are."""
    for name, path in (("DATA", "data"), ("JOINED", "data.member"), ("BEGUN", "begun"), ("ENVIRONMENT", "env")):
        monkeypatch.setattr(etcd_join, name, tmp_path / path)
    monkeypatch.setattr(etcd_join, "stamp", lambda: "20261127T150000Z")
    return tmp_path


@pytest.fixture
def cluster(database: Host, folder: Path, monkeypatch: pytest.MonkeyPatch) -> EtcdCluster:
    """Three voters; this host is pg-1, and does not run."""
    found = EtcdCluster(database, sick=("pg-1",))
    monkeypatch.setattr(hosts, "load", lambda: database)
    monkeypatch.setattr(etcd_join, "Etcd", lambda host: found)
    return found


def fill(folder: Path) -> None:
    """Data of a voter that has run."""
    (folder / "data/member/wal").mkdir(parents=True)
    (folder / "data/member/wal/0.wal").write_text("votes")


def unreachable(cluster: EtcdCluster) -> None:
    cluster.failing["member list"] = NO_ANSWER


def added(cluster: EtcdCluster) -> None:
    """Another voter has removed and added pg-1."""
    cluster.entries = [*cluster.entries[1:], cluster.entry(0xABC, "pg-1", joined=False)]


EXISTING = (
    "ETCD_INITIAL_CLUSTER_STATE=existing\n"
    "ETCD_INITIAL_CLUSTER=pg-2=https://10.50.1.5:2380,witness=https://10.50.1.8:2380,pg-1=https://10.50.1.4:2380\n"
)


def test_voters_that_reach_no_other_found_the_cluster_together(cluster: EtcdCluster, folder: Path) -> None:
    unreachable(cluster)
    etcd_join.main([])
    assert cluster.calls == ["member list --write-out=json"] * etcd_join.ATTEMPTS
    # Without it etcd founds with the whole list.
    assert not (folder / "env").exists()
    # etcd has not run yet, and may refuse: a voter that is listed already is then asked again as a new machine.
    assert not (folder / "begun").exists()
    cluster.failing.clear()
    etcd_join.main([])
    assert "member add pg-1" in cluster.calls


@pytest.mark.parametrize("arguments", [[], ["--stopped"]])
def test_that_etcd_has_run_is_kept_at_its_stop_and_at_its_next_start(
    cluster: EtcdCluster, folder: Path, arguments: list[str]
) -> None:
    etcd_join.main(["--stopped"])
    assert not (folder / "begun").exists()
    fill(folder)
    etcd_join.main(arguments)
    assert (folder / "begun").exists()


def test_data_is_kept_and_an_old_answer_is_forgotten(cluster: EtcdCluster, folder: Path, clock: Clock) -> None:
    fill(folder)
    unreachable(cluster)
    (folder / "env").write_text(EXISTING)
    etcd_join.main([])
    assert not (folder / "env").exists()
    assert (folder / "data/member/wal/0.wal").exists()
    # The host's own data decides, so it is not delayed.
    assert clock.slept == []


def test_a_new_machine_takes_the_place_of_the_old_one(cluster: EtcdCluster, folder: Path) -> None:
    etcd_join.main([])
    changes = [call for call in cluster.calls if "add" in call or "remove" in call]
    assert changes == ["member remove 1", "member add pg-1"]
    assert (folder / "env").read_text() == EXISTING
    assert (folder / "data.member").read_text() == "abc\n"


def test_a_voter_that_lost_its_data_does_not_come_back_by_itself(cluster: EtcdCluster, folder: Path) -> None:
    (folder / "begun").touch()
    with pytest.raises(Failure, match="^pg-1 has lost its etcd data, and the running cluster counts on it: on another"):
        etcd_join.main([])
    cluster.entries.pop(0)
    with pytest.raises(Failure, match="does not list it: on another etcd member run: pgcluster replace-voter pg-1$"):
        etcd_join.main([])
    assert not any("add" in call or "remove" in call for call in cluster.calls)
    assert not (folder / "env").exists()


def test_the_data_of_a_replaced_member_is_kept_under_another_name(cluster: EtcdCluster, folder: Path) -> None:
    fill(folder)
    added(cluster)
    etcd_join.main([])
    assert (folder / "data.removed-20261127T150000Z/member/wal/0.wal").read_text() == "votes"
    assert not (folder / "data").exists()
    assert (folder / "env").read_text() == EXISTING


def test_a_member_that_joined_a_moment_ago_keeps_its_new_data(cluster: EtcdCluster, folder: Path) -> None:
    fill(folder)
    added(cluster)
    (folder / "data.member").write_text("abc\n")
    etcd_join.main([])
    assert (folder / "data/member/wal/0.wal").exists()


def test_a_refused_replacement_changes_nothing(cluster: EtcdCluster, folder: Path) -> None:
    cluster.sick.add("witness")
    with pytest.raises(Failure, match="1 of 3 etcd members healthy .pg-2., 2 needed while pg-1 is replaced"):
        etcd_join.main([])
    assert len(cluster.entries) == 3
    # It is asked again, and still as a new machine.
    assert not (folder / "begun").exists()


def test_a_list_without_the_new_member_is_no_start(
    cluster: EtcdCluster, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing: Callable[..., None] = lambda *_: None  # noqa: E731
    monkeypatch.setattr(etcd_join, "renew", nothing)
    cluster.entries.pop(0)
    with pytest.raises(Failure, match="do not list the one that was just added: etcd.service tries again"):
        etcd_join.main([])


def test_a_second_answer_counts(cluster: EtcdCluster, folder: Path, clock: Clock) -> None:
    answers = [NO_ANSWER]
    inner = cluster.etcdctl

    def etcdctl(names: list[str], *command: str, seconds: int = 5) -> Ran:
        return answers.pop() if answers else inner(names, *command, seconds=seconds)

    cluster.etcdctl = etcdctl  # type: ignore[method-assign]
    assert len(etcd_join.ask(cluster, 2)) == 3
    assert clock.slept == [2]
