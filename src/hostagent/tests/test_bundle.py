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
        (user_data({"etc/x": ""}), "not an absolute path"),
        (user_data({"/etc/../x": ""}), "not an absolute path"),
        (user_data({"/etc/x": ""}, owner="postgres:postgres"), "belong to root:root"),
        (user_data({"/etc/x": ""}, append="yes"), "unknown: append"),
        (user_data({"/etc/x": ""}, {"/etc/x": "-"}), "does not name"),
        (user_data({"/etc/x": ""}, {"/etc/x": "stop:patroni"}), "neither reload:UNIT nor restart:UNIT"),
    ],
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
