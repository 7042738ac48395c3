import io
import sys

import pytest

from azure_patroni import output
from azure_patroni.failure import Failure
from azure_patroni.output import Output, confirm


def test_lines_and_the_document_go_to_different_streams(capsys: pytest.CaptureFixture[str]) -> None:
    for as_json in (False, True):
        Output(as_json).line("progress")
        Output(as_json).result({"a": 1})
    printed = capsys.readouterr()
    assert printed.out == 'progress\n{\n  "a": 1\n}\n'
    assert printed.err == "progress\n"


class Terminal(io.StringIO):
    """Standard input at which somebody types; a pseudo-terminal is not to be had everywhere."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "confirmed"),
    [
        *[("y\n", True), ("YES\n", True), (" yes \n", True), ("n\n", False), ("\n", False), ("yess\n", False)],
        # The end of the input.
        ("", False),
    ],
)
def test_a_terminal_is_asked(
    typed: str, confirmed: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    if confirmed:
        confirm("Restart?", False)
    else:
        with pytest.raises(Failure, match="not confirmed: nothing was changed"):
            confirm("Restart?", False)
    assert capsys.readouterr().err == "Restart? [y/N] "


def test_without_a_terminal_yes_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    with pytest.raises(Failure, match="standard input is not a terminal: use --yes"):
        confirm("Restart?", False)
    confirm("Restart?", True)


def test_columns_are_as_wide_as_they_need_to_be() -> None:
    assert output.table(["a", "long"], [["wide", 1], ["", 22]]) == ["a     long", "wide  1", "      22", ""]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (1536 * 1024, "1.5 MiB"),
        (8 * 1024**3, "8.0 GiB"),
        (1024**4, "1.0 TiB"),
        (4096 * 1024**4, "4096.0 TiB"),
    ],
)
def test_sizes_have_the_unit_that_people_read(count: float, said: str) -> None:
    assert output.size(count) == said
