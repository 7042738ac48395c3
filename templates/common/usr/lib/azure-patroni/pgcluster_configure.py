"""pgcluster configure: brings the rendered dynamic configuration into etcd, once for the whole cluster."""

import json
from pathlib import Path
from typing import Any

from pgcluster_base import Failure, confirm
from pgcluster_bundle import File
from pgcluster_patroni import Patroni

RENDERED = "/etc/patroni/conf.d/10-cluster.yml"


def difference(wanted: dict, found: dict, path: tuple[str, ...] = ()) -> dict:
    """The PATCH that makes found what is wanted; only PostgreSQL parameters are ever removed."""
    patch: dict[str, Any] = {}
    for key, value in wanted.items():
        there = found.get(key)
        if isinstance(value, dict):
            inner = difference(value, there if isinstance(there, dict) else {}, (*path, key))
            if inner or not isinstance(there, dict):
                patch[key] = inner
        elif not same(value, there):
            patch[key] = value
    if path == ("postgresql", "parameters"):
        patch |= {key: None for key in found if key not in wanted}
    return patch


def same(wanted: Any, found: Any) -> bool:
    """PostgreSQL takes 500 and '500' for the same."""
    if isinstance(wanted, (bool, list)) or isinstance(found, (bool, list)) or found is None:
        return wanted == found
    return str(wanted) == str(found)


def describe(patch: dict, found: dict, path: str = "") -> list[str]:
    """A line a setting, old and new."""
    lines = []
    for key, value in patch.items():
        there = (found or {}).get(key)
        if isinstance(value, dict):
            lines += describe(value, there if isinstance(there, dict) else {}, f"{path}{key}.")
        else:
            lines.append(f"  {path}{key}: {shown(there)} -> {shown(value)}")
    return lines


def shown(value: Any) -> str:
    return "(unset)" if value is None else value if isinstance(value, str) else json.dumps(value)


def wanted_of(text: str) -> dict:
    import yaml  # comes with cloud-init

    try:
        return yaml.safe_load(text)["bootstrap"]["dcs"]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise Failure(f"{RENDERED} has no bootstrap.dcs ({type(error).__name__}): apply the host's bundle again") from error


def configure(host: dict, dry_run: bool, yes: bool) -> None:
    """Sends only what differs."""
    patroni = Patroni(host)
    try:
        wanted = wanted_of(Path(RENDERED).read_text())
    except OSError as error:
        raise Failure(f"{RENDERED} cannot be read: {error.strerror}") from error
    found = patroni.read("/config")
    patch = difference(wanted, found)
    if not patch:
        print("nothing differs")
        return
    print("\n".join(describe(patch, found)), flush=True)
    if dry_run:
        return
    confirm("Change the cluster's dynamic configuration?", yes)
    patroni.send(host["name"], "PATCH", "/config", patch)
    left = difference(wanted, patroni.read("/config"))
    if left:
        raise Failure("Patroni did not take " + "; ".join(describe(left, {})))
    print("changed; what needs a restart says so in `pgcluster status`")


def hint(files: dict[str, File]) -> None:
    """Tells after an apply whether the cluster's part is still to be done."""
    if RENDERED not in files:
        return
    try:
        found = Patroni(host_of(files)).read("/config")
    except Failure:
        return
    patch = difference(wanted_of(files[RENDERED].content.decode()), found)
    if patch:
        print("the cluster's dynamic configuration differs; once, on any database host: pgcluster configure")
        print("\n".join(describe(patch, found)))


def host_of(files: dict[str, File]) -> dict:
    return json.loads(files["/etc/azure-patroni/host.json"].content)
