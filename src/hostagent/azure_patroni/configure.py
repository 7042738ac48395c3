"""pgcluster configure: brings the rendered dynamic configuration into etcd, once for the whole cluster."""

import json
from pathlib import Path
from typing import Any

from azure_patroni.bundle import Bundle
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.members import LAG, OFF_SINCE, asks_synchrony
from azure_patroni.output import Output, confirm
from azure_patroni.patroni import Patroni

RENDERED = "/etc/patroni/conf.d/10-cluster.yml"

# What `pgcluster synchronous off` changes.
SWITCHED = ("synchronous_mode", LAG)

Settings = dict[str, Any]


def difference(wanted: Settings, found: Settings, path: tuple[str, ...] = ()) -> Settings:
    """The PATCH that makes `found` what is wanted; only PostgreSQL parameters are ever removed."""
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
    """Whether two values are one setting: to PostgreSQL 500 and '500' are."""
    if isinstance(wanted, (bool, list)) or isinstance(found, (bool, list)) or found is None:
        return bool(wanted == found)
    return str(wanted) == str(found)


def without_switched(wanted: Settings, found: Settings) -> Settings:
    """Leaves what `pgcluster synchronous off` changed to `pgcluster synchronous on`, unless the file says off, too."""
    if OFF_SINCE not in found:
        return wanted
    if not asks_synchrony(wanted):
        return wanted | {OFF_SINCE: None}
    return {key: value for key, value in wanted.items() if key not in SWITCHED}


def left(wanted: Settings, found: Settings) -> list[str]:
    """What stays although the file does not ask for it."""
    slots = [name for name in found.get("slots") or {} if name not in (wanted.get("slots") or {})]
    said = [f"  slots.{name}: not in the stack file; it stays" for name in slots]
    if OFF_SINCE in found and asks_synchrony(wanted):
        said.append(f"  synchronous_mode: off since {found[OFF_SINCE]}; it stays off until `pgcluster synchronous on`")
    return said


def describe(patch: Settings, found: Settings, path: str = "") -> list[str]:
    """One line for each setting, old and new."""
    lines = []
    for key, value in patch.items():
        there = found.get(key)
        if isinstance(value, dict):
            lines += describe(value, there if isinstance(there, dict) else {}, f"{path}{key}.")
        else:
            lines.append(f"  {path}{key}: {shown(there)} -> {shown(value)}")
    return lines


def shown(value: Any) -> str:
    """A value as people write it."""
    return "(unset)" if value is None else value if isinstance(value, str) else json.dumps(value)


def wanted_of(text: str) -> Settings:
    """The dynamic configuration that a rendered file asks for."""
    import yaml  # comes with cloud-init

    try:
        return dict(yaml.safe_load(text)["bootstrap"]["dcs"])
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise Failure(
            f"{RENDERED} has no bootstrap.dcs ({type(error).__name__}): apply the host's bundle again"
        ) from error


def configure(host: Host, dry_run: bool, yes: bool, output: Output) -> None:
    """pgcluster configure: sends only the settings that differ."""
    patroni = Patroni(host)
    try:
        wanted = wanted_of(Path(RENDERED).read_text())
    except OSError as error:
        raise Failure(f"{RENDERED} cannot be read: {error.strerror}") from error
    found = patroni.config()
    staying = left(wanted, found)
    wanted = without_switched(wanted, found)
    patch = difference(wanted, found)
    output.line("\n".join([*(describe(patch, found) or ["nothing differs"]), *staying]))
    if patch and not dry_run:
        confirm("Change the cluster's dynamic configuration?", yes)
        # Its answer is the new configuration; GET /config may show the old one until Patroni's next turn.
        missing = difference(wanted, json.loads(patroni.send(host.name, "PATCH", "/config", patch)))
        if missing:
            raise Failure("Patroni did not take " + "; ".join(describe(missing, {})))
        output.line("changed; `pgcluster status` shows what needs a restart")
    output.result({"patch": patch, "changed": bool(patch) and not dry_run})


def hint(wanted: Bundle, output: Output) -> Settings:
    """Says after an apply what `pgcluster configure` would change; nothing where Patroni does not answer."""
    if RENDERED not in wanted.files:
        return {}
    try:
        found = Patroni(wanted.host).config()
    except Failure:
        return {}
    patch = difference(without_switched(wanted_of(wanted.files[RENDERED].content.decode()), found), found)
    if patch:
        output.line("the cluster's dynamic configuration differs; once, on any database host: pgcluster configure")
        output.line("\n".join(describe(patch, found)))
    return patch
