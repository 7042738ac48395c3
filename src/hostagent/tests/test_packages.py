"""The host's packages, their pins, and what is done when apt refuses."""

from dataclasses import replace
from pathlib import Path

import pytest

from azure_patroni import host as hosts
from azure_patroni.boot import packages
from azure_patroni.command import Ran
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from conftest import Programs
from fakes import Clock

POLICY = """\
patroni:
  Installed: (none)
  Candidate: (none)
  Version table:
     4.0.7-1 -1
        500 http://mirror trixie/main amd64 Packages
jq:
  Installed: 1.7.1-6
  Candidate: 1.7.1-6
  Version table:
 *** 1.7.1-6 500
"""


PATRONI = ">= 4.1.4, < 5"


@pytest.mark.parametrize(
    ("version", "wanted", "fitting"),
    [
        ("4.1.4-1.pgdg13+1", PATRONI, True),
        ("4.1.3-1", PATRONI, False),
        ("4.1.4~rc1-1", PATRONI, False),
        ("4.10.0-1", PATRONI, True),
        ("5.0.0-1", PATRONI, False),
        ("5~beta1-1", PATRONI, False),
        ("4.0.7-3~deb13u1", PATRONI, False),
        ("4.1.5-1.pgdg13+1", "4.1.5-1.pgdg13+1", True),
        ("4.1.5-2.pgdg13+1", "4.1.5-1.pgdg13+1", False),
        ("1.7.1-6", None, True),
    ],
)
def test_versions_that_fit(version: str, wanted: str | None, fitting: bool) -> None:
    assert packages.fits(version, wanted) is fitting


def test_what_is_missing_or_of_another_version_is_unmet() -> None:
    installed = {"patroni": "4.0.7-1", "jq": "1.7.1-6"}
    assert packages.unmet(["patroni", "jq", "curl"], installed, {"patroni": PATRONI}) == ["patroni", "curl"]
    assert packages.unmet(["patroni"], {"patroni": "4.1.4-1.pgdg13+1"}, {"patroni": PATRONI}) == []


def test_a_refusal_names_range_versions_and_setting() -> None:
    found = packages.policies(POLICY)
    assert packages.refusal("jq", found["jq"], None) is None
    fix = "change packages.patroni in the stack file, or the mirror"
    refused = f"no version of patroni is {PATRONI} (available: 4.0.7-1): {fix}"
    assert packages.refusal("patroni", found["patroni"], PATRONI) == refused
    # apt's preferences know no lowest version, so it may offer one that is too old.
    old = found["patroni"]._replace(candidate="4.0.7-1")
    assert packages.refusal("patroni", old, PATRONI) == refused
    assert "no mirror has pgbouncer" in (packages.refusal("pgbouncer", None, ">= 1.25.2, < 2") or "")


@pytest.mark.parametrize(
    ("package", "setting"),
    [
        ("postgresql-16", "packages.postgresql"),
        ("etcd-server", "packages.etcd"),
        ("patroni", "packages.patroni"),
        ("pgbouncer", "packages.pgbouncer"),
    ],
)
def test_the_setting_that_chooses_a_packages_versions(package: str, setting: str) -> None:
    assert packages.setting(package) == setting


def test_only_what_is_completely_installed_counts(programs: Programs) -> None:
    listed = "jq installed 1.7.1-6\npatroni half-configured 4.1.4-1\ncurl not-installed \n"
    programs.answer("dpkg-query", output=listed, error="no packages found matching psql", status=1)
    assert packages.installed(["jq", "patroni", "curl", "psql"]) == {"jq": "1.7.1-6"}


def test_mirrors_that_come_late_are_waited_for(
    programs: Programs, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(packages, "UPDATE_SECONDS", 20)
    programs.answer("apt-get", error="W: ignored\nE: Failed to fetch http://mirror: \nE: Some files\n", status=100)
    with pytest.raises(Failure, match="^apt-get update: E: Failed to fetch http://mirror: check the NAT gateway"):
        packages.update()
    assert sum(clock.slept) == 20
    waiting = f"waiting for the mirrors: E: Failed to fetch http://mirror: {packages.FIX_MIRRORS}\n"
    assert capsys.readouterr().out.count(waiting) == 5
    programs.answer("apt-get")
    packages.update()
    assert programs.calls[-1].endswith("update --error-on=any")


LOCKED = """\
dpkg: error: dpkg frontend lock was locked by another process with pid 31806
Note: removing the lock file is always wrong, can damage the locked area
and the entire system. See <https://wiki.debian.org/Teams/Dpkg/FAQ#db-lock>.
"""
BROKEN = "dpkg: error processing package jq (--configure):\n installed jq script returned 1\n"


def test_dpkg_waits_while_another_program_installs(
    programs: Programs, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = [Ran(2, "", LOCKED), Ran(2, "", LOCKED), Ran(0, "", "")]
    monkeypatch.setattr(packages, "attempt", lambda *_, **__: answers.pop(0))
    packages.configure()
    assert clock.slept == [1, 2]
    assert capsys.readouterr().out.count("another process with pid 31806\n") == 2


@pytest.mark.parametrize(
    ("error", "seconds", "message"),
    [(LOCKED, 600, "was locked by another process with pid 31806$"), (BROKEN, 0, r"error processing package jq \(")],
)
def test_dpkg_that_fails_is_not_repeated_for_ever(
    programs: Programs, clock: Clock, error: str, seconds: int, message: str
) -> None:
    programs.answer("dpkg", error=error, status=2)
    with pytest.raises(Failure, match=message):
        packages.configure()
    assert sum(clock.slept) == seconds


def test_everybodys_apt_waits_for_the_lock() -> None:
    """The monitoring agent's installer, too, which does not ask for it."""
    conf = Path(__file__).parents[3] / "templates/common/etc/apt/apt.conf.d/90-azure-patroni"
    assert 'DPkg::Lock::Timeout "600";' in conf.read_text()


def test_nothing_is_installed_when_one_package_is_refused(programs: Programs) -> None:
    programs.answer("apt-cache", output=POLICY)
    with pytest.raises(Failure, match="^no version of patroni is >= 4.1"):
        packages.install(["jq", "patroni"], {"patroni": PATRONI})
    packages.install([], {})
    assert programs.calls == ["apt-cache policy jq patroni"]


def test_a_failed_installation_names_apts_last_error(programs: Programs) -> None:
    programs.answer("apt-cache", output=POLICY)
    programs.answer("apt-get", error="E: first\nE: Sub-process dpkg returned an error code (1)\nW: x\n", status=100)
    with pytest.raises(Failure, match=r"^apt-get install jq: E: Sub-process dpkg .* \(1\): see /var/log/apt/term.log$"):
        packages.install(["jq"], {})


class Machine:
    """A new machine: what apt-get installs is installed afterwards."""

    def __init__(self, folder: Path, programs: Programs) -> None:
        self.folder, self.programs = folder, programs
        self.versions = {"jq": "1.7.1-6", "patroni": "4.1.4-1"}
        self.there: dict[str, str] = {}
        programs.answer("apt-get")
        programs.answer("dpkg")
        programs.answer("dpkg", "--compare-versions 5.0.0-1 lt 5~", status=1)
        programs.answer("systemd-tmpfiles")
        programs.answer("systemctl")
        programs.answer("systemctl", "is-enabled *", "disabled\n", status=1)
        programs.answer("systemctl", "is-enabled patroni.service", "enabled\n")

    def install(self, names: list[str], held: dict[str, str]) -> None:
        self.there |= {name: self.versions[name] for name in names}
        (self.folder / "pgdg.asc").touch()

    @property
    def calls(self) -> list[str]:
        asked = ("is-enabled", "--compare-versions")
        return [call for call in self.programs.calls if not any(word in call for word in asked)]


@pytest.fixture
def machine(
    tmp_path: Path, programs: Programs, own: None, clock: Clock, database: Host, monkeypatch: pytest.MonkeyPatch
) -> Machine:
    found = Machine(tmp_path, programs)
    paths = {"PGDG_SOURCE": "pgdg.sources", "MIRROR_KEY": "mirror.asc"}
    for name, path in (paths | {"PGDG_KEY": "pgdg.asc", "PGBOUNCER_PROCESS": "process", "PGBOUNCER": "unit"}).items():
        monkeypatch.setattr(packages, name, str(tmp_path / path))
    monkeypatch.setattr(packages, "installed", lambda wanted: dict(found.there))
    monkeypatch.setattr(packages, "install", found.install)
    monkeypatch.setattr(hosts, "load", lambda: database)
    return found


def test_a_new_machine_gets_debians_packages_first_because_one_contains_the_key(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    packages.main([])
    source = (machine.folder / "pgdg.sources").read_text()
    assert source.startswith("Types: deb\nURIs: https://apt.postgresql.org/pub/repos/apt\nSuites: ")
    assert source.endswith(f"-pgdg\nComponents: main\nSigned-By: {machine.folder}/pgdg.asc\n")
    assert machine.there == machine.versions
    assert [call.split()[0] for call in machine.calls[:3]] == ["dpkg", "apt-get", "apt-get"]
    # Only azure-patroni.target starts the services.
    assert "systemctl disable --quiet --no-reload patroni.service" in machine.calls
    assert capsys.readouterr().out == "2 packages installed\n"


def test_what_the_monitoring_agents_installer_wants_comes_first(
    machine: Machine, database: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.versions |= {"rsyslog": "8.2504.0-1", "logrotate": "3.22.0-1"}
    installs: list[list[str]] = []

    def install(names: list[str], held: dict[str, str]) -> None:
        installs.append(names)
        machine.install(names, held)

    monkeypatch.setattr(packages, "install", install)
    monkeypatch.setattr(hosts, "load", lambda: replace(database, debian_packages=("jq", "logrotate", "rsyslog")))
    packages.main([])
    assert installs == [["logrotate", "rsyslog"], ["jq"], ["patroni"]]


def test_the_key_of_a_mirror_comes_before_the_projects(machine: Machine) -> None:
    for name in ("mirror.asc", "pgdg.asc"):
        (machine.folder / name).touch()
    assert packages.add_pgdg("https://mirror/")
    assert f"Signed-By: {machine.folder}/mirror.asc" in (machine.folder / "pgdg.sources").read_text()


def test_the_projects_archive_has_suites_of_its_own(machine: Machine) -> None:
    (machine.folder / "pgdg.asc").touch()
    assert packages.add_pgdg("https://apt-archive.postgresql.org/pub/repos/apt")
    assert "-pgdg-archive\n" in (machine.folder / "pgdg.sources").read_text()


def test_a_machine_that_has_everything_asks_no_mirror(machine: Machine) -> None:
    machine.there = dict(machine.versions)
    packages.main([])
    assert not any(call.startswith(("apt-get", "dpkg --force")) for call in machine.calls)


def test_a_version_that_apt_would_have_to_downgrade_is_named(machine: Machine) -> None:
    machine.versions["patroni"] = "5.0.0-1"
    message = f"^patroni is 5.0.0-1, not {PATRONI}: apt does not downgrade; change packages.patroni in the stack file$"
    with pytest.raises(Failure, match=message):
        packages.main([])


def test_a_missing_key_says_where_to_put_it(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "install", lambda names, held: None)
    with pytest.raises(Failure, match="put the mirror's key into the image as .*/mirror.asc$"):
        packages.main([])


def test_a_pooler_gets_its_processes_from_the_packages_unit(
    machine: Machine, pooler: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    (machine.folder / "unit").write_text("[Service]\nUser=postgres\n")
    machine.there = dict(machine.versions)
    monkeypatch.setattr(hosts, "load", lambda: pooler)
    packages.main([])
    assert (machine.folder / "process").read_text() == "[Service]\nUser=postgres\n"
