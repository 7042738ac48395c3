"""Terraform's plans of a stack, compared with the reviewed one."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from operations import checkout
from operations.console import say
from operations.failure import Failure
from operations.programs import Programs, Ran
from operations.terraform import Terraform

DIFFERENT = 4
PLAN = ("-input=false", "-compact-warnings")
# Exit status of review reviewed.
NOTHING = 3

# What review stops prints as JSON.
Stops = dict[str, Any]


class Plans:
    """Plans and applies; reviewed: the digest of the reviewed plan, or a file with the digest and its parts.

    private: the folder of the plans, which the caller removes."""

    def __init__(self, stack: str, output: Path, reviewed: str, programs: Programs, private: Path) -> None:
        self.stack, self.output, self.folder = stack, output, output / "stacks" / stack
        self.reviewed = reviewed
        # The parts of the reviewed plan: what is left after an interruption is a part of it.
        self.parts = self.folder / "reviewed-plan.txt"
        self.applied = False
        self._plan, self._json = private / "plan", private / "plan.json"
        self._programs, self._terraform = programs, Terraform(programs, self.folder)

    def init(self) -> None:
        """Initialises the stack's folder."""
        self._run("init", "-input=false")

    def plan(self, targets: list[str] | None = None) -> None:
        """Plans the stack, or the changes of some addresses."""
        self._run("plan", *PLAN, f"-out={self._plan}", *(f"-target={one}" for one in targets or []))
        shown = self._terraform.run("show", "-json", str(self._plan))
        if shown.status != 0:
            sys.stderr.write(shown.errors)
            raise Failure("terraform show failed: see above")
        self._json.write_text(shown.output)

    def compare(self, rest: bool) -> bool:
        """Returns whether there is something to apply; fails if it is not what was reviewed, or, with rest, a part."""
        first = self._review("reviewed", str(self._json), "--as", self.reviewed)
        if first.status == 0:
            self.parts.write_text(self._digest())
        elif first.status == DIFFERENT and rest and self.is_part():
            say("deploy", "a part of the reviewed plan is left")
        elif first.status == DIFFERENT:
            sys.stderr.write(first.errors)
            say("deploy", "this plan differs from the reviewed one in the lines above. Nothing was applied.")
            if self._begun():
                say(
                    "deploy",
                    "an earlier run began to apply the reviewed plan and did not complete it:"
                    " the lines are what is left now",
                )
            digest = self._digest().splitlines()[0].removeprefix("digest ")
            raise Failure(
                f"to apply it, review these lines and run: bin/deploy {self.stack} --reviewed {digest}", DIFFERENT
            )
        elif first.status != NOTHING:
            sys.stderr.write(first.errors)
            sys.exit(first.status)
        return first.status != NOTHING

    def is_part(self) -> bool:
        """Whether the plan does nothing that the reviewed plan did not."""
        kept = [self.reviewed] if os.path.isfile(self.reviewed) else []
        if self._begun():
            kept.append(str(self.parts))
        return any(self._review("reviewed", str(self._json), "--part", "--as", one).status == 0 for one in kept)

    def reviewed_digest(self) -> str:
        """The digest of the reviewed plan."""
        text = Path(self.reviewed).read_text() if os.path.isfile(self.reviewed) else self.reviewed
        return text.split("\n", 1)[0].removeprefix("digest ").strip()

    def stops(self) -> Stops:
        """The hosts that the plan stops."""
        asked = self._review("stops", str(self._json), "--head", str(self.output), "--stack", self.stack, "--json")
        try:
            return {"stops": [], **json.loads(asked.output)}
        except ValueError:
            sys.stderr.write(asked.errors)
            sys.exit(1)

    def apply(self) -> None:
        """Applies the plan."""
        self._run("apply", *PLAN, str(self._plan))
        self.applied = True

    def refresh(self) -> None:
        """Prints how what exists differs from the state, then writes that to the state and nothing else.

        Later resources change attributes of earlier ones, which would be drift."""
        found = self._plan.with_name("refresh")
        self._run("plan", *PLAN, "-refresh-only", f"-out={found}")
        self._run("apply", *PLAN, str(found))

    def _begun(self) -> bool:
        """Whether an earlier run began to apply what was reviewed, and did not complete it."""
        return self.parts.exists() and self.parts.read_text().startswith(f"digest {self.reviewed_digest()}\n")

    def _run(self, *words: str) -> None:
        ran = self._terraform.run(*words, show=sys.stdout)
        if ran.status != 0:
            again = (
                ". Fix it and run the same command again;"
                f" if it says that a resource already exists: bin/repair {self.stack}"
            )
            raise Failure(f"terraform {words[0]} failed: see above{again if words[0] == 'apply' else ''}")

    def _review(self, *words: str) -> Ran:
        return checkout.review(self._programs, *words)

    def _digest(self) -> str:
        return self._review("digest", str(self._json)).output
