"""Data disks: what is on them decides, and nothing that may hold data is written to."""

import os
from pathlib import Path

import pytest

from azure_patroni import host as hosts
from azure_patroni.boot import disks
from azure_patroni.failure import Failure
from azure_patroni.host import Disk, Host
from conftest import Programs
from fakes import Clock

DATA = Disk("data", 0, 1, "/pgdata")
WAL = Disk("wal", 1, 1, "/pgwal")
OURS = "DEVNAME=/dev/sdc\nLABEL=pgdata\nTYPE=xfs\nUSAGE=filesystem\n"


@pytest.mark.parametrize(
    ("probe", "zeros", "found"),
    [
        ({}, True, "blank"),
        ({}, False, "data without a signature"),
        ({"USAGE": "raid"}, True, "a signature that blkid does not know"),
        ({"AMBIVALENT": "yes"}, True, "a signature that blkid does not know"),
        ({"TYPE": "xfs", "LABEL": "pgdata"}, False, "ours"),
        ({"TYPE": "xfs", "LABEL": "pgwal"}, False, "xfs with label pgwal"),
        ({"TYPE": "ext4", "LABEL": "pgdata"}, False, "ext4 with label pgdata"),
        ({"TYPE": "ext4"}, False, "ext4 with no label"),
        ({"PTTYPE": "gpt"}, False, "a gpt partition table"),
        ({"PTTYPE": "dos"}, True, "a dos partition table"),
    ],
)
def test_only_zeros_without_a_signature_are_blank_and_only_our_label_is_ours(
    probe: dict[str, str], zeros: bool, found: str
) -> None:
    assert disks.content(probe, zeros, "pgdata") == found


def test_without_links_a_disk_is_the_namespace_lun_plus_two_of_the_remote_controller(tmp_path: Path) -> None:
    for controller, model, namespace, nsid in (
        ("nvme0", "MSFT NVMe Accelerator v1.0", "nvme0n1", "1"),
        ("nvme0", "MSFT NVMe Accelerator v1.0", "nvme0n3", "3"),
        ("nvme1", "Microsoft NVMe Direct Disk v2", "nvme1n3", "3"),
    ):
        folder = tmp_path / "class/nvme" / controller
        (folder / namespace).mkdir(parents=True)
        (folder / "model").write_text(f"{model}\n")
        (folder / namespace / "nsid").write_text(f"{nsid}\n")
    # A controller that goes away while it is looked at.
    (tmp_path / "class/nvme/nvme2").mkdir()

    assert disks.nvme(1, str(tmp_path)) == "/dev/nvme0n3"
    assert disks.nvme(0, str(tmp_path)) is None


def test_a_disk_that_appears_late_is_waited_for(
    programs: Programs, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.answer("udevadm")
    (tmp_path / "sdc").touch()
    answers = [None, None, str(tmp_path / "link")]
    (tmp_path / "link").symlink_to("sdc")
    monkeypatch.setattr(disks, "nvme", lambda lun: answers.pop(0))
    assert disks.find(DATA) == str(tmp_path / "sdc")
    assert clock.slept == [1, 2]


def test_a_disk_that_is_not_attached_is_named(
    programs: Programs, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.answer("udevadm")
    monkeypatch.setattr(disks, "nvme", lambda lun: None)
    monkeypatch.setattr(disks, "WAIT_SECONDS", 12)
    with pytest.raises(Failure, match=r"^no wal disk \(LUN 1\) within 12 s: attach it at this LUN"):
        disks.find(WAL)
    assert sum(clock.slept) == 12


@pytest.mark.parametrize(
    ("status", "output", "found"),
    [
        (0, OURS, {"LABEL": "pgdata", "TYPE": "xfs"}),
        (0, "LABEL=pg\\ data\nTYPE=ext4\n", {"LABEL": "pg data", "TYPE": "ext4"}),
        (2, "", {}),
        (8, "", {"AMBIVALENT": "yes"}),
    ],
)
def test_what_blkid_says(programs: Programs, status: int, output: str, found: dict[str, str]) -> None:
    programs.answer("blkid", "--probe --output export /dev/sdc", output, status=status)
    assert disks.probe("/dev/sdc") == found


def test_a_blkid_that_fails_decides_nothing(programs: Programs) -> None:
    programs.answer("blkid", error="blkid: error: /dev/sdc: Input/output error", status=4)
    with pytest.raises(Failure, match="^blkid /dev/sdc: blkid: error: /dev/sdc: Input/output error$"):
        disks.probe("/dev/sdc")


@pytest.fixture
def device(programs: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A blank disk of 1 GiB; the system's disk is 8:0."""
    path = tmp_path / "device"
    path.touch()
    os.truncate(path, disks.GIB)
    programs.answer("findmnt", "*MAJ:MIN /", " 8:0\n")
    programs.answer("blkid", status=2)
    monkeypatch.setattr(disks, "number_of", lambda device: "8:32")
    return path


def test_a_blank_disk_and_one_of_ours_are_accepted(programs: Programs, device: Path) -> None:
    disks.check(DATA, str(device))
    programs.answer("blkid", output=OURS)
    disks.check(DATA, str(device))


def test_a_disk_with_a_signature_stays_as_it_is(programs: Programs, device: Path) -> None:
    programs.answer("blkid", output="TYPE=LVM2_member\n")
    fix = f"wipefs --all {device} && dd if=/dev/zero of={device} bs=1M count=1$"
    with pytest.raises(Failure, match=f"contains LVM2_member with no label, not xfs with label pgdata.*{fix}"):
        disks.check(DATA, str(device))


@pytest.mark.parametrize("offset", [0, 2**20 - 1])
def test_a_disk_with_anything_in_its_first_mebibyte_is_not_blank(device: Path, offset: int) -> None:
    with open(device, "r+b") as file:
        file.seek(offset)
        file.write(b"x")
    with pytest.raises(Failure, match="contains data without a signature"):
        disks.check(DATA, str(device))


@pytest.mark.parametrize(("per_mille", "fits"), [(1000, True), (991, True), (989, False)])
def test_a_disk_that_is_too_small_is_refused(device: Path, per_mille: int, fits: bool) -> None:
    os.truncate(device, disks.GIB * per_mille // 1000)
    if fits:
        disks.check(DATA, str(device))
    else:
        with pytest.raises(Failure, match="has 1.0 GiB, not 1: is another disk attached at this LUN"):
            disks.check(DATA, str(device))


def test_the_systems_own_disk_is_refused(device: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disks, "number_of", lambda device: "8:0")
    with pytest.raises(Failure, match="^LUN 0 leads to .*, the system's own disk"):
        disks.check(DATA, str(device))


def test_a_number_without_an_entry_in_sys_is_no_other_disk(tmp_path: Path) -> None:
    assert disks.whole("999:1") != disks.whole("999:2")
    assert disks.number_of("/dev/null") == "1:3"


class Mounts:
    """A folder to mount on, and the programs that do it."""

    def __init__(self, programs: Programs, device: Path, folder: Path) -> None:
        self.programs = programs
        self.device = str(device)
        self.disk = Disk("data", 0, 1, str(folder))
        programs.answer("findmnt", "*--mountpoint *", status=1)
        for name in ("chattr", "mkfs.xfs", "mount", "xfs_growfs"):
            programs.answer(name)

    @property
    def changes(self) -> list[str]:
        """The calls that change something."""
        return [call for call in self.programs.calls if not call.startswith(("findmnt", "blkid"))]


@pytest.fixture
def mounts(programs: Programs, device: Path, tmp_path: Path) -> Mounts:
    return Mounts(programs, device, tmp_path / "mount")


def test_a_blank_disk_is_formatted_and_mounted(mounts: Mounts) -> None:
    disks.mount(mounts.disk, mounts.device)
    mount, device = mounts.disk.mount, mounts.device
    assert mounts.changes == [
        f"chattr +i {mount}",
        f"mkfs.xfs -q -K -L pgdata {device}",
        f"mount --types xfs --options noatime,nodev,nosuid {device} {mount}",
        f"xfs_growfs -d {mount}",
    ]


@pytest.mark.parametrize("probe", [OURS, "TYPE=ext4\n", "PTTYPE=gpt\n"])
def test_a_disk_that_holds_anything_is_never_formatted(mounts: Mounts, probe: str) -> None:
    mounts.programs.answer("blkid", output=probe)
    disks.mount(mounts.disk, mounts.device)
    assert not any("mkfs" in call for call in mounts.changes)
    assert f"mount --types xfs --options noatime,nodev,nosuid {mounts.device} {mounts.disk.mount}" in mounts.changes


def test_a_disk_that_is_mounted_is_only_enlarged(mounts: Mounts) -> None:
    mounts.programs.answer("findmnt", "*--mountpoint *", " 8:32\n")
    disks.mount(mounts.disk, mounts.device)
    assert mounts.changes == [f"xfs_growfs -d {mounts.disk.mount}"]


def test_a_mount_of_another_device_is_refused(mounts: Mounts) -> None:
    # Of two mounts over each other the last one counts.
    mounts.programs.answer("findmnt", "*--mountpoint *", " 8:32\n 8:48\n")
    with pytest.raises(Failure, match=r"is a mount of another device \(8:48\), not of .*: umount"):
        disks.mount(mounts.disk, mounts.device)
    assert mounts.changes == []


def test_files_beneath_the_mount_are_not_hidden(mounts: Mounts) -> None:
    folder = Path(mounts.disk.mount)
    folder.mkdir()
    (folder / "PG_VERSION").touch()
    with pytest.raises(Failure, match=r"has files beneath the mount of the data disk \(LUN 0\): move them away"):
        disks.mount(mounts.disk, mounts.device)
    assert mounts.changes == []


def test_a_file_system_without_attributes_is_no_reason_to_stop(
    mounts: Mounts, capsys: pytest.CaptureFixture[str]
) -> None:
    mounts.programs.answer("chattr", error="chattr: Operation not supported", status=1)
    disks.mount(mounts.disk, mounts.device)
    assert "cannot be made immutable: chattr: Operation not supported" in capsys.readouterr().out


def test_two_disks_on_one_device_are_refused() -> None:
    disks.same([DATA, WAL], ["/dev/sdc", "/dev/sdd"])
    with pytest.raises(Failure, match=r"^the data disk .* and the wal disk .* lead to one device, /dev/sdc:"):
        disks.same([DATA, WAL], ["/dev/sdc", "/dev/sdc"])


def test_no_disk_is_written_to_before_all_are_checked(database: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "load", lambda: database)
    done: list[str] = []

    def check(disk: Disk, device: str) -> None:
        done.append(f"check {disk.name}")
        if disk.name == "wal" and len(done) > 4:
            raise Failure("contains ext4")

    monkeypatch.setattr(disks, "find", lambda disk: f"/dev/{disk.name}")
    monkeypatch.setattr(disks, "check", check)
    monkeypatch.setattr(disks, "mount", lambda disk, device: done.append(f"mount {device}"))
    disks.main([])
    assert done == ["check data", "check wal", "mount /dev/data", "mount /dev/wal"]
    with pytest.raises(Failure):
        disks.main([])
    assert done[4:] == ["check data", "check wal"]


def test_a_reload_asks_the_controllers_for_the_size_of_enlarged_disks(
    tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    controls = [tmp_path / "class/nvme/nvme1/rescan_controller", tmp_path / "class/block/sdc/device/rescan"]
    for control in controls:
        control.parent.mkdir(parents=True)
        control.touch()
    refused = tmp_path / "class/block/sdd/device/rescan"
    refused.mkdir(parents=True)
    disks.rescan(str(tmp_path))
    assert [control.read_text() for control in controls] == ["1", "1"]
    assert clock.slept == [2.0]
    assert "Is a directory" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "times"), [([], 0), (["--rescan"], 1)])
def test_only_a_reload_rescans(
    database: Host, monkeypatch: pytest.MonkeyPatch, arguments: list[str], times: int
) -> None:
    monkeypatch.setattr(hosts, "load", lambda: database)
    seen: list[str] = []
    monkeypatch.setattr(disks, "rescan", lambda: seen.append("rescan"))
    monkeypatch.setattr(disks, "find", lambda disk: f"/dev/{disk.name}")
    monkeypatch.setattr(disks, "check", lambda disk, device: None)
    monkeypatch.setattr(disks, "mount", lambda disk, device: None)
    disks.main(arguments)
    assert len(seen) == times
