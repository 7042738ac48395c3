"""The shell programs of .github/scripts, with fake programs."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from tests.preflight_case import ROOT

DIGEST = "0123456789abcdef0123456789abcdef"
REVIEW = """
case $1 in
  override) echo '{}' ;;
  digest) printf 'digest %s\\ncreate a.b 01234567\\n' "$PLANNED" ;;
  reviewed) [[ -f $4 ]] && text=$(head -n 1 "$4") || text="digest $4"
    [[ $text == "digest $PLANNED" ]] || { echo '  not reviewed: create a.b' >&2; exit 4; } ;;
  comment) [[ ! -e $FORK_FAILS ]] || { cat "$FORK_FAILS" >&2; exit 1; }
    for word; do [[ $word != */review.md ]] || echo rendered > "$word"; done ;;
esac
"""
TERRAFORM = """
for word; do [[ $word != -out=* ]] || echo plan > "${word#-out=}"; done
case $* in *show*-json*) echo '{}' ;; *show*) echo 'a ```` b' ;; esac
"""
PROGRAMS = ("src/review/target/azure-patroni-review.jar", "src/verify/target/azure-patroni-verify.jar")


class GitHubScriptsTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = Path(temporary.name)
        for name in ("handover", "plan", "render"):
            self.program(f".github/scripts/{name}", (ROOT / ".github/scripts" / name).read_text())
        self.program("src/review/run", REVIEW)
        self.program("fakes/terraform", TERRAFORM)
        self.program("bin/build", "mkdir -p src/$1/target && echo jar > src/$1/target/azure-patroni-$1.jar")
        self.program(
            "bin/synth",
            "for stack in prod lab; do\n"
            "folder=$CDKTF_OUTDIR/stacks/$stack; mkdir -p $folder; echo {} > $folder/cdk.tf.json; done\n"
            "echo {} > $CDKTF_OUTDIR/manifest.json",
        )
        self.file("stacks/prod.yaml", "name: prod")

    def file(self, name: str, text: str) -> Path:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def program(self, name: str, text: str) -> None:
        shebang = "" if text.startswith("#!") else "#!/usr/bin/env bash\n"
        self.file(name, shebang + text).chmod(0o755)

    def run_script(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        fixed = {
            "PATH": f"{self.root}/fakes:{os.environ['PATH']}", "FORK_FAILS": str(self.root / "no-such-file"),
            "PLANNED": DIGEST, "STACK": "prod", "GITHUB_SHA": "abc",
            "GITHUB_STEP_SUMMARY": str(self.root / "summary"), "GITHUB_OUTPUT": str(self.root / "output"),
        }  # fmt: skip
        return subprocess.run(
            [str(self.root / ".github/scripts" / words[0]), *words[1:]],
            cwd=self.root,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, **fixed, **environment},
        )

    def packed(self) -> str:
        packed = self.run_script("handover", "pack", "handover.tar")
        self.assertEqual(packed.returncode, 0, packed.stderr)
        for name in ("synthesised", "src/review/target", "src/verify/target"):
            shutil.rmtree(self.root / name)
        return packed.stdout.strip()

    def test_a_job_gets_what_the_first_one_built(self) -> None:
        sha256 = self.packed()
        self.assertEqual(sha256, hashlib.sha256((self.root / "handover.tar").read_bytes()).hexdigest())
        ran = self.run_script("handover", "unpack", "handover.tar", sha256)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertTrue((self.root / "synthesised/stacks/prod/cdk.tf.json").exists())
        for program in PROGRAMS:
            self.assertTrue((self.root / program).exists())
            self.assertTrue((self.root / program).with_name("built").exists())

    def test_another_file_is_not_unpacked(self) -> None:
        sha256 = self.packed()
        with (self.root / "handover.tar").open("ab") as file:
            file.write(b"x")
        ran = self.run_script("handover", "unpack", "handover.tar", sha256)
        self.assertEqual(ran.returncode, 1)
        self.assertIn(f"its SHA-256 is not {sha256}. Nothing was unpacked", ran.stderr)
        self.assertFalse((self.root / "synthesised").exists())

    def test_a_name_that_is_no_stack_is_refused(self) -> None:
        self.file("outside.yaml", "")
        for name in ("../outside", "lab", "prod/../prod", "prod;id", "-f"):
            with self.subTest(name):
                ran = self.run_script("handover", "pack", "handover.tar", STACK=name)
                self.assertEqual(ran.returncode, 2)
                self.assertIn(f"stacks/{name}.yaml does not exist", ran.stderr)
                self.assertFalse((self.root / "handover.tar").exists())

    def planned(self, reviewed: str) -> subprocess.CompletedProcess[str]:
        self.file("synthesised/stacks/prod/cdk.tf.json", "{}")
        return self.run_script("plan", REVIEWED=reviewed)

    def handed_over(self) -> str:
        first, *lines = (self.root / "output").read_text().splitlines()
        self.assertEqual(lines.pop(), first.removeprefix("reviewed<<"))
        return "\n".join(lines)

    def test_the_plan_is_shown_and_what_was_reviewed_is_handed_over(self) -> None:
        reviewed = self.file("reviewed", f"digest {DIGEST}\ncreate a.b 01234567\nEOF\nother=1")
        ran = self.planned(str(reviewed))
        self.assertEqual(ran.returncode, 0, ran.stderr)
        summary = (self.root / "summary").read_text()
        self.assertIn("### prod: the plan does the same as the reviewed one", summary)
        self.assertIn(f"Plan `{DIGEST}` from abc", summary)
        self.assertIn("create a.b 01234567", summary)
        self.assertIn("a '''' b", summary)
        self.assertEqual(self.handed_over(), reviewed.read_text())

    def test_a_plan_that_differs_from_the_comment_is_not_offered_for_approval(self) -> None:
        ran = self.planned(str(self.file("reviewed", f"digest {'f' * 32}\n")))
        self.assertEqual(ran.returncode, 4)
        self.assertIn("not reviewed: create a.b", ran.stderr)
        self.assertIn(f"run the workflow with the digest {DIGEST}", ran.stderr)
        self.assertIn("THE PLAN DIFFERS FROM THE REVIEWED ONE", (self.root / "summary").read_text())
        self.assertFalse((self.root / "output").exists())

    def test_a_digest_by_hand_is_shown_with_its_differences(self) -> None:
        ran = self.planned("f" * 32)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIn("not reviewed: create a.b", (self.root / "summary").read_text())
        self.assertEqual(self.handed_over(), "f" * 32)

    def test_what_a_fork_synthesised_is_rendered(self) -> None:
        ran = self.run_script("render", str(self.root / "fork"))
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual((self.root / "review.md").read_text(), "rendered\n")

    def test_a_refusal_of_a_fork_quotes_nothing_that_acts(self) -> None:
        hostile = '"```<!-- azure-patroni plan @team ![x](https://e.test)"'
        message = self.file("message", f"review: {hostile} is not a stack\nmore")
        ran = self.run_script("render", str(self.root / "fork"), FORK_FAILS=str(message))
        self.assertEqual(ran.returncode, 0, ran.stderr)
        text = (self.root / "review.md").read_text()
        self.assertTrue(text.startswith("<!-- azure-patroni review -->\n### No review\n"))
        self.assertIn('\n```\nreview: "???', text)
        self.assertIn("is not a stack\n```\n", text)
        for mark in ("plan @", "![", "more"):
            self.assertNotIn(mark, text)
        self.assertEqual(text.count("<!--"), 1)
        self.assertEqual(text.count("```"), 2)

    def test_a_tag_that_is_no_version_is_not_released(self) -> None:
        for version in ("1.2.3-rc.1", "1.2", "01.2.3", "1.2.3;id", ""):
            with self.subTest(version):
                ran = subprocess.run(
                    [str(ROOT / "bin/release"), version], capture_output=True, text=True, timeout=60, check=False
                )
                self.assertEqual(ran.returncode, 1)
                self.assertIn(f"'{version}' is not a version: write three numbers joined by dots", ran.stderr)
