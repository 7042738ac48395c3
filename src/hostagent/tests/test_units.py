from dataclasses import replace
from pathlib import Path

import pytest

from azure_patroni import units as module
from azure_patroni.command import TIMED_OUT, Ran, attempt
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.output import Output
from azure_patroni.units import Units
from conftest import Programs

SERVICE = "Type=notify\nCanReload=yes\n"
ONESHOT = "Type=oneshot\nCanReload=no\n"
RELOADABLE = "Type=oneshot\nCanReload=yes\n"


@pytest.fixture
def systemd(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """A systemctl that knows every unit as a running service; `agent ready` succeeds."""
    programs.answer("systemctl")
    programs.answer("systemctl", "show -p Type *", SERVICE)
    programs.answer("systemctl", "show -p LoadState *", "loaded\n")
    programs.answer("systemctl", "show -p RequiredBy *", "\n\n\n")
    programs.answer("agent")
    monkeypatch.setattr(module, "AGENT", "agent")
    return programs


@pytest.fixture
def units(witness: Host, systemd: Programs) -> Units:
    return Units(witness, Output(False))


def acts(programs: Programs) -> list[str]:
    """The calls that change something."""
    return [call for call in programs.calls if " show " not in call and " list-units " not in call]


@pytest.mark.parametrize(
    ("unit", "name", "service"),
    [
        ("etcd", "etcd.service", True),
        ("patroni.service", "patroni.service", True),
        ("pgbouncer@*", "pgbouncer@*.service", True),
        ("pgbouncer@2.service", "pgbouncer@2.service", True),
        ("chrony", "chrony.service", False),
        ("azure-patroni-etcd-leader.timer", "azure-patroni-etcd-leader.timer", False),
        ("azure-patroni.target", "azure-patroni.target", False),
    ],
)
def test_names_of_units(unit: str, name: str, service: bool) -> None:
    assert module.full_name(unit) == name
    assert module.full(f"reload:{unit}") == f"reload:{name}"
    assert module.is_service(unit) is service


def test_a_reload_and_a_restart_are_systemds_and_end_with_the_hosts_own_check(units: Units, systemd: Programs) -> None:
    units.act(["restart:etcd.service", "reload:chrony"], reload_units=True)
    assert acts(systemd) == [
        "systemctl daemon-reload",
        "systemctl restart etcd.service",
        "systemctl reload-or-restart chrony.service",
        "systemctl start azure-patroni.target",
        "agent ready",
    ]


def test_without_actions_nothing_is_touched(units: Units, systemd: Programs) -> None:
    units.act([], reload_units=False)
    assert systemd.calls == []


def test_a_boot_step_that_can_reload_is_never_restarted(units: Units, systemd: Programs) -> None:
    systemd.answer("systemctl", "show -p Type *", RELOADABLE)
    units.act(["restart:azure-patroni-huge-pages.service"], reload_units=False)
    assert "systemctl reload-or-restart azure-patroni-huge-pages.service" in acts(systemd)


def test_the_processes_of_a_pattern_are_taken_one_after_the_other(
    units: Units, systemd: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = "pgbouncer@2.service loaded active running x\npgbouncer@1.service loaded active running x\n\n"
    systemd.answer("systemctl", "list-units *", listed)
    (tmp_path / "1.ini").touch()
    monkeypatch.setattr(module, "process_file", lambda unit: tmp_path / f"{unit[10]}.ini")
    units.act(["restart:pgbouncer@*"], reload_units=False)
    assert acts(systemd) == [
        "systemctl restart pgbouncer@1.service",
        "systemctl stop pgbouncer@2.service",
        "agent ready",
    ]
    assert "stop pgbouncer@2.service: it has no configuration any more" in capsys.readouterr().out


def test_the_configuration_of_a_process() -> None:
    assert module.process_file("pgbouncer@12.service") == Path("/etc/pgbouncer/process-12.ini")


@pytest.mark.parametrize(("status", "fails"), [(0, False), (5, False), (1, True), (TIMED_OUT, True)])
def test_a_removed_unit_is_stopped_and_one_that_goes_on_is_reported(
    units: Units, systemd: Programs, status: int, fails: bool
) -> None:
    systemd.answer("systemctl", "show -p LoadState *", "not-found\n")
    systemd.answer("systemctl", "stop *", error="it goes on\n", status=status)
    if fails:
        with pytest.raises(Failure, match="systemctl stop chrony.service: it goes on"):
            units.act(["restart:chrony.service"], reload_units=False)
    else:
        units.act(["restart:chrony.service"], reload_units=False)


@pytest.mark.parametrize("call", ["daemon-reload", "restart *", "start *", "show -p Type *", "show -p LoadState *"])
def test_a_call_that_fails_ends_the_apply(units: Units, systemd: Programs, call: str) -> None:
    systemd.answer("systemctl", call, error="Job failed\n", status=1)
    with pytest.raises(Failure, match="systemctl .*: Job failed"):
        units.act(["restart:chrony.service"], reload_units=True)


def test_services_that_do_not_answer_after_it_are_a_failure(units: Units, systemd: Programs) -> None:
    systemd.answer("agent", "ready", error="etcd does not answer\n", status=1)
    with pytest.raises(Failure, match="services do not answer: etcd does not answer: see `pgcluster status`"):
        units.act(["restart:etcd.service"], reload_units=False)


def test_every_call_has_a_time_limit(units: Units, systemd: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    limits: dict[str, float] = {}

    def record(*command: str, seconds: float = 60.0, **options: object) -> Ran:
        limits[" ".join(command[:2])] = seconds
        return attempt(*command, seconds=seconds)

    monkeypatch.setattr(module, "attempt", record)
    monkeypatch.setattr(module, "run", lambda *command, seconds=60.0: record(*command, seconds=seconds).output)
    units.act(["restart:etcd.service"], reload_units=True)
    assert limits == {
        "systemctl daemon-reload": 60,
        "systemctl show": 60,
        "systemctl restart": 900,
        "systemctl start": 900,
        "agent ready": 300,
    }


@pytest.mark.parametrize(
    ("action", "required_by", "active", "refused"),
    [
        # An operator expects these to stop.
        ("restart:etcd.service", "patroni.service", 0, False),
        ("restart:pgbouncer@*", "azure-patroni.target", 0, False),
        # Nothing that serves depends on it.
        ("restart:chrony", "", 0, False),
        ("restart:azure-patroni-disks", "patroni.service", 0, True),
        ("restart:azure-patroni-disks", "patroni.service", 3, False),
        ("restart:azure-patroni-disks", "patroni.service", 4, False),
    ],
)
def test_an_action_that_would_stop_a_service_is_refused(
    units: Units, systemd: Programs, action: str, required_by: str, active: int, refused: bool
) -> None:
    systemd.answer("systemctl", "show -p Type *", ONESHOT)
    systemd.answer("systemctl", "show -p RequiredBy *", f"{required_by}\n")
    systemd.answer("systemctl", "is-active *", status=active)
    if refused:
        with pytest.raises(Failure, match="restarting azure-patroni-disks would also stop patroni.service"):
            units.check([action])
    else:
        units.check([action])


def test_what_depends_on_a_dependant_stops_too(units: Units, systemd: Programs) -> None:
    systemd.answer("systemctl", "show -p Type *", ONESHOT)
    show = "show -p RequiredBy -p BoundBy -p ConsistsOf --value"
    systemd.answer("systemctl", f"{show} a.service", "b.service\n")
    systemd.answer("systemctl", f"{show} b.service", "a.service\n\netcd.service\n")
    assert units.required_by("a") == ["b.service", "a.service", "etcd.service"]


@pytest.mark.parametrize("call", ["show -p Type *", "show -p RequiredBy *", "is-active *"])
def test_a_systemctl_that_does_not_say_stops_nothing(units: Units, systemd: Programs, call: str) -> None:
    systemd.answer("systemctl", "show -p Type *", ONESHOT)
    systemd.answer("systemctl", "show -p RequiredBy *", "patroni.service\n")
    systemd.answer("systemctl", call, error="Connection timed out\n", status=1)
    with pytest.raises(Failure, match="Connection timed out"):
        units.check(["restart:azure-patroni-disks"])


@pytest.mark.parametrize(
    ("role", "actions", "restarts"),
    [
        ("database", ["restart:patroni.service"], True),
        ("database", ["restart:etcd", "restart:patroni"], True),
        ("database", ["reload:patroni.service"], False),
        ("witness", ["restart:patroni.service"], False),
    ],
)
def test_only_a_restart_of_patroni_needs_a_hand_over(
    witness: Host, monkeypatch: pytest.MonkeyPatch, systemd: Programs, role: str, actions: list[str], restarts: bool
) -> None:
    called: list[str] = []
    monkeypatch.setattr("azure_patroni.actions.step_down", lambda host, output: called.append("step down"))
    monkeypatch.setattr("azure_patroni.actions.await_standby", lambda host, output: called.append("await"))
    units = Units(replace(witness, role=role), Output(False))
    units.before(actions)
    units.act(actions, reload_units=False)
    assert called == (["step down", "await"] if restarts else [])


def test_systemctl_without_systemd_is_a_failure(witness: Host, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failure, match="systemctl is not installed"):
        Units(witness, Output(False)).check(["restart:azure-patroni-disks"])
