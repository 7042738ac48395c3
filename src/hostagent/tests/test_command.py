import os
import signal
import sys
import time
from pathlib import Path

import pytest

from azure_patroni.command import NOT_FOUND, TIMED_OUT, Ran, attempt, run
from azure_patroni.failure import Failure


def test_output_error_and_status_are_kept() -> None:
    ran = attempt("sh", "-c", "echo out; echo first >&2; echo last >&2; exit 3")
    assert (ran.status, ran.output, ran.reason()) == (3, "out\n", "last")


def test_standard_input_is_the_text_or_empty() -> None:
    assert attempt("cat", text="given").output == "given"
    assert attempt("cat").output == ""


def test_a_missing_program_is_a_result() -> None:
    ran = attempt("/no/such/program")
    assert ran.status == NOT_FOUND
    assert "is not installed" in ran.reason()


def test_a_hung_program_ends_with_the_limit_and_so_do_its_children() -> None:
    began = time.monotonic()
    # The child keeps the pipes open after its parent is killed.
    ran = attempt("sh", "-c", "sleep 60 & sleep 60", seconds=0.2)
    assert ran.status == TIMED_OUT
    assert ran.reason() == "no answer within 0.2 s"
    assert time.monotonic() - began < 10


def test_a_program_has_no_terminal_of_its_caller() -> None:
    asked = "import os; print(os.getsid(0) == os.getpid())"
    assert attempt(sys.executable, "-c", asked).output == "True\n"


def test_what_must_not_fail_names_the_command_and_the_reason() -> None:
    with pytest.raises(Failure, match="^sh -c echo no; exit 1: no$"):
        run("sh", "-c", "echo no; exit 1")
    assert run(sys.executable, "-c", "print(1)") == "1\n"


@pytest.mark.parametrize(
    ("ran", "reason"),
    [
        (Ran(1, "", "one\ntwo\n\n"), "two"),
        (Ran(1, "printed\n", ""), "printed"),
        (Ran(7, "", ""), "exit status 7"),
    ],
)
def test_the_reason_is_the_last_line(ran: Ran, reason: str) -> None:
    assert ran.reason() == reason


def test_an_account_that_is_not_there_yet_is_a_result() -> None:
    ran = attempt("sh", "-c", "true", user="no-such-account")
    assert ran.status == NOT_FOUND
    assert ran.reason().startswith("sh: ")


def test_a_file_that_nobody_can_run_is_a_result(tmp_path: Path) -> None:
    (tmp_path / "program").write_text("#!/bin/sh\n")
    ran = attempt(str(tmp_path / "program"))
    assert ran.status == NOT_FOUND
    assert "Permission denied" in ran.reason()


def test_an_interrupt_ends_the_program_too(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    alarm = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(KeyboardInterrupt):
            attempt("sh", "-c", f"echo $$ > {pid}; exec sleep 60")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, alarm)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_output_that_is_no_text_is_kept_as_far_as_it_is() -> None:
    assert attempt("printf", "a\\377b").output == "a\ufffdb"


def test_programs_speak_english_and_see_what_is_given() -> None:
    ran = attempt("sh", "-c", "echo $LC_ALL $GIVEN $(pwd)", environment={"GIVEN": "here"})
    assert ran.output == "C.UTF-8 here /\n"


def test_what_is_shown_goes_to_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    assert attempt("echo", "seen", show=True).output == ""
    assert capfd.readouterr().out == "seen\n"


def test_a_long_command_is_shortened_in_its_message() -> None:
    with pytest.raises(Failure) as failure:
        run("false", *["word"] * 100)
    assert len(str(failure.value)) < 160
