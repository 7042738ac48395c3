"""The rules for the workflows: .ci/workflows refuses each of these files."""

import importlib.util
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from tests.preflight_case import ROOT

COMMIT = "0123456789abcdef0123456789abcdef01234567"
GOOD = f"""
name: good
on: {{ push: {{ branches: [main] }} }}
permissions: {{ contents: read }}
concurrency: {{ group: good }}
jobs:
  job:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@{COMMIT} # v6.0.2
        with: {{ persist-credentials: false }}
      - run: echo good
"""
RUNS_ON = "runs-on: ubuntu-24.04"
STEPS = "    steps:\n"
ON = "on: { push: { branches: [main] } }"
ORIGIN = "on: { workflow_run: { workflows: [diff], types: [completed] } }"
ASKED = "    if: github.event.workflow_run.event == 'pull_request'\n" + STEPS
BAD = [
    ("pull_request_target", ON, "on: pull_request_target", "pull_request_target"),
    ("quoted event", ON, '"on": { pull_request_target: null }', "pull_request_target"),
    ("write-all", "permissions: { contents: read }", "permissions: write-all", "permissions:"),
    ("read-all", "permissions: { contents: read }", "permissions: read-all", "permissions:"),
    ("no permissions", "permissions: { contents: read }", "", "permissions:"),
    ("write for all", "contents: read }", "contents: write }", "permissions:"),
    ("write-all of a job", STEPS, "    permissions: write-all\n" + STEPS, "write-all"),
    ("no group", "concurrency: { group: good }", "", "concurrency"),
    ("unpinned", f"@{COMMIT} # v6.0.2", "@v6", "pin it by commit"),
    ("without a version", " # v6.0.2", "", "# v1.2.3"),
    ("quoted key", f"uses: actions/checkout@{COMMIT} # v6.0.2", '"uses": actions/checkout@v6', "pin it by commit"),
    ("image", f"actions/checkout@{COMMIT} # v6.0.2", "docker://alpine:3 # v3.0.0", "pin it by commit"),
    ("workflow", "jobs:\n", "jobs:\n  other:\n    uses: a/b/.github/workflows/c.yml@main\n", "pin it by commit"),
    (
        "inherit",
        "jobs:\n",
        f"jobs:\n  other:\n    uses: a/b/c.yml@{COMMIT} # v1.0.0\n    secrets: inherit\n",
        "secrets",
    ),
    ("secret by name", "echo good", "echo good\n        env: { A: '${{ secrets.A }}' }", "secrets"),
    ("secret by index", "echo good", "echo good\n        env: { A: \"${{ secrets['A'] }}\" }", "secrets"),
    ("all secrets", "echo good", "echo good\n        env: { A: '${{ toJSON(secrets) }}' }", "secrets"),
    ("expression", "echo good", "echo ${{ github.head_ref }}", "pass the expression by env"),
    (
        "expression in a script",
        "- run: echo good",
        f"- uses: actions/github-script@{COMMIT} # v8.0.0\n        with: {{ script: '${{{{ github.head_ref }}}}' }}",
        "pass the expression by env",
    ),
    ("kept token", "{ persist-credentials: false }", "{ fetch-depth: 0 }", "persist-credentials"),
    ("label", RUNS_ON, "runs-on: ${{ vars.RUNNER }}", "a pull request can use a label"),
    ("self-hosted", RUNS_ON, "runs-on: [self-hosted]", "a pull request can use a label"),
    ("label in a group", RUNS_ON, "runs-on: { group: a, labels: b }", "a pull request can use a label"),
    ("other event", ON, ORIGIN, "the job needs the condition"),
]
FOLLOWED = [
    ("head of a fork", "persist-credentials: false", "persist-credentials: false, ref: abc", "check out main"),
    ("a fork", "persist-credentials: false", "persist-credentials: false, repository: a/b", "check out main"),
    (
        "build with a token",
        "- run: echo good",
        "- uses: ./.github/actions/setup\n    permissions: { contents: write }",
        "build in a job that cannot write",
    ),
]


@unittest.skipUnless(importlib.util.find_spec("yaml"), "Python's YAML package is missing")
class WorkflowsTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name) / ".github"
        (self.folder / "workflows").mkdir(parents=True)

    def check(self, text: str, name: str = "workflows/one.yml") -> str:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        code = (
            "import runpy, sys; from pathlib import Path;"
            f"print('\\n'.join(runpy.run_path({str(ROOT / '.ci/workflows')!r})['check'](Path(sys.argv[1]))))"
        )
        ran = subprocess.run(
            [sys.executable, "-c", code, str(self.folder)], capture_output=True, text=True, timeout=60, check=False
        )
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return ran.stdout.strip()

    def test_a_good_workflow_passes(self) -> None:
        self.assertEqual(self.check(GOOD), "")
        self.assertEqual(self.check(GOOD.replace(ON, ORIGIN).replace(STEPS, ASKED)), "")
        self.assertEqual(self.check(GOOD.replace(RUNS_ON, "runs-on: { group: a }")), "")

    def test_each_hole_is_refused(self) -> None:
        for name, before, after, message in BAD:
            with self.subTest(name):
                self.assertIn(before, GOOD)
                self.assertIn(message, self.check(GOOD.replace(before, after, 1)))

    def test_each_hole_of_a_following_workflow_is_refused(self) -> None:
        for name, before, after, message in FOLLOWED:
            with self.subTest(name):
                text = GOOD.replace(ON, ORIGIN).replace(STEPS, ASKED)
                self.assertIn(before, text)
                self.assertIn(message, self.check(text.replace(before, after, 1)))

    def test_a_group_is_not_for_pull_requests(self) -> None:
        text = GOOD.replace(ON, "on: [pull_request]").replace(RUNS_ON, "runs-on: { group: a }")
        self.assertIn("a pull request may run on GitHub's runners only", self.check(text))

    def test_every_ending_and_folder_is_read(self) -> None:
        action = "runs:\n  using: composite\n  steps: [{ run: 'echo ${{ github.head_ref }}', shell: bash }]\n"
        for name in ("workflows/two.yaml", "actions/a/action.yaml", "actions/a/b/action.yml"):
            with self.subTest(name):
                text = action if "actions" in name else GOOD.replace("echo good", "echo ${{ github.head_ref }}")
                self.assertIn(f"{Path(name).name}: ", self.check(text, name))
                (self.folder / name).unlink()
