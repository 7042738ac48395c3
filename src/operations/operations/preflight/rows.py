"""The rows of the table: what was checked."""

from dataclasses import dataclass
from typing import Any

from operations.azure_cli import AzureError
from operations.preflight.questions import Answer

PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"


@dataclass
class Row:
    """A check: what was found, what is needed, and what to do unless it passed."""

    check: str
    status: str
    found: str
    needed: str
    fix: str


class Rows:
    """The rows so far."""

    def __init__(self) -> None:
        self.all: list[Row] = []

    def add(self, check: str, good: bool | None, found: str, needed: str, fix: str) -> None:
        """Adds a row; good: None if Azure gave no answer to judge by."""
        status = UNKNOWN if good is None else PASSED if good else FAILED
        self.all.append(Row(check, status, found, needed, "" if good else fix))

    def answer(self, asked: Answer, check: str, needed: str, fix: str) -> Any:
        """An answer; none, and a row that says why, if there is none."""
        try:
            return asked.result()
        except AzureError as silent:
            self.add(check, None, str(silent), needed, fix)
            return None
