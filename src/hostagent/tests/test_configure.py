import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from azure_patroni import configure
from azure_patroni.bundle import Bundle, File
from azure_patroni.configure import difference
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.output import Output
from fakes import Cluster, merge


@pytest.mark.parametrize(
    ("wanted", "found", "patch"),
    [
        # A number is its text.
        (
            {"ttl": 20, "postgresql": {"parameters": {"max_connections": "500"}}},
            {"ttl": 20, "pause": True, "postgresql": {"parameters": {"max_connections": 500}}},
            {},
        ),
        # A parameter that is not wanted any more is removed, and nothing else is.
        (
            {"ttl": 30, "postgresql": {"parameters": {}}},
            {"ttl": 20, "pause": True, "postgresql": {"pg_hba": [], "parameters": {"work_mem": "8MB"}}},
            {"ttl": 30, "postgresql": {"parameters": {"work_mem": None}}},
        ),
        # true is not the text true.
        ({"failsafe_mode": True}, {"failsafe_mode": "true"}, {"failsafe_mode": True}),
    ],
)
def test_only_differences_are_sent(wanted: dict[str, Any], found: dict[str, Any], patch: dict[str, Any]) -> None:
    assert difference(wanted, found) == patch


RENDERED = """\
bootstrap:
  dcs:
    ttl: 30
    synchronous_mode: true
    postgresql:
      parameters: {max_connections: 500, work_mem: 8MB}
"""
CURRENT = {
    "loop_wait": 10,
    "ttl": 20,
    "synchronous_mode": True,
    "postgresql": {"parameters": {"max_connections": "500", "jit": "off"}},
}
PATCH = {"ttl": 30, "postgresql": {"parameters": {"work_mem": "8MB", "jit": None}}}
SHOWN = [
    "  ttl: 20 -> 30",
    "  postgresql.parameters.work_mem: (unset) -> 8MB",
    "  postgresql.parameters.jit: off -> (unset)",
]


@pytest.fixture
def host(database: Host, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Host:
    """pg-1 of a cluster whose configuration differs from the rendered one."""
    cluster.config = json.loads(json.dumps(CURRENT))
    (tmp_path / "10-cluster.yml").write_text(RENDERED)
    monkeypatch.setattr(configure, "RENDERED", str(tmp_path / "10-cluster.yml"))
    return cluster.of(database, "pg-1")


def test_only_what_differs_is_sent(
    host: Host, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    configure.configure(host, dry_run=False, yes=True, output=Output(True))
    assert [one for one in cluster.requests if one[1] == "PATCH /config"] == [("pg-1", "PATCH /config", PATCH)]
    assert cluster.config["postgresql"]["parameters"] == {"max_connections": "500", "work_mem": "8MB"}
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"patch": PATCH, "changed": True}
    assert printed.err.splitlines() == [*SHOWN, "changed; `pgcluster status` shows what needs a restart"]


def test_a_dry_run_shows_the_same_and_sends_nothing(
    host: Host, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    configure.configure(host, dry_run=True, yes=False, output=Output(True))
    assert cluster.changes == []
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"patch": PATCH, "changed": False}
    assert printed.err.splitlines() == SHOWN


def test_without_a_yes_nothing_is_sent(host: Host, cluster: Cluster) -> None:
    with pytest.raises(Failure, match="use --yes"):
        configure.configure(host, dry_run=False, yes=False, output=Output(False))
    assert cluster.changes == []


def test_where_nothing_differs_nothing_is_asked(
    host: Host, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    merge(cluster.config, PATCH)
    configure.configure(host, dry_run=False, yes=False, output=Output(False))
    assert cluster.changes == []
    assert capsys.readouterr().out == "nothing differs\n"


def test_a_get_that_still_shows_the_old_configuration_is_not_believed(
    host: Host, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    cluster.instead["pg-1", "GET /config"] = (200, json.dumps(cluster.config))
    configure.configure(host, dry_run=False, yes=True, output=Output(False))
    assert capsys.readouterr().out.splitlines()[-1].startswith("changed;")


def test_a_setting_that_patroni_does_not_take_is_named(host: Host, cluster: Cluster) -> None:
    cluster.instead["pg-1", "PATCH /config"] = (200, "{}")
    with pytest.raises(Failure, match="Patroni did not take ttl: .unset. -> 30"):
        configure.configure(host, dry_run=False, yes=True, output=Output(False))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "cannot be read: No such file or directory"),
        ("", "has no bootstrap.dcs .TypeError.: apply the host's bundle again"),
        ("bootstrap: {}", "has no bootstrap.dcs .KeyError."),
        ("bootstrap: [", "has no bootstrap.dcs .ParserError."),
        ("bootstrap: {dcs: 3}", "has no bootstrap.dcs .TypeError."),
        ("bootstrap: {dcs: text}", "has no bootstrap.dcs .ValueError."),
    ],
)
def test_a_broken_rendered_file_says_what_to_do(host: Host, cluster: Cluster, text: str | None, said: str) -> None:
    if text is None:
        Path(configure.RENDERED).unlink()
    else:
        Path(configure.RENDERED).write_text(text)
    with pytest.raises(Failure, match=said):
        configure.configure(host, dry_run=False, yes=True, output=Output(False))
    assert cluster.changes == []


@pytest.mark.parametrize(
    ("wanted", "found", "equal"),
    [
        (500, "500", True),
        ("8MB", "8MB", True),
        ("8MB", "8192kB", False),
        (True, True, True),
        (True, "true", False),
        (True, 1, True),
        (["a"], ["a"], True),
        (["a"], "['a']", False),
        ("None", None, False),
        (None, None, True),
    ],
)
def test_when_two_values_are_one_setting(wanted: Any, found: Any, equal: bool) -> None:
    assert configure.same(wanted, found) is equal


def test_a_part_that_is_not_there_is_sent_even_when_it_is_empty() -> None:
    assert difference({"postgresql": {"parameters": {}}}, {}) == {"postgresql": {"parameters": {}}}
    assert configure.describe({"a": {"b": [1]}}, {"a": 3}) == ["  a.b: (unset) -> [1]"]


def rendered(host: Host) -> Bundle:
    return Bundle(host, {configure.RENDERED: File(configure.RENDERED, 0o644, RENDERED.encode())}, {})


def test_an_apply_names_the_command_for_the_cluster(
    host: Host, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    assert configure.hint(rendered(host), Output(False)) == PATCH
    assert cluster.changes == []
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "the cluster's dynamic configuration differs; once, on any database host: pgcluster configure",
        *SHOWN,
    ]


def test_an_apply_says_nothing_where_patroni_does_not_answer(host: Host, cluster: Cluster) -> None:
    cluster.instead = {(name, "*"): (503, "no") for name in cluster.addresses}
    assert configure.hint(rendered(host), Output(False)) == {}
    assert configure.hint(Bundle(host, {}, {}), Output(False)) == {}
    assert configure.hint(rendered(replace(host, role="witness")), Output(False)) == {}
