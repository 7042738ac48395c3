import base64
import gzip
import json
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
    read = bundles.bundle(user_data({"/etc/x": "1\n"}))
    assert read.host.name == "pg-1"
    assert read.files["/etc/x"].content == b"1\n"


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
        (entries({"path": "/etc/x"}, {"path": "/etc/x"}), "/etc/x is in the bundle twice"),
        (entries({"path": "/etc/x", "permissions": "0o644"}), "/etc/x: permissions 0o644 are not an octal mode"),
        (entries({"path": "/etc/x", "permissions": "0689"}), "/etc/x: permissions 0689 are not an octal mode"),
        (entries({"path": "/etc/x", "encoding": "rot13"}), "/etc/x: encoding rot13 is unknown"),
        (entries({"path": "/etc/x", "encoding": "b64", "content": "a"}), "/etc/x: content is not b64"),
        (entries({"path": "/etc/x", "encoding": "gz+b64", "content": "YWJj"}), "/etc/x: content is not gz+b64"),
        (entries({"path": "/etc/x/"}), "not an absolute path"),
        (entries(HOST, {"path": CHANGES, "content": "{broken"}), "changes.json is broken"),
        (entries(HOST, {"path": CHANGES, "content": "3"}), "changes.json is broken"),
        (entries(HOST, {"path": CHANGES, "encoding": "b64", "content": "/w=="}), "changes.json is broken"),
        (entries(HOST | {"content": "{}"}, {"path": CHANGES}), "host.json of the bundle: there is no entry 'name'"),
        (user_data({"etc/x": ""}), "not an absolute path"),
        (user_data({"/etc/../x": ""}), "not an absolute path"),
        (user_data({"/etc/x": ""}, owner="postgres:postgres"), "belong to root:root"),
        (user_data({"/etc/x": ""}, append="yes"), "unknown: append"),
        (user_data({"/etc/x": ""}, {"/etc/x": "-"}), "does not name"),
        (user_data({"/etc/x": ""}, {"/etc/x": "stop:patroni"}), "neither reload:UNIT nor restart:UNIT"),
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
    entry = {"path": "/x", "permissions": "0600", "encoding": encoding, "content": base64.b64encode(raw).decode()}
    assert bundles.file(entry) == bundles.File("/x", 0o600, b"\x00\xff")


def test_user_data_may_be_compressed() -> None:
    assert bundles.bundle(gzip.compress(user_data({"/etc/x": "1\n"}))).files["/etc/x"].mode == 0o644


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
    assert bundles.touches_units(["/etc/x", path]) is touches


def test_a_bundle_that_was_cut_off_is_refused() -> None:
    complete = user_data({"/etc/a": "1", "/etc/b": "2"})
    assert len(bundles.bundle(complete).files) == 4
    with pytest.raises(Failure, match="the bundle cannot be read"):
        bundles.bundle(gzip.compress(complete)[:-20])
    lost = {path: "-" for path in ("/etc/azure-patroni/host.json", CHANGES, "/etc/a", "/etc/c")}
    with pytest.raises(Failure, match="^the bundle is not complete, 1 files are missing, such as /etc/c: copy it"):
        bundles.bundle(user_data({"/etc/a": "1"}, lost))
