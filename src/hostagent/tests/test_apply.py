import fcntl
import gzip
import io
import json
import os
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from azure_patroni import apply as applying
from azure_patroni import bundle as bundles
from azure_patroni import configure, units
from azure_patroni.apply import Record, apply
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.output import Output
from conftest import DESCRIPTION, Programs
from fakes import Clock, Cluster

pytestmark = pytest.mark.usefixtures("own")
WITNESS = DESCRIPTION | {"name": "witness", "role": "witness", "address": "10.50.1.8", "disks": []}


class Root:
    """A host's files below a folder, and bundles for it."""

    def __init__(self, folder: Path, programs: Programs) -> None:
        self.folder = folder
        self.programs = programs
        self.source = folder / "host.yaml"
        self.description: dict[str, Any] = WITNESS
        self.changes: dict[str, str] = {}

    def path(self, name: str) -> Path:
        return self.folder / name

    def offer(self, **texts: str) -> str:
        """Writes a bundle of host.json, changes.json and these files; the names' _ is /."""
        found = {name.replace("_", "/"): text for name, text in texts.items()}
        found["etc/host.json"] = json.dumps(self.description)
        known = {str(self.path(name)): self.changes.get(name, "-") for name in [*found, "etc/changes.json"]}
        found["etc/changes.json"] = json.dumps(known)
        entries = [{"path": str(self.path(name)), "content": text} for name, text in found.items()]
        self.source.write_text("#cloud-config\n" + yaml.safe_dump({"write_files": entries}))
        return str(self.source)

    @property
    def applied(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(applying.APPLIED.read_text())
        return found

    @property
    def acts(self) -> list[str]:
        return [call for call in self.programs.calls if " show " not in call]


@pytest.fixture
def root(tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch) -> Root:
    folder = tmp_path / "root"
    folder.mkdir()
    monkeypatch.setattr(bundles, "DESCRIPTION", str(folder / "etc/host.json"))
    for module in (bundles, applying):
        monkeypatch.setattr(module, "CHANGES", str(folder / "etc/changes.json"))
    monkeypatch.setattr(bundles, "UNITS", (str(folder / "units"),))
    monkeypatch.setattr(bundles, "ALLOWED", {0o644: re.compile(f"{re.escape(str(folder))}/.*")})
    monkeypatch.setattr(applying, "APPLIED", folder / "state/applied.json")
    monkeypatch.setattr(units, "AGENT", "agent")
    programs.answer("systemctl")
    programs.answer("systemctl", "show -p Type *", "Type=notify\nCanReload=yes\n")
    programs.answer("systemctl", "show -p LoadState *", "loaded\n")
    programs.answer("agent")
    return Root(folder, programs)


@pytest.fixture
def bring(root: Root, witness: Host) -> Callable[..., None]:
    """Applies a bundle of files to the witness."""

    def found(dry_run: bool = False, as_json: bool = False, **texts: str) -> None:
        apply(witness, root.offer(**texts), dry_run, Output(as_json))

    return found


def test_a_host_gets_the_files_and_what_their_changes_ask_for(
    root: Root, bring: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    root.changes = {"etc/a": "restart:etcd.service", "etc/b": "reload:etcd.service reload:chrony.service"}
    bring(as_json=True, etc_a="1\n", etc_b="2\n", units_x="[Unit]\n")
    assert root.path("etc/a").read_text() == "1\n"
    assert stat.S_IMODE(root.path("etc/a").stat().st_mode) == 0o644
    assert root.acts == [
        "systemctl daemon-reload",
        "systemctl reload-or-restart chrony.service",
        "systemctl restart etcd.service",
        "systemctl start azure-patroni.target",
        "agent ready",
    ]
    names = ("etc/a", "etc/b", "etc/changes.json", "etc/host.json", "units/x")
    assert root.applied == {"paths": [str(root.path(name)) for name in names], "pending": [], "reloadUnits": False}
    printed = json.loads(capsys.readouterr().out)
    assert printed["actions"] == ["reload:chrony.service", "restart:etcd.service"]
    assert (printed["daemonReload"], printed["applied"], printed["removed"]) == (True, True, [])
    assert sorted(printed["changed"]) == [str(root.path(name)) for name in names]


def test_a_second_apply_does_nothing(
    root: Root, bring: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    root.changes = {"etc/a": "restart:etcd.service"}
    bring(etc_a="1\n")
    count = len(root.programs.calls)
    capsys.readouterr()
    bring(etc_a="1\n")
    assert len(root.programs.calls) == count
    assert capsys.readouterr().out == "nothing differs\n"


def test_a_file_with_another_content_or_mode_is_replaced(root: Root, bring: Callable[..., None]) -> None:
    root.changes = {"etc/a": "restart:etcd.service"}
    bring(etc_a="1\n")
    for content, mode in (("1\n", 0o600), ("2\n", 0o644)):
        root.path("etc/a").write_text(content)
        root.path("etc/a").chmod(mode)
        root.programs.log.write_text("")
        bring(etc_a="1\n")
        assert root.path("etc/a").read_text() == "1\n"
        assert stat.S_IMODE(root.path("etc/a").stat().st_mode) == 0o644
        assert root.acts == ["systemctl restart etcd.service", "agent ready"]


def test_a_file_that_left_the_bundle_is_removed_with_its_old_action(root: Root, bring: Callable[..., None]) -> None:
    root.changes = {"etc/a": "restart:etcd.service", "etc/b": "-"}
    bring(etc_a="1\n", etc_b="2\n")
    root.path("etc/mine").write_text("an operator's own\n")
    root.programs.log.write_text("")
    bring(etc_b="2\n")
    assert not root.path("etc/a").exists()
    assert root.path("etc/mine").exists()
    assert root.acts == ["systemctl restart etcd.service", "agent ready"]
    assert str(root.path("etc/a")) not in root.applied["paths"]


def test_a_dry_run_changes_nothing(
    root: Root, bring: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    root.changes = {"etc/a": "restart:etcd.service"}
    bring(dry_run=True, as_json=True, etc_a="1\n", units_x="")
    assert not root.path("etc").exists()
    assert not applying.APPLIED.exists()
    assert root.programs.calls == []
    printed = capsys.readouterr()
    assert json.loads(printed.out)["applied"] is False
    lines = printed.err.splitlines()
    assert f"  {root.path('etc/a')}: new" in lines
    assert lines[-2:] == ["  then daemon-reload", "  then restart etcd.service"]


def test_an_apply_that_was_cut_off_goes_on_with_its_actions(root: Root, bring: Callable[..., None]) -> None:
    root.changes = {"etc/a": "restart:etcd.service"}
    root.programs.answer("systemctl", "restart *", error="Job failed\n", status=1)
    with pytest.raises(Failure, match="systemctl restart etcd.service: Job failed"):
        bring(etc_a="1\n", units_x="")
    assert root.path("etc/a").read_text() == "1\n"
    assert (root.applied["pending"], root.applied["reloadUnits"]) == (["restart:etcd.service"], True)
    # Nothing differs any more, and the restart is still made.
    root.programs.answer("systemctl", "restart *")
    root.programs.log.write_text("")
    bring(etc_a="1\n", units_x="")
    assert "systemctl restart etcd.service" in root.acts
    assert "systemctl daemon-reload" in root.acts
    assert (root.applied["pending"], root.applied["reloadUnits"]) == ([], False)


def test_what_is_to_be_done_is_kept_before_the_first_file_is_written(
    root: Root, bring: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(planned: applying.Plan) -> None:
        raise OSError(28, "No space left on device")

    root.changes = {"etc/a": "restart:etcd.service"}
    monkeypatch.setattr(applying, "carry_out", cut_off)
    with pytest.raises(OSError, match="No space"):
        bring(etc_a="1\n")
    assert root.applied["pending"] == ["restart:etcd.service"]
    assert str(root.path("etc/a")) in root.applied["paths"]


def test_a_file_of_an_apply_that_was_cut_off_is_removed_when_it_leaves_the_bundle(
    root: Root, bring: Callable[..., None]
) -> None:
    root.changes = {"etc/a": "restart:etcd.service"}
    root.programs.answer("systemctl", "restart *", status=1)
    with pytest.raises(Failure):
        bring(etc_a="1\n")
    root.programs.answer("systemctl", "restart *")
    bring()
    assert not root.path("etc/a").exists()


def test_a_file_that_was_to_be_removed_is_not_forgotten(
    root: Root, bring: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(etc_a="1\n")
    with monkeypatch.context() as patched:
        patched.setattr(applying, "carry_out", lambda planned: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bring()
    assert root.path("etc/a").exists()
    bring()
    assert not root.path("etc/a").exists()


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("name", "pg-2", "the bundle is for name pg-2; this host's is witness: give the bundle of witness"),
        ("cluster", "other", "the bundle is for cluster other; this host's is pg: give the bundle of witness"),
        ("role", "pooler", "the bundle is for role pooler; this host's is witness: give the bundle of witness"),
    ],
)
def test_the_bundle_of_another_host_is_refused(
    root: Root, bring: Callable[..., None], key: str, value: str, said: str
) -> None:
    root.description = WITNESS | {key: value}
    with pytest.raises(Failure) as failure:
        bring(etc_a="1\n")
    assert str(failure.value) == said
    assert not root.path("etc").exists()


def test_the_bundle_of_another_major_version_is_refused(root: Root, bring: Callable[..., None]) -> None:
    root.description = WITNESS | {"postgresql": 17}
    with pytest.raises(Failure, match="^the bundle is for PostgreSQL 17; this host has 16: set postgresql.ver"):
        bring(etc_a="1\n")
    assert not root.path("etc").exists()


def test_an_action_that_would_stop_a_service_is_refused_before_anything_is_written(
    root: Root, bring: Callable[..., None]
) -> None:
    root.changes = {"etc/a": "restart:azure-patroni-disks.service"}
    root.programs.answer("systemctl", "show -p Type *", "Type=oneshot\nCanReload=no\n")
    root.programs.answer("systemctl", "show -p RequiredBy *", "etcd.service\n")
    with pytest.raises(Failure, match="would also stop etcd.service"):
        bring(etc_a="1\n")
    assert not root.path("etc").exists()
    assert not applying.APPLIED.exists()


def test_a_folder_in_the_place_of_a_file_is_refused(root: Root, bring: Callable[..., None]) -> None:
    root.path("etc/a").mkdir(parents=True)
    with pytest.raises(Failure, match="etc/a is a folder here and a file in the bundle"):
        bring(etc_a="1\n", etc_b="2\n")
    assert not root.path("etc/b").exists()


def test_the_bundle_may_come_compressed_on_standard_input(
    root: Root, witness: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = gzip.compress(Path(root.offer(etc_a="1\n")).read_bytes())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    apply(witness, "-", False, Output(False))
    assert root.path("etc/a").read_text() == "1\n"


def test_a_bundle_that_is_not_there_is_named(witness: Host) -> None:
    with pytest.raises(Failure, match="/no/such.yaml cannot be read: No such file or directory"):
        apply(witness, "/no/such.yaml", False, Output(False))


def test_before_the_first_apply_the_files_of_the_first_boot_count(root: Root, bring: Callable[..., None]) -> None:
    old = root.path("old")
    old.write_text("")
    root.path("etc").mkdir()
    root.path("etc/changes.json").write_text(json.dumps({str(old): "-", str(root.path("gone")): "-"}))
    bring(etc_a="1\n")
    assert not old.exists()


def test_without_any_record_nothing_is_removed(root: Root) -> None:
    assert applying.recorded() == Record([])


@pytest.mark.parametrize("text", ["{broken", "[]", "{}", '{"paths": []}'])
def test_a_broken_record_stops_the_apply(root: Root, bring: Callable[..., None], text: str) -> None:
    applying.APPLIED.parent.mkdir()
    applying.APPLIED.write_text(text)
    with pytest.raises(Failure, match="applied.json cannot be read: .*; remove it to start from the paths"):
        bring(etc_a="1\n")
    assert not root.path("etc").exists()


@pytest.mark.parametrize(
    ("old", "new", "mode", "said"),
    [
        (None, "1\n", 0o644, ": new"),
        ("1\n2\n", "1\n3\n", 0o644, ":\n      -2\n      +3"),
        ("1\n", "1\n", 0o600, ": owner or mode"),
        # Lines that look like a heading of a diff.
        ("-- a\n", "++ b\n@@\n", 0o644, ":\n      --- a\n      +++ b\n      +@@"),
    ],
)
def test_a_change_is_shown_by_its_lines(tmp_path: Path, old: str | None, new: str, mode: int, said: str) -> None:
    path = tmp_path / "file"
    if old is not None:
        path.write_text(old)
    assert applying.summary(bundles.File(str(path), mode, new.encode())) == f"{path}{said}"


def test_a_long_change_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("")
    said = applying.summary(bundles.File(str(path), 0o644, "".join(f"{one}\n" for one in range(30)).encode()))
    assert len(said.splitlines()) == 22
    assert said.endswith("\n      ... 10 more lines")


def test_a_leader_hands_over_before_its_files_change_and_the_cluster_is_named_after_it(
    root: Root, database: Host, cluster: Cluster, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    cluster.watch = lambda name, asked: seen.append(root.path("etc/a").exists()) if "POST" in asked else None
    host = cluster.of(database, "pg-1")
    root.description = DESCRIPTION | {"databases": cluster.addresses}
    root.changes = {"etc/a": "restart:patroni.service"}
    monkeypatch.setattr(configure, "RENDERED", str(root.path("etc/a")))
    apply(host, root.offer(etc_a="bootstrap: {dcs: {ttl: 30}}\n"), False, Output(False))
    assert cluster.changes == ["pg-1 POST /switchover"]
    assert seen == [False]
    assert cluster.leader == "pg-2"
    assert "systemctl restart patroni.service" in root.acts
    assert cluster.config.get("ttl") is None


def test_a_leader_that_cannot_hand_over_keeps_its_files(
    root: Root, database: Host, cluster: Cluster, clock: Clock
) -> None:
    for name in ("pg-2", "pg-3"):
        cluster.one(name)["state"] = "stopped"
    root.changes = {"etc/a": "restart:patroni.service"}
    root.description = DESCRIPTION | {"databases": cluster.addresses}
    with pytest.raises(Failure, match="there is no synchronous standby"):
        apply(cluster.of(database, "pg-1"), root.offer(etc_a="1\n"), False, Output(False))
    assert not root.path("etc/a").exists()
    assert cluster.leader == "pg-1"


def test_links_are_removed_and_not_what_they_lead_to(root: Root, bring: Callable[..., None]) -> None:
    bring(etc_a="1\n")
    other = root.path("other")
    other.write_text("kept")
    root.path("etc/a").unlink()
    os.symlink(other, root.path("etc/a"))
    bring()
    assert not os.path.lexists(root.path("etc/a"))
    assert other.read_text() == "kept"


def test_a_second_apply_at_the_same_time_is_refused(root: Root, bring: Callable[..., None]) -> None:
    (root.path("state")).mkdir()
    with open(root.path("state/apply.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Failure, match="^another `pgcluster apply` runs on this host"):
            bring(etc_a="1\n")
        assert not root.path("etc/a").exists()
        # It only looks.
        bring(dry_run=True, etc_a="1\n")
    bring(etc_a="1\n")
    assert root.path("etc/a").read_text() == "1\n"


def test_links_in_the_way_are_named_at_once_and_nothing_is_written(root: Root, bring: Callable[..., None]) -> None:
    for name in ("one", "two"):
        root.path(f"real-{name}").mkdir()
        os.symlink(root.path(f"real-{name}"), root.path(name))
    with pytest.raises(Failure) as refused:
        bring(etc_a="1\n", one_b="2\n", two_c="3\n")
    for name in ("one", "two"):
        assert f"{root.path(name)} is a link" in str(refused.value)
        assert list(root.path(f"real-{name}").iterdir()) == []
    assert not root.path("etc").exists()
    assert not applying.APPLIED.exists()
