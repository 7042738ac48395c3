"""bin/build, which the programs of bin/ run first."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from tests.preflight_case import ROOT


class BuildTest(unittest.TestCase):
    def test_a_build_leaves_the_input_to_the_program(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name in ("bin", "src/review/src/main", "src/review/target"):
                (root / name).mkdir(parents=True)
            shutil.copy(ROOT / "bin/build", root / "bin/build")
            for name in ("pom.xml", "package-lock.json", "src/review/pom.xml"):
                (root / name).touch()
            maven = root / "mvn"
            maven.write_text("#!/bin/sh\ncat > read\n")
            maven.chmod(0o755)
            ran = subprocess.run(
                ["sh", "-c", 'PATH="$PWD:$PATH"; bin/build review && cat'],
                cwd=root, input="yes\n", capture_output=True, text=True, timeout=30, check=False,
            )  # fmt: skip
            self.assertEqual(ran.stdout, "yes\n", ran.stderr)
            self.assertEqual((root / "read").read_text(), "")
