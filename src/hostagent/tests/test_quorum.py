"""What Patroni's start waits for."""

import json
from pathlib import Path
from typing import Any

import pytest

from azure_patroni import host as hosts
from azure_patroni.boot import quorum
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from conftest import Programs
from fakes import Clock

NAMES = ["pg-1", "pg-2", "witness"]


@pytest.fixture(autouse=True)
def loaded(database: Host, clock: Clock, tmp_path: Path, own: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "load", lambda: database)
    monkeypatch.setattr(quorum, "WAIT_SECONDS", 30)
    monkeypatch.setattr(quorum, "SEEN", tmp_path / "seen")


@pytest.mark.parametrize(
    ("listed", "missing"),
    [
        (NAMES, None),
        # While a voter is replaced there may be one more.
        ([*NAMES, "https://10.50.1.9:2380"], None),
        (["pg-1", "witness"], "pg-2"),
        (["pg-1", "pg-2"], "witness"),
        ([], "pg-1"),
    ],
)
def test_a_list_that_is_too_short_names_a_missing_voter(listed: list[str], missing: str | None) -> None:
    found = quorum.absent(NAMES, listed)
    fix = f"{len(listed)} of 3 members: on an etcd member run: pgcluster replace-voter {missing}"
    assert found == (fix if missing else None)


def members(*addresses: str) -> str:
    found: list[dict[str, Any]] = [
        {"ID": number, "name": address, "peerURLs": [f"https://{address}:2380"], "clientURLs": ["x"]}
        for number, address in enumerate(addresses, 1)
    ]
    return json.dumps({"members": found})


ALL = ("10.50.1.4", "10.50.1.5", "10.50.1.8")


def test_all_members_and_a_write_open_the_way(programs: Programs, capsys: pytest.CaptureFixture[str]) -> None:
    programs.answer("etcdctl")
    programs.answer("etcdctl", "*member list*", members(*ALL))
    quorum.main([])
    asked = [call.split("--command-timeout=5s ")[1] for call in programs.calls]
    key = "/azure-patroni/quorum/pg-1"
    assert asked == ["member list --write-out=json", f"put {key} open", f"get {key} --print-value-only", f"del {key}"]
    assert capsys.readouterr().out == "a majority of etcd takes a write\n"
    # From then on a member may be missing while it is replaced, but not the majority.
    programs.answer("etcdctl", "*member list*", members(*ALL[:2]))
    quorum.main([])
    programs.answer("etcdctl", "* put *", error="Error: no leader", status=1)
    with pytest.raises(Failure, match="^etcd takes no write: no leader: start etcd on the other"):
        quorum.main([])


@pytest.mark.parametrize("command", ["put", "get", "del"])
def test_a_write_that_fails_is_waited_for(programs: Programs, command: str) -> None:
    programs.answer("etcdctl")
    programs.answer("etcdctl", "*member list*", members(*ALL))
    programs.answer("etcdctl", f"* {command} *", error="Error: context deadline exceeded", status=1)
    with pytest.raises(Failure, match="^etcd takes no write: context deadline exceeded: start etcd on the other"):
        quorum.main([])


def test_without_a_majority_the_step_ends_after_its_time_and_says_so_once(
    programs: Programs, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    programs.answer("etcdctl", "*member list*", error="Error: no leader", status=1)
    with pytest.raises(Failure, match="^no majority of pg-1, pg-2, witness answers: no leader: start etcd"):
        quorum.main([])
    assert sum(clock.slept) == 30
    assert max(clock.slept) == 5
    assert capsys.readouterr().out.count("waiting") == 1


def test_a_member_that_is_not_on_the_list_is_waited_for(programs: Programs) -> None:
    programs.answer("etcdctl", "*member list*", members(*ALL[:2]))
    with pytest.raises(Failure, match="2 of 3 members: on an etcd member run: pgcluster replace-voter witness"):
        quorum.main([])
