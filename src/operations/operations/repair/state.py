"""Terraform's state of a stack, and plans with imports into it."""

import json
import shutil
import sys
from pathlib import Path

from operations.failure import Failure
from operations.programs import Programs
from operations.repair.resources import Values
from operations.terraform import Terraform


class PlanErrors(Exception):
    """Terraform made no plan. errors: its diagnostics."""

    def __init__(self, errors: list[Values]) -> None:
        super().__init__()
        self.errors = errors

    def report(self) -> Failure:
        """Prints the errors; returns what ends the program."""
        for one in self.errors:
            print(f"Error: {one['summary']}\n{one.get('detail', '')}\n", file=sys.stderr)
        return Failure("terraform plan failed: see above. Nothing was changed")


class State:
    """The state of a stack. Plans with imports are made in a copy of the folder, where no deployment reads.

    private: the folder of the plans, which contain keys; the caller removes it."""

    def __init__(self, programs: Programs, output: Path, stack: str, private: Path) -> None:
        self.folder = output / "stacks" / stack
        self._terraform = Terraform(programs, self.folder)
        # As deep as the stack's folder: the path of a local state is relative.
        self._plan = private / "plan"
        self._copy = output / "repair" / stack
        self._in_copy = Terraform(programs, self._copy, {"TF_DATA_DIR": str(self.folder / ".terraform")})

    def init(self) -> None:
        """Initialises the folder."""
        self._must("init", "-input=false")

    def plan(self, imports: dict[str, str]) -> Values:
        """The plan with imports: IDs by address. Raises PlanErrors."""
        shutil.rmtree(self._copy, ignore_errors=True)
        self._copy.mkdir(parents=True)
        try:
            for file in [*self.folder.glob("*.tf.json"), *self.folder.glob(".terraform.lock.hcl")]:
                shutil.copy(file, self._copy)
            blocks = [{"to": address, "id": identifier} for address, identifier in imports.items()]
            (self._copy / "imports.tf.json").write_text(json.dumps({"import": blocks}))
            return self._planned()
        finally:
            shutil.rmtree(self._copy.parent, ignore_errors=True)

    def plan_or_fail(self, imports: dict[str, str]) -> Values:
        """As plan; prints the errors."""
        try:
            return self.plan(imports)
        except PlanErrors as failed:
            raise failed.report() from None

    def tainted(self) -> list[str]:
        """The resources that the next deployment would delete and create again."""
        state = json.loads(self._must("show", "-json")).get("values", {})
        return [one["address"] for one in state.get("root_module", {}).get("resources", []) if one.get("tainted")]

    def untaint(self, address: str) -> None:
        """Keeps a resource, which the next deployment completes."""
        self._must("untaint", "-no-color", address)

    def take(self, address: str, identifier: str) -> None:
        """Imports a resource; Terraform saves the state at once."""
        print(f"importing {address}", flush=True)
        self._must("import", "-input=false", "-no-color", address, identifier)

    def _planned(self) -> Values:
        ran = self._in_copy.run("plan", "-input=false", "-json", f"-out={self._plan}")
        errors = []
        for line in ran.output.splitlines():
            event = json.loads(line) if line.startswith("{") else {}
            if event.get("diagnostic", {}).get("severity") == "error":
                errors.append(event["diagnostic"])
        if ran.status != 0 and not errors:
            errors = [{"summary": (ran.errors or ran.output).strip()}]
        if errors:
            raise PlanErrors(errors)
        document: Values = json.loads(self._in_copy.run("show", "-json", str(self._plan)).output)
        return document

    def _must(self, *words: str) -> str:
        ran = self._terraform.run(*words)
        if ran.status != 0:
            sys.stderr.write(ran.output + ran.errors)
            raise Failure(f"terraform {words[0]} failed: see above")
        return ran.output
