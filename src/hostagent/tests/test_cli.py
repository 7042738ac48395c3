import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from azure_patroni import cli, configure, status
from azure_patroni import host as hosts
from azure_patroni import psql as psqls
from azure_patroni import replace as replacing
from azure_patroni.cli import DEGRADED, FAILED, OK, main
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from conftest import Programs
from fakes import Clock, Cluster, EtcdCluster

COMMANDS = [command for group in cli.GROUPS.values() for command in group]
ARGUMENTS = {"replace-voter": ["witness"], "apply": ["host.yaml"], "synchronous": ["off"]}


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch, programs: Programs) -> Programs:
    """pgcluster runs as root, psql as the account of the tests."""
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(psqls, "os", SimpleNamespace(geteuid=lambda: 1000))
    return programs


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch, root: Programs) -> Callable[[Host], None]:
    """Makes a host the one that pgcluster runs on."""
    return lambda host: monkeypatch.setattr(hosts, "load", lambda: host)


@pytest.fixture
def leader(database: Host, cluster: Cluster, clock: Clock, on: Callable[[Host], None]) -> Host:
    """pgcluster runs on the leader of a healthy cluster."""
    host = cluster.of(database, "pg-1")
    on(host)
    return host


def healthy(monkeypatch: pytest.MonkeyPatch, *problems: str) -> None:
    seen = {"host": "pg-1", "boot": "ready", "problems": list(problems), "urgent": []}
    monkeypatch.setattr(status, "gather", lambda host: seen)


@pytest.mark.parametrize(("problems", "code"), [((), OK), (("no leader",), DEGRADED)])
def test_status_ends_with_0_or_1(
    leader: Host,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    problems: tuple[str, ...],
    code: int,
) -> None:
    healthy(monkeypatch, *problems)
    assert main(["status"]) == code
    assert capsys.readouterr().out.splitlines()[-1] == ("degraded: no leader" if problems else "healthy")
    assert main(["status", "--json"]) == code
    assert json.loads(capsys.readouterr().out)["problems"] == list(problems)


def test_the_exit_statuses_are_the_documented_ones() -> None:
    assert (OK, DEGRADED, FAILED) == (0, 1, 2)
    for code, said in ((OK, "done"), (DEGRADED, "status, synchronous status: degraded"), (FAILED, "refused")):
        assert f"\n  {code}  {said}" in cli.EXIT_STATUS


def test_help_groups_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    places = [text.index(f"\n{group}:\n") for group in ("look", "operate", "recover")]
    assert places == sorted(places)
    assert list(cli.GROUPS) == ["look", "operate", "recover"]
    for group, place in zip(cli.GROUPS.values(), places):
        for command in group:
            assert text.index(f"\n  {command.name} ") > place
    assert "==SUPPRESS==" not in text
    assert cli.EXIT_STATUS in text


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_has_help_and_json(command: cli.Command, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command.name, "--help"])
    assert ended.value.code == 0
    text = " ".join(capsys.readouterr().out.split())
    assert command.help in text
    assert "--json" in text
    options = [one for option in command.options for one in option.split("|")]
    assert all((option if option.startswith("-") else option.upper()) in text for option in options)
    assert "exit status: 0 done" in text


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nothing"],
        ["status", "--yes"],
        ["apply"],
        ["replace-voter"],
        ["switchover", "--to"],
        ["restart", "pg-1"],
        ["synchronous"],
        ["synchronous", "maybe"],
    ],
)
def test_wrong_usage_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == FAILED
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "usage: pgcluster" in printed.err


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_needs_root(
    command: cli.Command, programs: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command.name, *ARGUMENTS.get(command.name, [])]) == FAILED
    assert "needs root: sudo pgcluster" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Failure("there is\nno leader"), "there is no leader"),
        (PermissionError(13, "Permission denied", "/x"), "[Errno 13] Permission denied: '/x'"),
        (KeyboardInterrupt(), "interrupted; see `pgcluster status`"),
        (KeyError("name"), "unexpected KeyError: 'name': report it with the lines above"),
    ],
)
def test_a_failure_is_one_line_and_2(
    leader: Host,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    said: str,
) -> None:
    def fail(host: Host) -> None:
        raise error

    monkeypatch.setattr(status, "gather", fail)
    assert main(["status"]) == FAILED
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines()[-1] == f"pgcluster: {said}"
    # The lines of Python are for an unexpected error only.
    assert ("Traceback" in printed.err) == isinstance(error, KeyError)


def test_a_host_without_a_description_says_what_to_do(
    root: Programs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(hosts, "DESCRIPTION", str(tmp_path / "host.json"))
    assert main(["status"]) == FAILED
    assert "No such file or directory: cloud-init writes it" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["switchover", "restart", "configure", "synchronous off"])
def test_only_a_database_host_changes_the_cluster(
    command: str, pooler: Host, on: Callable[[Host], None], capsys: pytest.CaptureFixture[str]
) -> None:
    on(pooler)
    assert main([*command.split(), "--yes"]) == FAILED
    said = "pgcluster: only database hosts reach Patroni: run this on one of pg-1, pg-2\n"
    assert capsys.readouterr().err == said


def test_switchover(leader: Host, cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["switchover", "--to", "pg-2", "--yes", "--json"]) == OK
    assert cluster.leader == "pg-2"
    assert json.loads(capsys.readouterr().out)["members"][0]["name"] == "pg-2"
    assert main(["switchover", "--to", "pg-9", "--yes"]) == FAILED
    assert "pg-9 is not a member; members are pg-2, pg-1, pg-3" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["switchover"], ["restart"], ["configure"]])
def test_without_yes_and_without_a_terminal_nothing_changes(
    leader: Host,
    cluster: Cluster,
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "10-cluster.yml").write_text("bootstrap: {dcs: {ttl: 30}}\n")
    monkeypatch.setattr(configure, "RENDERED", str(tmp_path / "10-cluster.yml"))
    assert main(words) == FAILED
    assert cluster.changes == []
    assert capsys.readouterr().err == "pgcluster: standard input is not a terminal: use --yes\n"
    assert main([*words, "--yes"]) == OK
    assert cluster.changes != []


def test_restart(leader: Host, cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restart", "--pending", "--yes"]) == OK
    assert capsys.readouterr().out == "no member waits for a restart\n"
    assert cluster.changes == []
    assert main(["restart", "--yes", "--json"]) == OK
    assert json.loads(capsys.readouterr().out)["restarted"] == ["pg-3", "pg-2", "pg-1"]


def test_configure_shows_before_it_changes(
    leader: Host,
    cluster: Cluster,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "10-cluster.yml").write_text("bootstrap: {dcs: {ttl: 30}}\n")
    monkeypatch.setattr(configure, "RENDERED", str(tmp_path / "10-cluster.yml"))
    assert main(["configure", "--dry-run", "--json"]) == OK
    assert json.loads(capsys.readouterr().out) == {"patch": {"ttl": 30}, "changed": False}
    assert cluster.changes == []
    assert main(["configure", "--yes"]) == OK
    assert cluster.config["ttl"] == 30


def test_apply_hands_its_options_over(leader: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    monkeypatch.setattr("azure_patroni.apply.apply", lambda *words: given.extend(words))
    assert main(["apply", "x.yaml", "--dry-run", "--json"]) == OK
    assert given[:3] == [leader, "x.yaml", True]
    assert given[3].as_json is True
    assert main(["apply", "-"]) == OK
    assert given[5:7] == ["-", False]


def test_apply_of_a_file_that_is_no_bundle(leader: Host, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x").write_text("hallo\n")
    assert main(["apply", str(tmp_path / "x")]) == FAILED
    assert "not a #cloud-config document: give cdktf.out" in capsys.readouterr().err


def test_replace_voter(
    database: Host,
    clock: Clock,
    on: Callable[[Host], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    etcd = EtcdCluster(database, sick=("witness",))
    monkeypatch.setattr(replacing, "Etcd", lambda host: etcd)
    on(database)
    assert main(["replace-voter", "witness", "--json"]) == OK
    assert json.loads(capsys.readouterr().out) == {"replaced": "witness"}
    assert main(["replace-voter", "pg-2"]) == FAILED
    assert capsys.readouterr().err == "pgcluster: pg-2 is a healthy etcd member: nothing to replace\n"


def test_replace_voter_needs_a_voter(
    pooler: Host, on: Callable[[Host], None], capsys: pytest.CaptureFixture[str]
) -> None:
    on(pooler)
    assert main(["replace-voter", "witness"]) == FAILED
    assert capsys.readouterr().err == "pgcluster: pgb-1 is not an etcd member: run this on one of pg-1, pg-2, witness\n"


def test_reload_secrets_prints_what_the_step_says(
    leader: Host, root: Programs, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "AGENT", "agent")
    root.answer("agent", "secrets --reload", "one\ntwo\n")
    assert main(["reload-secrets"]) == OK
    assert capfd.readouterr().out == "one\ntwo\n"
    assert main(["reload-secrets", "--json"]) == OK
    assert json.loads(capfd.readouterr().out) == {"messages": ["one", "two"]}
    root.answer("agent", "secrets --reload", error="the vault refuses\n", status=1)
    assert main(["reload-secrets"]) == FAILED
    assert capfd.readouterr().err == "pgcluster: the vault refuses\n"


def test_without_words_the_command_line_is_read(monkeypatch: pytest.MonkeyPatch, leader: Host) -> None:
    healthy(monkeypatch)
    monkeypatch.setattr(sys, "argv", ["pgcluster", "status"])
    assert main() == OK


def test_every_option_is_known() -> None:
    parser = argparse.ArgumentParser()
    for option in sorted({one for command in COMMANDS for option in command.options for one in option.split("|")}):
        parser.add_argument(option, **cli.OPTIONS[option])
    assert parser.parse_args(["f", "n", "off", "--to", "x", "--yes", "--pending", "--dry-run"]).yes is True
