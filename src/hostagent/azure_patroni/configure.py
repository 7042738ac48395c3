"""pgcluster configure: brings the rendered dynamic configuration into etcd, once for the whole cluster."""

import json
from pathlib import Path
from typing import Any

from azure_patroni.bundle import Bundle
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.output import Output, confirm
from azure_patroni.patroni import Patroni

RENDERED = "/etc/patroni/conf.d/10-cluster.yml"

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
    patch = difference(wanted, found)
    output.line("\n".join(describe(patch, found)) if patch else "nothing differs")
    if patch and not dry_run:
        confirm("Change the cluster's dynamic configuration?", yes)
        # Its answer is the new configuration; GET /config may show the old one until Patroni's next turn.
        left = difference(wanted, json.loads(patroni.send(host.name, "PATCH", "/config", patch)))
        if left:
            raise Failure("Patroni did not take " + "; ".join(describe(left, {})))
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
    patch = difference(wanted_of(wanted.files[RENDERED].content.decode()), found)
    if patch:
        output.line("the cluster's dynamic configuration differs; once, on any database host: pgcluster configure")
        output.line("\n".join(describe(patch, found)))
    return patch
