"""Time limits and Ctrl-C of the programs that are run."""

import os
import signal
import tempfile
import threading
import time
import unittest
from pathlib import Path

from operations.programs import Programs, Ran, TimedOut

LONG = 60.0
# Reports that it was interrupted; the signal ends its child.
PATIENT = "trap 'sleep 0.2; echo interrupted >> log; exit 0' INT; echo $$ > child; sleep 60"
# Its child holds its output.
STUBBORN = "trap '' INT; sleep 60 & echo $! >> child; wait"


class ProgramsTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        before = os.getcwd()
        os.chdir(self.folder)
        self.addCleanup(os.chdir, before)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self.addCleanup(signal.signal, number, signal.getsignal(number))
        # The test itself may run under nohup.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        self.began = time.monotonic()

    def sh(self, programs: Programs, script: str, seconds: float = LONG, stop_seconds: float = LONG) -> Ran:
        return programs.run(["bash", "-c", script], seconds=seconds, stop_seconds=stop_seconds)

    def interrupts_as_soon_as_it_runs(self, number: signal.Signals = signal.SIGINT) -> None:
        def interrupt() -> None:
            while not (self.folder / "child").exists():
                time.sleep(0.01)
            os.kill(os.getpid(), number)

        threading.Thread(target=interrupt, daemon=True).start()

    def assert_ended(self) -> None:
        """The child of the program has ended with it, soon."""
        child = int((self.folder / "child").read_text())
        while time.monotonic() - self.began < LONG / 2:
            state = Path(f"/proc/{child}/stat")
            if not state.exists() or state.read_text().split()[2] == "Z":
                return
            time.sleep(0.05)
        self.fail(f"process {child} still runs")

    def test_a_program_leaves_status_output_and_errors(self) -> None:
        ran = self.sh(Programs(), "echo $X; echo no >&2; exit 3")
        self.assertEqual(ran, Ran(3, "\n", "no\n"))
        ran = Programs().run(["sh", "-c", "echo $X"], seconds=LONG, environment={"X": "1"})
        self.assertEqual(ran.output, "1\n")

    def test_a_program_that_shows_its_output_leaves_none(self) -> None:
        with (self.folder / "shown").open("w") as shown:
            ran = Programs().run(["echo", "hello"], seconds=LONG, show=shown)
        self.assertEqual((ran.output, (self.folder / "shown").read_text()), ("", "hello\n"))

    def test_a_program_reads_nothing(self) -> None:
        self.assertEqual(self.sh(Programs(), "cat").output, "")

    def test_at_its_limit_a_program_is_interrupted_and_can_end(self) -> None:
        with self.assertRaisesRegex(TimedOut, "^has not ended within 0.5 s$"):
            self.sh(Programs(), PATIENT, seconds=0.5)
        self.assertEqual((self.folder / "log").read_text(), "interrupted\n")

    def test_a_program_that_does_not_end_then_is_killed_with_its_children(self) -> None:
        with self.assertRaises(TimedOut):
            self.sh(Programs(), STUBBORN, seconds=0.5, stop_seconds=0.1)
        self.assert_ended()

    def test_ctrl_c_is_passed_on_and_waits_for_the_end(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number=number):
                for file in self.folder.iterdir():
                    file.unlink()
                programs = Programs()
                self.interrupts_as_soon_as_it_runs(number)
                with self.assertRaises(KeyboardInterrupt):
                    self.sh(programs, PATIENT)
                self.assertEqual((self.folder / "log").read_text(), "interrupted\n")
                with self.assertRaises(KeyboardInterrupt):
                    self.sh(programs, "echo started > again")
                self.assertFalse((self.folder / "again").exists())

    def test_under_nohup_the_end_of_the_terminal_is_ignored(self) -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        programs = Programs()
        self.interrupts_as_soon_as_it_runs(signal.SIGHUP)
        self.assertEqual(self.sh(programs, "touch child; sleep 0.2; echo done").output, "done\n")

    def test_what_only_reads_is_killed_by_ctrl_c(self) -> None:
        self.interrupts_as_soon_as_it_runs()
        with self.assertRaises(KeyboardInterrupt):
            self.sh(Programs(passed_on=signal.SIGKILL), STUBBORN)
        self.assert_ended()

    def test_between_programs_ctrl_c_ends_at_once(self) -> None:
        programs = Programs()
        self.sh(programs, "true")
        with self.assertRaises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(LONG)
        self.assertLess(time.monotonic() - self.began, LONG / 2)
