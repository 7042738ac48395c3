import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from azure_patroni import bundle as bundles
from azure_patroni.failure import Failure
from conftest import DESCRIPTION


def user_data(files: dict[str, str], changes: dict[str, str] | None = None, **more: str) -> bytes:
    """A bundle of these files, complete unless changes are given."""
    texts = {"/etc/azure-patroni/host.json": json.dumps(DESCRIPTION)} | files
    known = {path: "-" for path in [*texts, "/etc/azure-patroni/changes.json"]} if changes is None else changes
    texts["/etc/azure-patroni/changes.json"] = json.dumps(known)
    entries: list[dict[str, Any]] = [
        {"path": path, "permissions": "0644", "content": text} | more for path, text in texts.items()
    ]
    return b"#cloud-config\n" + yaml.safe_dump({"write_files": entries}).encode()


def entries(*found: Any) -> bytes:
    """A document with these entries."""
    return b"#cloud-config\n" + yaml.safe_dump({"write_files": list(found)}).encode()


HOST = {"path": "/etc/azure-patroni/host.json", "content": json.dumps(DESCRIPTION)}
CHANGES = "/etc/azure-patroni/changes.json"


def test_a_sound_bundle_is_read_whole() -> None:
    read = bundles.bundle(user_data({"/etc/hosts": "1\n"}))
    assert read.host.name == "pg-1"
    assert read.files["/etc/hosts"].content == b"1\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"hallo", "not a #cloud-config"),
        (b"#cloud-config\nwrite_files: {", "cannot be read"),
        (b"#cloud-config\nwrite_files: []\n", "host.json is not in the bundle"),
        (b"#cloud-config\nwrite_files: 3\n", "write_files of the bundle is not a list"),
        (b"#cloud-config\n- 1\n", "not a #cloud-config"),
        (b"#cloud-config\n\xff", "cannot be read"),
        (b"\x1f\x8bnot gzip", "cannot be read"),
        (gzip.compress(b"#cloud-config\n")[:-9], "cannot be read"),
        (entries("text"), "an entry of write_files has no path"),
        (entries({"content": ""}), "an entry of write_files has no path"),
        (entries({"path": "/etc/hosts"}, {"path": "/etc/hosts"}), "/etc/hosts is in the bundle twice"),
        (
            entries({"path": "/etc/hosts", "permissions": "0o644"}),
            "/etc/hosts: permissions 0o644 are not an octal mode",
        ),
        (entries({"path": "/etc/hosts", "permissions": "0689"}), "/etc/hosts: permissions 0689 are not an octal mode"),
        (entries({"path": "/etc/hosts", "encoding": "rot13"}), "/etc/hosts: encoding rot13 is unknown"),
        (entries({"path": "/etc/hosts", "encoding": "b64", "content": "a"}), "/etc/hosts: content is not b64"),
        (entries({"path": "/etc/hosts", "encoding": "gz+b64", "content": "YWJj"}), "/etc/hosts: content is not gz+b64"),
        (entries({"path": "/etc/hosts/"}), "not an absolute path"),
        (entries(HOST, {"path": CHANGES, "content": "{broken"}), "changes.json is broken"),
        (entries(HOST, {"path": CHANGES, "content": "3"}), "changes.json is broken"),
        (entries(HOST, {"path": CHANGES, "encoding": "b64", "content": "/w=="}), "changes.json is broken"),
        (entries(HOST | {"content": "{}"}, {"path": CHANGES}), "host.json of the bundle: there is no entry 'name'"),
        (user_data({"etc/x": ""}), "not an absolute path"),
        (user_data({"/etc/../x": ""}), "not an absolute path"),
        (user_data({"/etc/hosts": ""}, owner="postgres:postgres"), "belong to root:root"),
        (user_data({"/etc/hosts": ""}, append="yes"), "unknown: append"),
        (user_data({"/etc/hosts": ""}, {"/etc/hosts": "-"}), "does not name"),
        (user_data({"/etc/hosts": ""}, {"/etc/hosts": "stop:patroni"}), "neither reload:UNIT nor restart:UNIT"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_fault_is_refused_in_one_line(data: bytes, said: str) -> None:
    with pytest.raises(Failure) as failure:
        bundles.bundle(data)
    assert said in str(failure.value)
    assert "\n" not in str(failure.value)


def test_etcd_comes_before_patroni_and_a_restart_makes_a_reload_needless() -> None:
    new = {"/a": ["reload:patroni.service"], "/b": ["restart:etcd.service"], "/c": ["restart:patroni.service"]}
    assert bundles.actions(["/a", "/b"], [], new, {}) == ["restart:etcd.service", "reload:patroni.service"]
    assert bundles.actions(["/a", "/c"], [], new, {}) == ["restart:patroni.service"]


def test_a_removed_file_asks_for_its_old_action() -> None:
    assert bundles.actions([], ["/old"], {}, {"/old": ["reload:etcd.service"]}) == ["reload:etcd.service"]


@pytest.mark.parametrize("encoding", ["b64", "base64", "gz+b64", "gz+base64", "gzip+base64"])
def test_a_coded_content_is_decoded(encoding: str) -> None:
    raw = gzip.compress(b"\x00\xff") if encoding.startswith("gz") else b"\x00\xff"
    entry = {
        "path": "/etc/hosts",
        "permissions": "0644",
        "encoding": encoding,
        "content": base64.b64encode(raw).decode(),
    }
    assert bundles.file(entry) == bundles.File("/etc/hosts", 0o644, b"\x00\xff")


def test_user_data_may_be_compressed() -> None:
    assert bundles.bundle(gzip.compress(user_data({"/etc/hosts": "1\n"}))).files["/etc/hosts"].mode == 0o644


def test_units_are_taken_in_the_order_in_which_others_depend_on_them() -> None:
    asked = [
        *("reload:azure-patroni.target", "restart:azure-patroni-ready.service", "restart:pgbouncer@2.service"),
        *("restart:patroni.service", "restart:etcd", "restart:chrony.service", "reload:azure-patroni-secrets.service"),
        *("restart:azure-patroni-etcd-leader.timer", "restart:systemd-sysctl.service", "restart:pgbouncer@1.service"),
    ]
    assert bundles.ordered(asked) == [
        *("restart:systemd-sysctl.service", "reload:azure-patroni-secrets.service"),
        *("restart:azure-patroni-etcd-leader.timer", "restart:chrony.service", "restart:etcd"),
        *("restart:patroni.service", "restart:pgbouncer@1.service", "restart:pgbouncer@2.service"),
        *("restart:azure-patroni-ready.service", "reload:azure-patroni.target"),
    ]


@pytest.mark.parametrize(
    ("path", "touches"),
    [
        ("/etc/systemd/system/x.service", True),
        ("/usr/lib/systemd/system/x.service", True),
        ("/etc/systemd/journald.conf", False),
    ],
)
def test_only_units_need_a_daemon_reload(path: str, touches: bool) -> None:
    assert bundles.touches_units(["/etc/hosts", path]) is touches


def test_a_bundle_that_was_cut_off_is_refused() -> None:
    complete = user_data({"/etc/hosts": "1", "/etc/pgbouncer/b": "2"})
    assert len(bundles.bundle(complete).files) == 4
    with pytest.raises(Failure, match="the bundle cannot be read"):
        bundles.bundle(gzip.compress(complete)[:-20])
    lost = {path: "-" for path in ("/etc/azure-patroni/host.json", CHANGES, "/etc/hosts", "/etc/pgbouncer/c")}
    with pytest.raises(
        Failure, match="^the bundle is not complete, 1 files are missing, such as /etc/pgbouncer/c: copy it"
    ):
        bundles.bundle(user_data({"/etc/hosts": "1"}, lost))


def table() -> list[list[str]]:
    lines = (Path(__file__).resolve().parents[3] / "templates/files.csv").read_text().splitlines()
    return [line.split(",") for line in lines if line and not line.startswith("#")]


def test_every_file_of_files_csv_may_be_written_with_its_mode_and_no_other() -> None:
    for _, path, owner, mode, _ in table():
        written = path.replace("{process}", "12")
        assert [f"{one:04o}" for one, paths in bundles.ALLOWED.items() if paths.fullmatch(written)] == [mode], path
        assert owner == "root:root"


HOSTILE = {
    "/root/.ssh/authorized_keys": "0644",
    "/etc/sudoers.d/azure-patroni": "0644",
    "/etc/cron.d/azure-patroni": "0644",
    "/etc/shadow": "0666",
    "/usr/bin/x": "4755",
    "/usr/bin/pgcluster": "4755",
    "/proc/sysrq-trigger": "0644",
    "//etc/hosts": "0644",
    "/etc/azure-patroni/../passwd": "0644",
    "/etc/azure-patroni/..": "0644",
    "/etc/hosts": "0666",
    "/etc/hosts\n": "0644",
    "/etc/systemd/system/ssh.service": "0644",
    "/etc/systemd/system/ssh.service.d/azure-patroni.conf": "0644",
    "/etc/systemd/system/azure-patroni.target.d/x/y.conf": "0644",
    "/usr/lib/azure-patroni/azure_patroni/x.so": "0644",
    "/usr/lib/azure-patroni/agent": "0777",
}


def test_every_other_path_and_mode_is_refused_and_all_are_named_at_once() -> None:
    found = [{"path": path, "permissions": mode, "content": "x"} for path, mode in HOSTILE.items()]
    for one in found:
        with pytest.raises(Failure, match=r"templates/files\.csv|must be 0|not an absolute path"):
            bundles.file(one)
    with pytest.raises(Failure) as refused:
        bundles.bundle(entries(*found))
    assert [path for path in HOSTILE if path.strip() not in str(refused.value)] == []
