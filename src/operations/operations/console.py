"""What a program prints of itself, and how it ends."""

import sys
from typing import NoReturn

INTERRUPTED = 130


def say(program: str, text: str) -> None:
    """Prints a line to the standard error."""
    print(f"{program}: {text}", file=sys.stderr, flush=True)


def stop(program: str, text: str, status: int = 1) -> NoReturn:
    """Prints a line and ends this process."""
    say(program, text)
    sys.exit(status)


def counted(number: int, noun: str) -> str:
    """A number with its noun, such as "2 resources"."""
    return f"{number} {noun}{'s' if number > 1 else ''}"
