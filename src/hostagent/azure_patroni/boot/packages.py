"""Installs the host's packages at the stack file's versions, and keeps them from starting by themselves."""

import glob
import os
import re
import time
from typing import NamedTuple

from azure_patroni import host as hosts
from azure_patroni.boot.step import note
from azure_patroni.command import attempt, run
from azure_patroni.failure import Failure
from azure_patroni.files import write
from azure_patroni.waiting import pauses

PGDG_SOURCE = "/etc/apt/sources.list.d/pgdg.sources"
# The key of a mirror that signs with its own; the image contains it.
MIRROR_KEY = "/etc/apt/keyrings/pgdg.asc"
# postgresql-common contains it, so that no key is ever downloaded.
PGDG_KEY = "/usr/share/postgresql-common/pgdg/apt.postgresql.org.asc"
# The network of a new VM and its NAT gateway may take minutes; systemd starts the step again after this.
UPDATE_SECONDS = 600
# Another program may install packages, such as the monitoring agent's installer.
LOCK_SECONDS = 600
# One reading of the lists; dpkg's lock alone may take ten minutes.
APT_UPDATE_SECONDS = 900.0
APT_INSTALL_SECONDS = 3600.0
# That apt waits for dpkg's lock is in apt.conf.d, for everybody's apt.
APT = ("apt-get", "-q", "-y", "-o", "Acquire::Retries=3", "-o", "Dpkg::Use-Pty=0")
CONFIGURE = ("dpkg", "--force-confdef", "--force-confold", "--configure", "-a")
FIX_MIRRORS = "check the NAT gateway and the mirrors in the stack file"
# The monitoring agent's installer wants it, and installs it without waiting for a lock.
FIRST = ("logrotate", "rsyslog")
# Only azure-patroni.target starts these, in its order.
OURS = ("etcd.service", "patroni.service", "pgbouncer.service", "postgresql.service")
PGBOUNCER = "/usr/lib/systemd/system/pgbouncer.service"
PGBOUNCER_PROCESS = "/etc/systemd/system/pgbouncer@.service"


def fits(version: str, wanted: str | None) -> bool:
    """Whether a version is the wanted one, `4.1.5-1.pgdg13+1`, or in the wanted range, `>= 4.1.4, < 5`."""
    limits = re.fullmatch(r">= (\S+), < (\S+)", wanted or "")
    if not limits:
        return wanted in (None, version)
    # The tilde excludes the preliminary versions of what is too new.
    bounds = ("ge", limits[1]), ("lt", limits[2] + "~")
    return all(attempt("dpkg", "--compare-versions", version, relation, limit).ok for relation, limit in bounds)


def unmet(wanted: list[str], installed: dict[str, str], versions: dict[str, str]) -> list[str]:
    """The packages that are missing or of a version that is not wanted."""
    return [
        package
        for package in wanted
        if package not in installed or not fits(installed[package], versions.get(package))
    ]


def setting(package: str) -> str:
    """The key of the stack file that chooses a package's versions."""
    return "packages." + re.sub(r"^(postgresql|etcd)-.*", r"\1", package)


class Policy(NamedTuple):
    """What apt knows about a package."""

    candidate: str
    versions: list[str]


def policies(text: str) -> dict[str, Policy]:
    """Reads `apt-cache policy`."""
    found: dict[str, Policy] = {}
    for block in re.split(r"^(?=\S)", text, flags=re.MULTILINE):
        name = re.match(r"(\S+):\n", block)
        candidate = re.search(r"^  Candidate: (\S+)", block, re.MULTILINE)
        if name and candidate:
            versions = re.findall(r"^ (?:   |\*\*\*) (\S+) -?\d+$", block, re.MULTILINE)
            found[name[1]] = Policy(candidate[1].replace("(none)", ""), versions)
    return found


def refusal(package: str, policy: Policy | None, wanted: str | None) -> str | None:
    """Why apt cannot install a package, and what to do."""
    if policy and policy.candidate and fits(policy.candidate, wanted):
        return None
    if policy and policy.versions:
        there = ", ".join(policy.versions)
        return (
            f"no version of {package} is {wanted} (available: {there}):"
            f" change {setting(package)} in the stack file, or the mirror"
        )
    return (
        f"no mirror has {package}: change packages.debianMirror or packages.pgdgMirror in the stack file, or the mirror"
    )


def installed(wanted: list[str]) -> dict[str, str]:
    """The installed version of each package that is installed."""
    listed = attempt("dpkg-query", "-W", "-f", "${Package} ${db:Status-Status} ${Version}\n", *wanted).output
    rows = [line.split() for line in listed.splitlines()]
    return {row[0]: row[2] for row in rows if len(row) == 3 and row[1] == "installed"}


def update() -> None:
    """Reads the mirrors' lists, again until they answer."""
    for sleep in pauses(time.monotonic() + UPDATE_SECONDS, 15):
        ran = attempt(*APT, "update", "--error-on=any", seconds=APT_UPDATE_SECONDS)
        if ran.ok:
            return
        errors = [line for line in ran.error.splitlines() if line.startswith("E:")]
        reason = (errors[0] if errors else ran.reason()).rstrip(": ")
        note(f"waiting for the mirrors: {reason}: {FIX_MIRRORS}")
        sleep(0)
    raise Failure(f"apt-get update: {reason}: {FIX_MIRRORS}")


def configure() -> None:
    """Completes an installation that was interrupted. dpkg itself does not wait for its lock."""
    for sleep in pauses(time.monotonic() + LOCK_SECONDS, 5):
        ran = attempt(*CONFIGURE, seconds=APT_INSTALL_SECONDS)
        if ran.ok:
            return
        reason = ran.error.partition("\n")[0] or ran.reason()
        if "lock" not in reason:
            break
        note(f"waiting for another program that installs packages: {reason}")
        sleep(0)
    raise Failure(f"{' '.join(CONFIGURE)}: {reason}")


def install(packages: list[str], versions: dict[str, str]) -> None:
    """Installs packages at the wanted versions."""
    if not packages:
        return
    known = policies(run("apt-cache", "policy", *packages))
    for package in packages:
        reason = refusal(package, known.get(package), versions.get(package))
        if reason:
            raise Failure(reason)
    note(f"installing {' '.join(packages)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    ran = attempt(*APT, "install", *packages, seconds=APT_INSTALL_SECONDS, environment=quiet, show=True)
    if not ran.ok:
        errors = [line for line in ran.error.splitlines() if line.startswith("E:")]
        raise Failure(
            f"apt-get install {' '.join(packages)}: {errors[-1] if errors else ran.reason()}: see /var/log/apt/term.log"
        )


def add_pgdg(mirror: str) -> bool:
    """Enables the PostgreSQL project's repository, or its mirror, and returns whether its key is there."""
    key = MIRROR_KEY if os.path.exists(MIRROR_KEY) else PGDG_KEY
    if not os.path.exists(key):
        return False
    with open("/etc/os-release", encoding="utf-8") as file:
        suite = re.search(r"^VERSION_CODENAME=(\w+)", file.read(), re.MULTILINE)
    if not suite:
        raise Failure("/etc/os-release names no VERSION_CODENAME: use an image of a released Debian")
    # The project's archive of old versions names its suites differently.
    pgdg = "pgdg-archive" if mirror.startswith("https://apt-archive.postgresql.org/") else "pgdg"
    write(PGDG_SOURCE, f"Types: deb\nURIs: {mirror}\nSuites: {suite[1]}-{pgdg}\nComponents: main\nSigned-By: {key}\n")
    return True


def leave_start(role: str) -> None:
    """Leaves the start of the services to azure-patroni.target."""
    if role == "pooler":
        with open(PGBOUNCER, encoding="utf-8") as unit:
            write(PGBOUNCER_PROCESS, unit.read())
    enabled = [unit for unit in OURS if attempt("systemctl", "is-enabled", unit).output.strip() == "enabled"]
    if enabled:
        run("systemctl", "disable", "--quiet", "--no-reload", *enabled)
    run("systemctl", "daemon-reload")
    # Some of these files need users that only now exist.
    run("systemd-tmpfiles", "--create", *sorted(glob.glob("/etc/tmpfiles.d/azure-patroni*.conf")))


def main(arguments: list[str]) -> None:
    host = hosts.load()
    debian, pgdg = list(host.debian_packages), list(host.pgdg_packages)
    wrong = unmet(debian + pgdg, installed(debian + pgdg), host.versions)
    if wrong:
        configure()
        ready = not pgdg or add_pgdg(host.pgdg_mirror)
        update()
        install([package for package in wrong if package in FIRST], host.versions)
        if not ready:
            install([package for package in debian if package in wrong and package not in FIRST], host.versions)
            if not add_pgdg(host.pgdg_mirror):
                raise Failure(
                    f"postgresql-common contains no {PGDG_KEY}: put the mirror's key into the image as {MIRROR_KEY}"
                )
            update()
        install(unmet(debian + pgdg, installed(debian + pgdg), host.versions), host.versions)
        have = installed(wrong)
        for package in unmet(wrong, have, host.versions):
            raise Failure(
                f"{package} is {have.get(package, 'missing')}, not {host.versions.get(package, 'installed')}:"
                f" apt does not downgrade; change {setting(package)} in the stack file"
            )
    leave_start(host.role)
    note(f"{len(debian + pgdg)} packages installed")
