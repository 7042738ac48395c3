"""Azure's command line, az."""

import json
import textwrap
from typing import Any

from operations.programs import Programs, TimedOut

# Azure takes up to a minute for the sizes of a region.
SECONDS = 180.0
# Azure deletes a VM within minutes; it reports a failure within an hour.
CHANGE_SECONDS = 3600.0
# No extension is installed on the way, and no question is asked.
ENVIRONMENT = {"AZURE_EXTENSION_USE_DYNAMIC_INSTALL": "no", "AZURE_CORE_DISABLE_CONFIRM_PROMPT": "true"}


class AzureError(Exception):
    """az failed or gave no answer; the message is its error in one line. whole: the command and all that az printed."""

    def __init__(self, words: tuple[str, ...], text: str) -> None:
        super().__init__(_line(text))
        self.whole = f"az {' '.join(words)}: {text.strip()}"


class NoAzureCli(Exception):
    """az is not on the PATH."""


class AzureCli:
    """az with a subscription."""

    def __init__(self, programs: Programs, seconds: float = SECONDS) -> None:
        self.subscription = ""
        self._programs, self._seconds = programs, seconds

    def ask(self, *words: str) -> Any:
        """What az answers to a question."""
        return self._run(words, self._of_subscription(words), self._seconds)

    def ask_tenant(self, *words: str) -> Any:
        """What az answers to a question about the tenant: such a command has no option --subscription."""
        return self._run(words, [], self._seconds)

    def change(self, *words: str) -> None:
        """Runs a command that changes something in Azure."""
        self._run(words, self._of_subscription(words), CHANGE_SECONDS)

    def _of_subscription(self, words: tuple[str, ...]) -> list[str]:
        # An ID contains the subscription.
        return ["--subscription", self.subscription] if self.subscription and "--ids" not in words else []

    def _run(self, words: tuple[str, ...], option: list[str], seconds: float) -> Any:
        command = ["az", *words, *option, "--output", "json", "--only-show-errors"]
        try:
            ran = self._programs.run(command, seconds=seconds, environment=ENVIRONMENT)
        except FileNotFoundError:
            raise NoAzureCli from None
        except TimedOut as late:
            raise AzureError(words, f"no answer within {late.seconds:g} s") from None
        if ran.status != 0:
            raise AzureError(words, ran.errors.strip() or f"az ended with exit status {ran.status}")
        try:
            return json.loads(ran.output) if ran.output.strip() else None
        except ValueError:
            raise AzureError(words, f"az printed no JSON: {ran.output.strip()[:80]}") from None


def _line(errors: str) -> str:
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    said = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")] or lines or [""]
    # Of an error that az does not expect, the first line announces a traceback.
    return textwrap.shorten(said[1] if "traceback" in said[0] and len(said) > 1 else said[0], 240)
