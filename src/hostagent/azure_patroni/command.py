"""Runs other programs, always with a time limit."""

import os
import signal
import subprocess
import textwrap
from typing import NamedTuple

from azure_patroni.failure import Failure

SECONDS = 60.0
# Exit statuses of `timeout` and of a shell that finds no program.
TIMED_OUT = 124
NOT_FOUND = 127
# A killed program that waits for a hung disk ends only with the disk's answer.
KILL_SECONDS = 2.0
LONGEST_COMMAND = 120


class Ran(NamedTuple):
    """What a program left."""

    status: int
    output: str
    error: str

    @property
    def ok(self) -> bool:
        return self.status == 0

    def reason(self) -> str:
        """The last line, in which most programs say what went wrong."""
        lines = [line for line in (self.error or self.output).splitlines() if line.strip()]
        return lines[-1].strip() if lines else f"exit status {self.status}"


def attempt(
    *command: str,
    text: str | None = None,
    seconds: float = SECONDS,
    user: str | None = None,
    environment: dict[str, str] | None = None,
    show: bool = False,
) -> Ran:
    """Runs a program that may fail.

    text: its standard input; user: the account that it runs as; environment: variables added to this process's;
    show: its standard output goes to this process's."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL if text is None else subprocess.PIPE,
            stdout=None if show else subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=os.environ | {"LC_ALL": "C.UTF-8"} | (environment or {}),
            cwd="/",
            user=user,
            group=user,
            extra_groups=[user] if user else None,
            # Its children are ended with it: one that kept the pipes open would be waited for. In a session of its own,
            # a program of a service's account cannot type into the terminal of the root that started it.
            start_new_session=True,
        )
    except FileNotFoundError:
        return Ran(NOT_FOUND, "", f"{command[0]} is not installed: see journalctl -u azure-patroni-packages")
    except (OSError, KeyError) as error:
        # A KeyError is an account that its package has not made yet.
        return Ran(NOT_FOUND, "", f"{command[0]}: {error}")
    try:
        output, error_output = process.communicate(text, timeout=seconds)
    except subprocess.TimeoutExpired:
        _kill(process)
        return Ran(TIMED_OUT, "", f"no answer within {seconds:g} s")
    except BaseException:
        _kill(process)
        raise
    return Ran(process.returncode, output or "", error_output)


def run(*command: str, text: str | None = None, seconds: float = SECONDS) -> str:
    """Runs a program that must not fail, and returns what it printed."""
    ran = attempt(*command, text=text, seconds=seconds)
    if not ran.ok:
        raise Failure(f"{textwrap.shorten(' '.join(command), LONGEST_COMMAND)}: {ran.reason()}")
    return ran.output


def _kill(process: "subprocess.Popen[str]") -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=KILL_SECONDS)
    except (ProcessLookupError, subprocess.TimeoutExpired):
        pass
