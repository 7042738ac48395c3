"""Huge pages: PostgreSQL is asked how many, and the kernel for all or none."""

import json
from pathlib import Path

import pytest

from azure_patroni.boot import huge_pages
from azure_patroni.command import TIMED_OUT, Ran
from azure_patroni.failure import Failure
from conftest import Programs
from fakes import Clock

PARAMETERS = {"shared_buffers": "4GB", "max_connections": "100"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, own: None, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Path:
    document = {
        "postgresql": {"bin_dir": str(tmp_path / "programs")},
        "bootstrap": {"dcs": {"postgresql": {"parameters": {"shared_buffers": "4GB", "max_connections": 100}}}},
    }
    (tmp_path / "cluster.yml").write_text(json.dumps(document))
    for name, path in (("CLUSTER", "cluster.yml"), ("CACHE", "cache.json")):
        monkeypatch.setattr(huge_pages, name, str(tmp_path / path))
    for name, path in (("OLD_SYSCTL", "sysctl.conf"), ("MEMINFO", "meminfo")):
        monkeypatch.setattr(huge_pages, name, tmp_path / path)
    (tmp_path / "meminfo").write_text("MemTotal: 1024000 kB\nHugePages_Total:     7\nHugepagesize: 2048 kB\n")
    return tmp_path


def test_the_clusters_parameters_are_asked_for(folder: Path) -> None:
    assert huge_pages.settings() == (str(folder / "programs"), PARAMETERS)


@pytest.mark.parametrize("text", [None, "bootstrap: {}", "- 1", "{"])
def test_a_configuration_without_parameters_says_what_to_do(folder: Path, text: str | None) -> None:
    (folder / "cluster.yml").unlink()
    if text is not None:
        (folder / "cluster.yml").write_text(text)
    with pytest.raises(Failure, match="cluster.yml: .*: apply the host's bundle again$"):
        huge_pages.settings()


class Server:
    """PostgreSQL's programs, which run as its own account."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.results = {"initdb": Ran(0, "", ""), "postgres": Ran(0, "log line\n2199\n", "")}
        self.commands: list[tuple[str, ...]] = []
        monkeypatch.setattr(huge_pages, "attempt", self.attempt)
        monkeypatch.setattr(huge_pages, "run", lambda *words: "postgres (PostgreSQL) 16.4\n")

    def attempt(self, *words: str, user: str) -> Ran:
        assert user == "postgres"
        self.commands.append(words)
        return self.results[Path(words[0]).name]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    return Server(monkeypatch)


def test_a_scratch_server_with_the_parameters_is_asked_without_tls(server: Server) -> None:
    assert huge_pages.ask("/pg", PARAMETERS) == 2199
    words = server.commands[-1]
    for setting in ("shared_buffers=4GB", "max_connections=100", "ssl=off"):
        assert words[words.index(setting) - 1] == "-c"
    assert words[-2:] == ("-C", "shared_memory_size_in_huge_pages")


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("initdb", "^/pg/initdb: no space"),
        ("postgres", "^PostgreSQL refuses the parameters of .*: no space.*: correct them in the stack file$"),
    ],
)
def test_a_refusal_says_what_to_do(server: Server, program: str, message: str) -> None:
    server.results[program] = Ran(1, "", "no space")
    with pytest.raises(Failure, match=message):
        huge_pages.ask("/pg", PARAMETERS)


def test_the_answer_is_kept_while_server_and_parameters_are_the_same(server: Server) -> None:
    assert huge_pages.wanted("/pg", PARAMETERS) == 2199
    asked = len(server.commands)
    server.results["postgres"] = Ran(0, "4398\n", "")
    assert huge_pages.wanted("/pg", dict(reversed(PARAMETERS.items()))) == 2199
    assert len(server.commands) == asked
    assert huge_pages.wanted("/pg", PARAMETERS | {"shared_buffers": "8GB"}) == 4398


@pytest.mark.parametrize("text", ["{", "{}", '{"key": "another", "pages": 1}'])
def test_a_broken_answer_is_asked_again(server: Server, folder: Path, text: str) -> None:
    (folder / "cache.json").write_text(text)
    assert huge_pages.wanted("/pg", PARAMETERS) == 2199


class Kernel:
    """Gives some more huge pages at each question."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, before: int, step: int) -> None:
        self.pages, self.step = before, step
        self.calls: list[str] = []
        monkeypatch.setattr(huge_pages, "total", lambda: self.pages)
        monkeypatch.setattr(huge_pages, "attempt", self.attempt)

    def attempt(self, *words: str) -> Ran:
        self.calls.append(words[-1])
        if words[-1].startswith("vm.nr_hugepages="):
            asked = int(words[-1].split("=")[1])
            self.pages = min(asked, self.pages + self.step)
        return Ran(0, "", "")


@pytest.mark.parametrize(
    ("before", "step", "there", "left", "pauses"),
    [
        (0, 100, 100, 100, 0),
        (0, 30, 100, 100, 3),
        # All or none: a part would be wasted.
        (10, 5, 35, 10, 4),
        (0, 0, 0, 0, 4),
    ],
)
def test_the_kernel_is_asked_again_after_it_compacted_its_memory(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, before: int, step: int, there: int, left: int, pauses: int
) -> None:
    kernel = Kernel(monkeypatch, before, step)
    assert huge_pages.reserve(100) == there
    assert kernel.pages == left
    assert kernel.calls.count("vm.compact_memory=1") == len(clock.slept) == pauses


def test_the_kernels_number_is_read() -> None:
    assert huge_pages.total() == 7


def test_three_quarters_of_the_memory_may_be_huge_pages() -> None:
    assert huge_pages.affordable() == 375


@pytest.mark.parametrize(
    ("container", "there", "said"),
    [
        (True, 0, "needs 100 huge pages, but the kernel belongs to the container's host"),
        (False, 99, "the kernel gave 99 of 100 huge pages, so PostgreSQL runs without: free memory, or reboot"),
        (False, 120, "120 huge pages are reserved, 100 needed"),
    ],
)
def test_postgresql_starts_with_or_without(
    programs: Programs,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    container: bool,
    there: int,
    said: str,
) -> None:
    programs.answer("systemd-detect-virt", "--container --quiet", status=0 if container else 1)
    monkeypatch.setattr(huge_pages, "wanted", lambda *question: 100)
    monkeypatch.setattr(huge_pages, "reserve", lambda pages: there)
    huge_pages.main([])
    assert said in capsys.readouterr().out


def test_nothing_reserves_pages_before_this_step(
    programs: Programs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "sysctl.conf").write_text("vm.nr_hugepages = 100\n")
    programs.answer("systemd-detect-virt")
    monkeypatch.setattr(huge_pages, "wanted", lambda *question: 100)
    huge_pages.main([])
    assert not (folder / "sysctl.conf").exists()


@pytest.mark.parametrize(("pages", "reserved"), [(375, [375]), (376, [])])
def test_a_host_that_became_too_small_keeps_a_quarter_of_its_memory(
    programs: Programs,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pages: int,
    reserved: list[int],
) -> None:
    programs.answer("systemd-detect-virt", "--container --quiet", status=1)
    asked: list[int] = []
    released: list[int] = []
    monkeypatch.setattr(huge_pages, "wanted", lambda *question: pages)
    monkeypatch.setattr(huge_pages, "reserve", lambda number: asked.append(number) or number)
    monkeypatch.setattr(huge_pages, "ask_kernel", released.append)
    huge_pages.main([])
    assert asked == reserved
    assert released == ([] if reserved else [0])
    said = "this host can give 375: none are reserved; lower shared_buffers"
    assert (said in capsys.readouterr().out) != bool(reserved)


def test_a_server_without_huge_pages_reserves_none(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    programs.answer("systemd-detect-virt", "--container --quiet", status=1)
    asked: list[int] = []
    monkeypatch.setattr(huge_pages, "wanted", lambda *question: -1)
    monkeypatch.setattr(huge_pages, "reserve", lambda number: asked.append(number) or number)
    huge_pages.main([])
    assert asked == [0]


def test_a_server_that_hangs_is_a_refusal(server: Server) -> None:
    server.results["postgres"] = Ran(TIMED_OUT, "", "no answer within 60 s")
    with pytest.raises(Failure, match="no answer within 60 s"):
        huge_pages.wanted("/pg", PARAMETERS)
