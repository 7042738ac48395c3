"""Terraform in the folder of a stack."""

from pathlib import Path
from typing import TextIO

from operations.failure import Failure
from operations.programs import Programs, Ran, TimedOut

# init downloads providers. azurerm ends the reading of a resource after 5 min, and its creation after 45 min at the
# latest. The longest way of a first deployment: network, vault, wait for its role, VM, its disks, its extension.
SECONDS = {"init": 900.0, "plan": 3600.0, "show": 300.0, "apply": 14400.0, "import": 1800.0, "untaint": 300.0}
# Within them Terraform ends what it does with a resource, and saves the state.
STOP_SECONDS = 600.0


class Terraform:
    """Terraform in a folder, each command with a time limit. environment: variables added to this process's."""

    def __init__(self, programs: Programs, folder: Path, environment: dict[str, str] | None = None) -> None:
        self.folder = folder
        self._programs, self._environment = programs, environment

    def run(self, *words: str, show: TextIO | None = None) -> Ran:
        """Runs a command that may fail."""
        command = ["terraform", f"-chdir={self.folder}", *words]
        seconds = SECONDS[words[0]]
        try:
            return self._programs.run(
                command, seconds=seconds, stop_seconds=STOP_SECONDS, environment=self._environment, show=show
            )
        except TimedOut as late:
            raise Failure(
                f"terraform {words[0]} {late}, and was ended: run the same command again."
                f" If the state stays locked: terraform -chdir={self.folder} force-unlock ID"
            ) from None
