"""bin/preflight over the synthesised stack prod, with an az that gives recorded answers."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FAKES = HERE / "fakes"
ROOT = HERE.parents[2]
PROD = ROOT / "src/app/src/test/resources/golden/prod.json"
SUBSCRIPTION = "11111111-1111-1111-1111-111111111111"


class PreflightCase(unittest.TestCase):
    """A run that passes; a test changes answers, the stack or the environment."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.answers: dict[str, Any] = json.loads((FAKES / "answers.json").read_text())
        self.stack: dict[str, Any] = json.loads(PROD.read_text())
        self.environment = {
            **os.environ,
            "PATH": f"{FAKES}:{os.environ['PATH']}",
            "ARM_SUBSCRIPTION_ID": SUBSCRIPTION,
            "COLUMNS": "160",
            "AZ_ANSWERS": str(self.folder),
        }

    def prepare(self, *options: str, stack: str = "prod") -> list[str]:
        """Writes the stack and the answers; returns the command."""
        file = self.folder / "out/stacks/prod/cdk.tf.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(self.stack))
        for old in (*self.folder.glob("*.json"), *self.folder.glob("*.error")):
            old.unlink()
        for name, answer in self.answers.items():
            kind = next(iter(answer)) if isinstance(answer, dict) and len(answer) == 1 else ""
            if kind in ("error", "hangs"):
                (self.folder / f"{name}.{kind}").write_text(f"ERROR: {answer[kind]}\n")
            else:
                (self.folder / f"{name}.json").write_text(json.dumps(answer))
        return [sys.executable, str(ROOT / "bin/preflight"), stack, "--output", str(self.folder / "out"), *options]

    def run_it(self, *options: str, stack: str = "prod") -> "subprocess.CompletedProcess[str]":
        command = self.prepare(*options, stack=stack)
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60, check=False)

    def rows(self, *options: str) -> dict[str, dict[str, str]]:
        """The rows that did not pass, by check."""
        run = self.run_it("--json", *options)
        self.assertIn(run.returncode, (0, 3), run.stderr)
        rows = json.loads(run.stdout)["checks"]
        self.assertEqual(run.returncode == 0, all(row["status"] == "passed" for row in rows))
        for row in rows:
            self.assertEqual(row["status"] == "passed", row["fix"] == "", row)
        return {row["check"]: row for row in rows if row["status"] != "passed"}

    def only(self, check: str, status: str) -> dict[str, str]:
        rows = self.rows()
        self.assertEqual([(row["check"], row["status"]) for row in rows.values()], [(check, status)])
        return rows[check]

    def calls(self) -> list[list[str]]:
        return [call.split("\n") for call in (self.folder / "calls").read_text().split("\n\n") if call]

    def sku(self, name: str) -> dict[str, Any]:
        return next(one for one in self.answers["vm list-skus"] if one["name"] == name)

    def capability(self, size: str, name: str) -> dict[str, str]:
        return next(one for one in self.sku(size)["capabilities"] if one["name"] == name)

    def usage(self, name: str) -> dict[str, Any]:
        return next(one for one in self.answers["vm list-usage"] if one["name"]["value"] == name)
