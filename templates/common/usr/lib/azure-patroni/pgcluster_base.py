"""What every part of pgcluster needs: failures, other programs, questions."""

import subprocess
import sys
from pathlib import Path

SECRETS = Path("/run/azure-patroni/secrets")


class Failure(Exception):
    """What went wrong and what to do about it, in one line."""


def run(*command: str, timeout: float = 60, user: str | None = None) -> subprocess.CompletedProcess:
    """Runs a program to its end; its exit status is the caller's to judge."""
    words = ["runuser", "-u", user, "--", *command] if user else list(command)
    try:
        return subprocess.run(words, capture_output=True, text=True, timeout=timeout, check=False)
    except FileNotFoundError as error:
        raise Failure(f"{words[0]} is not installed: see journalctl -u azure-patroni-packages") from error
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(words, 124, "", f"no answer within {timeout:.0f} s")


def must(*command: str, timeout: float = 60) -> str:
    """Runs a program that has to succeed."""
    done = run(*command, timeout=timeout)
    if done.returncode != 0:
        raise Failure(f"{' '.join(command)} failed: {last_line(done.stderr) or done.returncode}")
    return done.stdout


def last_line(text: str) -> str:
    """The line in which programs say what went wrong."""
    lines = text.strip().splitlines()
    return lines[-1].strip() if lines else ""


def confirm(question: str, yes: bool) -> None:
    """Asks at a terminal; elsewhere only --yes goes on."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise Failure("nobody is here to confirm: add --yes")
    if input(f"{question} [y/N] ").strip().lower() not in ("y", "yes"):
        raise Failure("nothing was done")
