"""Terraform in the folder of a stack."""

import os
import re
import shutil
from pathlib import Path
from typing import TextIO

from operations.checkout import ROOT
from operations.failure import Failure
from operations.programs import Programs, Ran, TimedOut

LOCK = ".terraform.lock.hcl"
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
        # The providers of the emulator run already; Terraform installs none.
        installs = words[0] == "init" and "TF_REATTACH_PROVIDERS" not in os.environ
        if installs and releases(self.folder / LOCK) != releases(ROOT / LOCK):
            shutil.copy(ROOT / LOCK, self.folder / LOCK)
        try:
            ran = self._programs.run(
                command, seconds=seconds, stop_seconds=STOP_SECONDS, environment=self._environment, show=show
            )
        except TimedOut as late:
            raise Failure(
                f"terraform {words[0]} {late}, and was ended: run the same command again."
                f" If the state stays locked: terraform -chdir={self.folder} force-unlock ID"
            ) from None
        if installs and ran.status == 0:
            self._require_locked_providers()
        return ran

    def _require_locked_providers(self) -> None:
        """Fails unless init installed the releases of the committed lock file, whose hashes it compares with the zips.

        -lockfile=readonly does the same, but a plan then needs a hash of another kind for each platform."""
        wanted, found = ROOT / LOCK, self.folder / LOCK
        if releases(wanted) != releases(found):
            raise Failure(
                f"the providers in {found} are not those of {wanted}. Nothing was planned. If the stack needs other"
                " providers or versions, write the lock file again: docs/how-to/upgrade-packages.md"
            )


def releases(lock: Path) -> list[str]:
    """Providers, versions and the hashes of their zips, for all platforms; other hashes depend on the machine."""
    try:
        lines = lock.read_text().splitlines()
    except FileNotFoundError:
        return []
    return [line.strip() for line in lines if re.match(r'provider |  version |    "zh:', line)]
