"""The start of a host by cloud-init."""

import json
from pathlib import Path

import pytest

from azure_patroni.boot import bring_up
from azure_patroni.boot.step import now
from azure_patroni.failure import Failure
from conftest import Programs
from fakes import Clock

JOB = "show --property=Job --value azure-patroni-ready.service"
EARLIER = "2026-01-01T00:00:00Z"
FAILED = {"name": "disks", "state": "failed", "message": "no disk", "since": EARLIER}
AGAIN = "; the host tries again by itself: see pgcluster status"


@pytest.fixture(autouse=True)
def status(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(bring_up, "STATUS", tmp_path / "status.json")
    return tmp_path / "status.json"


@pytest.mark.parametrize("text", [None, "", "{"])
def test_before_the_first_step_there_is_no_status(status: Path, text: str | None) -> None:
    if text is not None:
        status.write_text(text)
    assert bring_up.read_status() == {}


def test_the_failed_step_is_named() -> None:
    done = {"name": "packages", "state": "done", "message": ""}
    failed = {"name": "disks", "state": "failed", "message": "no data disk", "since": EARLIER}
    assert bring_up.failure({"steps": [done, failed]}, now()) == f"disks failed: no data disk{AGAIN}"
    assert bring_up.failure({"steps": [done, failed]}, EARLIER) is None
    assert bring_up.failure({"steps": [done, failed | {"state": "running"}]}, now()) is None
    assert bring_up.failure({}, now()) is None


def test_the_first_boot_lets_systemd_read_the_new_files(programs: Programs) -> None:
    programs.answer("systemctl")
    programs.answer("systemctl", "is-enabled*", "disabled\n", status=1)
    bring_up.start()
    assert programs.calls == [
        "systemctl daemon-reload",
        "systemctl is-enabled azure-patroni.target",
        "systemctl restart systemd-sysctl systemd-udev-trigger systemd-journald systemd-logind",
        "systemctl try-restart chrony.service",
        "systemctl enable azure-patroni.target",
        "systemctl start --no-block azure-patroni.target",
    ]


def test_a_later_boot_restarts_nothing(programs: Programs) -> None:
    programs.answer("systemctl")
    programs.answer("systemctl", "is-enabled*", "enabled\n")
    bring_up.start()
    assert programs.calls[2:] == ["systemctl start --no-block azure-patroni.target"]


def test_a_ready_host_is_named(programs: Programs, status: Path, capsys: pytest.CaptureFixture[str]) -> None:
    programs.answer("systemctl")
    programs.answer("systemctl", "is-enabled*", "enabled\n")
    programs.answer("systemctl", JOB, "0\n")
    status.write_text(json.dumps({"state": "ready", "host": "pg-1", "steps": []}))
    bring_up.main([])
    assert capsys.readouterr().out == "pg-1 is ready\n"


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([FAILED], f"^disks failed: no disk{AGAIN}$"),
        ([], "^azure-patroni.target did not come up: see systemctl list-units --failed$"),
    ],
)
@pytest.mark.parametrize("job", ["\n", "0\n"])
def test_a_target_that_gave_up_says_why(
    programs: Programs, status: Path, job: str, steps: list[dict[str, str]], message: str
) -> None:
    programs.answer("systemctl", JOB, job)
    status.write_text(json.dumps({"state": "failed", "steps": steps}))
    with pytest.raises(Failure, match=message):
        bring_up.wait()


def test_while_the_last_unit_has_a_job_the_host_is_waited_for(
    programs: Programs, status: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # systemd tries a failed step again: the failure of a moment is not the end.
    programs.answer("systemctl", JOB, "1234\n")
    states = ["booting", "failed", "booting", "ready"]
    failed = [{"name": "etcd-join", "state": "failed", "message": "m", "since": now()}]
    monkeypatch.setattr(
        bring_up, "read_status", lambda: {"state": states.pop(0), "host": "pg-1", "steps": failed}
    )
    assert bring_up.wait() == "pg-1"
    assert clock.slept == [2.0] * 4


def test_a_systemd_that_does_not_answer_is_no_verdict(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    programs.answer("systemctl", JOB, status=1)
    states = ["booting", "ready"]
    monkeypatch.setattr(bring_up, "read_status", lambda: {"state": states.pop(0), "host": "pg-1"})
    assert bring_up.wait() == "pg-1"


@pytest.mark.parametrize("name", ["packages", "disks", "secrets", "quorum", "ready"])
def test_a_step_that_failed_ends_the_wait_although_systemd_starts_it_again(
    programs: Programs, status: Path, name: str
) -> None:
    programs.answer("systemctl", JOB, "1234\n")
    failed = {"name": name, "state": "failed", "message": "m", "since": EARLIER}
    status.write_text(json.dumps({"state": "failed", "steps": [failed]}))
    with pytest.raises(Failure, match=f"^{name} failed: m{AGAIN}$"):
        bring_up.wait()


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([{"name": "ready", "state": "running", "message": "cloning"}], "ready running: cloning"),
        ([{"name": "quorum", "state": "running", "message": "2 of 3"}], "quorum running: 2 of 3"),
        ([{"name": "packages", "state": "done", "message": ""}], "no step runs"),
    ],
)
def test_cloud_init_is_not_held_for_ever(
    programs: Programs,
    status: Path,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    steps: list[dict[str, str]],
    said: str,
) -> None:
    monkeypatch.setattr(bring_up, "WAIT_SECONDS", 20)
    programs.answer("systemctl", JOB, "1234\n")
    status.write_text(json.dumps({"state": "booting", "steps": steps}))
    with pytest.raises(Failure, match=rf"^not ready after 0.00\d+ h \({said}\); the host continues by itself: see"):
        bring_up.wait()
    assert 20 < sum(clock.slept) <= 24
