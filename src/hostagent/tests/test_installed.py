"""What files.csv installs on each kind of host."""

import ast
import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parent.parent / "azure_patroni"
TEMPLATES = Path(__file__).resolve().parent.parent.parent.parent / "templates"
PACKAGE = "/usr/lib/azure-patroni/azure_patroni/"
HOSTS = {"witness": {"etcd"}, "pooler": {"pooler"}, "database": {"etcd", "database"}}


def table() -> list[list[str]]:
    lines = (TEMPLATES / "files.csv").read_text().splitlines()
    return [row for row in csv.reader(lines) if row and not row[0].startswith("#")]


def installed(host: str) -> set[str]:
    """The package's files on a kind of host."""
    roles = HOSTS[host] | {"common"}
    return {row[1].removeprefix(PACKAGE) for row in table() if row[0] in roles and row[1].startswith(PACKAGE)}


def imported(source: Path) -> set[str]:
    """The modules of the package that a module imports when it is loaded."""
    found: set[str] = set()
    for node in ast.parse(source.read_text()).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "azure_patroni":
            path = (node.module or "").replace(".", "/").removeprefix("azure_patroni").lstrip("/")
            for name in node.names:
                inner = f"{path}/{name.name}".lstrip("/")
                names = (f"{inner}.py", f"{inner}/__init__.py", f"{path}.py")
                found.add(next(one for one in names if (SOURCES / one).exists()))
    return found


def test_every_module_is_installed_somewhere() -> None:
    modules = {str(path.relative_to(SOURCES)) for path in SOURCES.rglob("*.py")}
    assert set().union(*map(installed, HOSTS)) == modules


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_has_what_its_modules_import(host: str) -> None:
    there = installed(host)
    missing = {f"{name} imports {one}" for name in there for one in imported(SOURCES / name) - there}
    assert missing == set()


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_has_the_boot_steps_and_daemons_that_its_units_run(host: str) -> None:
    names = {name.removeprefix("boot/").removesuffix(".py").replace("_", "-") for name in installed(host)}
    for row in table():
        if row[0] in HOSTS[host] | {"common"}:
            for source in (TEMPLATES / f"{row[0]}{row[1]}", TEMPLATES / f"{row[0]}{row[1]}.ftl"):
                text = source.read_text() if source.exists() else ""
                for line in text.splitlines():
                    if "/usr/lib/azure-patroni/agent " in line:
                        words = line.split("/usr/lib/azure-patroni/agent ")[1].removeprefix("--step ").split()
                        assert words[0] in names, line


@pytest.mark.parametrize("program", ["usr/lib/azure-patroni/agent", "usr/bin/pgcluster"])
def test_the_entry_points_start(program: str) -> None:
    environment = os.environ | {"PYTHONPATH": str(SOURCES.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, str(TEMPLATES / "common" / program), "--help"],
        capture_output=True,
        text=True,
        timeout=30,
        env=environment,
    )
    assert "usage:" in ran.stdout + ran.stderr
