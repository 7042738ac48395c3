"""Runs other programs, each with a time limit."""

import os
import signal
import subprocess
from contextlib import suppress
from types import FrameType
from typing import NamedTuple, TextIO

# From SIGINT to SIGKILL, at the time limit.
STOP_SECONDS = 5.0
# A killed program that waits for a disk ends only with the disk's answer.
KILL_SECONDS = 2.0


class Ran(NamedTuple):
    """What a program left; empty texts if they were shown."""

    status: int
    output: str
    errors: str


class TimedOut(Exception):
    """A program was ended at its time limit; the message is a part of a sentence."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"has not ended within {seconds:g} s")
        self.seconds = seconds


class Programs:
    """Runs programs to their end. Ctrl-C is passed on to those that run; only after their end it ends this process.

    Each program is a session of its own, so that its children end with it: az is a shell script. passed_on: the signal
    that the programs get; SIGINT lets Terraform save the state, SIGKILL does for what only reads."""

    def __init__(self, passed_on: signal.Signals = signal.SIGINT) -> None:
        self._passed_on = passed_on
        # A program is in it from before its start: a signal that arrives meanwhile must not leave it behind.
        self._begun: list[str] = []
        self._running: set[subprocess.Popen[str]] = set()
        self._interrupted = False
        signal.signal(signal.SIGINT, self._receive)
        signal.signal(signal.SIGTERM, self._receive)
        # nohup ignores the end of the terminal.
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._receive)

    def run(
        self,
        command: list[str],
        *,
        seconds: float,
        stop_seconds: float = STOP_SECONDS,
        environment: dict[str, str] | None = None,
        show: TextIO | None = None,
    ) -> Ran:
        """Runs a program that may fail.

        seconds: its time limit; stop_seconds: from then on, until it is killed; environment: variables added to this
        process's; show: the stream that its output goes to, its errors go to this process's. Raises TimedOut; raises
        KeyboardInterrupt after the program's end if a signal arrived."""
        self._end_if_interrupted()
        self._begun.append(command[0])
        try:
            process = subprocess.Popen(
                command,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=show or subprocess.PIPE,
                stderr=None if show else subprocess.PIPE,
                text=True,
                errors="replace",
                start_new_session=True,
            )
            self._running.add(process)
            if self._interrupted:
                self._signal(self._passed_on)
            try:
                output, errors = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                _stop(process, stop_seconds)
                self._end_if_interrupted()
                raise TimedOut(seconds) from None
            finally:
                self._running.discard(process)
        finally:
            self._begun.remove(command[0])
        self._end_if_interrupted()
        return Ran(process.returncode, output or "", errors or "")

    def kill(self) -> None:
        """Kills what runs."""
        self._signal(signal.SIGKILL)

    def _receive(self, number: int, frame: FrameType | None) -> None:
        before, self._interrupted = self._interrupted, True
        if self._begun:
            self._signal(self._passed_on)
        elif not before:
            # A second signal must not stop the removal of private files.
            raise KeyboardInterrupt

    def _end_if_interrupted(self) -> None:
        if self._interrupted:
            raise KeyboardInterrupt

    def _signal(self, number: signal.Signals) -> None:
        for process in list(self._running):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)


def _stop(process: "subprocess.Popen[str]", seconds: float) -> None:
    for number, wait in ((signal.SIGINT, seconds), (signal.SIGKILL, KILL_SECONDS)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=wait)
            return
