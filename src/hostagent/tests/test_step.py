import json
import os
import re
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from azure_patroni.boot import step
from azure_patroni.failure import Failure

Main = Callable[[list[str]], None]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, own: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The status, the boot's id and the console in a folder of the test."""
    for name in ("STATUS", "BOOT_ID", "CONSOLE"):
        monkeypatch.setattr(step, name, tmp_path / name)
    (tmp_path / "BOOT_ID").write_text("first\n")
    # Taken back after the test, for `run_step` sets it.
    monkeypatch.setenv(step.STEP, "")
    return tmp_path


def install(monkeypatch: pytest.MonkeyPatch, main: Main) -> None:
    """Makes a boot step `sample` of a function."""
    module = types.ModuleType("sample")
    module.__dict__["main"] = main
    monkeypatch.setitem(sys.modules, "azure_patroni.boot.sample", module)
    monkeypatch.setattr(step, "names", lambda: ["sample"])


def status() -> dict[str, object]:
    found: dict[str, object] = json.loads(step.STATUS.read_text())
    return found


def test_a_step_that_succeeds_keeps_its_last_note(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []

    def main(arguments: list[str]) -> None:
        given.append(arguments)
        step.note("one")
        step.note("two")

    install(monkeypatch, main)
    assert step.main(["--step", "sample", "--reload"]) == 0
    assert given == [["--reload"]]
    (found,) = status()["steps"]  # type: ignore[misc]
    assert (found["name"], found["state"], found["message"]) == ("sample", "done", "two")


def fails(arguments: list[str]) -> None:
    raise Failure("what is\nwrong")


def breaks(arguments: list[str]) -> None:
    raise KeyError("name")


@pytest.mark.parametrize(("main", "message"), [(fails, "what is wrong"), (breaks, "KeyError: 'name'")])
def test_a_step_that_fails_says_why_in_one_line(
    main: Main, message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(monkeypatch, main)
    assert step.main(["--step", "sample"]) == 1
    line = f"azure-patroni: sample failed: {message}"
    assert capsys.readouterr().err.splitlines()[-1] == line
    assert step.CONSOLE.read_bytes() == f"{line}\r\n".encode()
    assert status()["state"] == "failed"


def test_without_step_the_status_stays(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv(step.STEP)
    install(monkeypatch, lambda arguments: step.note("printed"))
    assert step.main(["sample"]) == 0
    assert capsys.readouterr().out == "printed\n"
    assert not step.STATUS.exists()
    install(monkeypatch, fails)
    assert step.main(["sample"]) == 1
    assert capsys.readouterr().err == "what is wrong\n"


def test_a_second_run_of_a_step_replaces_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, fails)
    step.main(["--step", "sample"])
    install(monkeypatch, lambda arguments: None)
    step.main(["--step", "sample"])
    (found,) = status()["steps"]  # type: ignore[misc]
    assert (found["state"], found["message"]) == ("done", "")


def test_a_step_that_is_started_again_keeps_its_reason_and_the_time_of_its_first_attempt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times = ["T1", "T2", "T3", "T4", "T5"]
    monkeypatch.setattr(step, "now", lambda: times[0])
    install(monkeypatch, fails)
    step.main(["--step", "sample"])
    times.pop(0)
    seen: list[dict[str, object]] = []
    install(monkeypatch, lambda arguments: seen.append(status()["steps"][0]))  # type: ignore[index]
    step.main(["--step", "sample"])
    assert seen == [{"name": "sample", "state": "running", "since": "T1", "until": None, "message": "what is wrong"}]
    assert status()["steps"] == [{"name": "sample", "state": "done", "since": "T1", "until": "T2", "message": ""}]
    times.pop(0)
    # A reload, or a restart by hand, is a new one.
    step.main(["--step", "sample"])
    assert seen[1]["since"] == "T3"


def test_another_boot_begins_a_new_status(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    install(monkeypatch, fails)
    step.main(["--step", "sample"])
    (folder / "BOOT_ID").write_text("second\n")
    with step.status():
        pass
    assert (status()["bootId"], status()["steps"], status()["state"]) == ("second", [], "booting")


@pytest.mark.parametrize(
    ("states", "overall"),
    [
        ({}, "booting"),
        ({"packages": "done"}, "booting"),
        ({"packages": "done", "ready": "running"}, "booting"),
        ({"packages": "done", "ready": "done"}, "ready"),
        ({"disks": "failed", "ready": "done"}, "failed"),
    ],
)
def test_the_state_of_the_boot(states: dict[str, str], overall: str) -> None:
    assert step.overall([{"name": name, "state": state} for name, state in states.items()]) == overall


def test_a_hung_holder_of_the_lock_does_not_stop_the_boot(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step, "LOCK_SECONDS", 0.2)
    with step.status(), step.status() as state:
        step.entry(state, "sample")
    assert step.STATUS.exists()


@pytest.mark.parametrize("words", [[], ["--step"], ["--help"], ["step"], ["../disks"]])
def test_an_unknown_name_prints_the_known_ones(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert step.main(words) == 2
    assert "NAME is one of backup, bring-up, certificates, disks, etcd-defrag" in capsys.readouterr().err


@pytest.mark.parametrize(("stream", "priority"), [("of standard error", "<3>"), ("1:2", ""), (None, "")])
def test_a_failure_is_an_error_of_the_journal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stream: str | None, priority: str
) -> None:
    install(monkeypatch, fails)
    with open(tmp_path / "stderr", "w+") as error:
        found = os.fstat(error.fileno())
        monkeypatch.setattr(sys, "stderr", error)
        monkeypatch.delenv("JOURNAL_STREAM", raising=False)
        if stream:
            same = f"{found.st_dev}:{found.st_ino}"
            monkeypatch.setenv("JOURNAL_STREAM", same if stream == "of standard error" else stream)
        assert step.main(["--step", "sample"]) == 1
        error.seek(0)
        assert error.read().startswith(f"{priority}azure-patroni: sample failed: ")


def test_a_time_in_a_files_name_has_no_colon() -> None:
    assert re.fullmatch(r"\d{8}T\d{6}Z", step.stamp())
