"""Finds the data disks by LUN, formats only what is blank and mounts them."""

import glob
import os
import re
import time

from azure_patroni import host as hosts
from azure_patroni.boot.step import note
from azure_patroni.command import attempt, run
from azure_patroni.failure import Failure
from azure_patroni.host import Disk
from azure_patroni.waiting import pauses

# Azure attaches within seconds; longer means it is not attached. systemd starts the step again after this.
WAIT_SECONDS = 120
GIB = 1024**3
BLANK_BYTES = 1024**2
FORMAT_SECONDS = 600.0
RESCAN_SECONDS = 2.0
# An XFS with a long log is replayed first.
MOUNT_SECONDS = 1800.0
REMOTE_DISKS = "MSFT NVMe Accelerator v1.0"


def nvme(lun: int, sys: str = "/sys") -> str | None:
    """The device without links of udev, by Azure's rule: namespace LUN + 2 of the remote-disk controller."""
    for controller in sorted(glob.glob(f"{sys}/class/nvme/nvme*")):
        if _text(f"{controller}/model") == REMOTE_DISKS:
            for namespace in sorted(glob.glob(f"{controller}/nvme*n*")):
                if _text(f"{namespace}/nsid") == str(lun + 2):
                    return f"/dev/{os.path.basename(namespace)}"
    return None


def content(probe: dict[str, str], zeros: bool, label: str) -> str:
    """`blank`, `ours`, or what else is on a disk, by blkid's probe and whether its start is all zeros."""
    if probe.get("TYPE") == "xfs" and probe.get("LABEL") == label:
        return "ours"
    if "PTTYPE" in probe:
        return f"a {probe['PTTYPE']} partition table"
    if "TYPE" in probe:
        return f"{probe['TYPE']} with {'label ' + probe['LABEL'] if 'LABEL' in probe else 'no label'}"
    if probe:
        return "a signature that blkid does not know"
    return "blank" if zeros else "data without a signature"


def _text(path: str) -> str:
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            return file.read().strip()
    except OSError:
        return ""


def find(disk: Disk) -> str:
    """The block device behind a LUN, waited for."""
    links = (f"/dev/disk/azure/data/by-lun/{disk.lun}", f"/dev/disk/azure/scsi1/lun{disk.lun}")
    # azure-vm-utils installed its rules a moment ago: apply them to the disks that were there before.
    attempt("udevadm", "trigger", "--subsystem-match=block")
    for sleep in pauses(time.monotonic() + WAIT_SECONDS, 5):
        attempt("udevadm", "settle", "--timeout=10")
        for path in (*links, nvme(disk.lun)):
            if path and os.path.exists(path):
                return os.path.realpath(path)
        note(f"waiting for the {disk}: attach it at this LUN (terraform apply)")
        sleep(0)
    raise Failure(f"no {disk} within {WAIT_SECONDS} s: attach it at this LUN (terraform apply)")


def whole(number: str) -> str:
    """Name of the disk that a device number is, or is a partition of."""
    path = os.path.realpath(f"/sys/dev/block/{number}")
    return os.path.basename(os.path.dirname(path) if os.path.exists(f"{path}/partition") else path)


def number_of(device: str) -> str:
    """A device's number, major:minor."""
    status = os.stat(device)
    return f"{os.major(status.st_rdev)}:{os.minor(status.st_rdev)}"


def probe(device: str) -> dict[str, str]:
    """What blkid sees on a device itself, past every cache."""
    ran = attempt("blkid", "--probe", "--output", "export", device)
    if ran.status == 8:
        return {"AMBIVALENT": "yes"}
    if ran.status not in (0, 2):
        raise Failure(f"blkid {device}: {ran.reason()}")
    found = dict(re.findall(r"^(\w+)=(.*)$", ran.output, re.MULTILINE))
    return {key: value.replace("\\", "") for key, value in found.items() if key in ("TYPE", "LABEL", "PTTYPE")}


def check(disk: Disk, device: str) -> None:
    """Refuses the system's disk, one that is too small and one that carries anything else."""
    root = run("findmnt", "--noheadings", "--output", "MAJ:MIN", "/").strip()
    if whole(number_of(device)) == whole(root):
        raise Failure(f"LUN {disk.lun} leads to {device}, the system's own disk: detach it there and attach the {disk}")
    with open(device, "rb") as file:
        size = file.seek(0, os.SEEK_END)
    if size < disk.gib * GIB * 0.99:
        raise Failure(
            f"{disk} {device} has {size / GIB:.1f} GiB, not {disk.gib}:"
            " is another disk attached at this LUN? Attach the right one (terraform apply)"
        )
    found = look(disk, device)
    if found not in ("blank", "ours"):
        raise Failure(
            f"{disk} {device} contains {found}, not xfs with label {disk.label}, and stays as it is: attach the right"
            f" disk, or if nothing on it is needed: wipefs --all {device} && dd if=/dev/zero of={device} bs=1M count=1"
        )


def look(disk: Disk, device: str) -> str:
    """What is on a device."""
    with open(device, "rb") as file:
        zeros = not any(file.read(BLANK_BYTES))
    return content(probe(device), zeros, disk.label)


def mount(disk: Disk, device: str) -> None:
    """Mounts the device that was checked (a UUID may be a copy's) over a folder that stays empty without it."""
    there = attempt("findmnt", "--noheadings", "--output", "MAJ:MIN", "--mountpoint", disk.mount).output.split()
    if there and there[-1] != number_of(device):
        raise Failure(f"{disk.mount} is a mount of another device ({there[-1]}), not of {device}: umount {disk.mount}")
    if not there:
        os.makedirs(disk.mount, exist_ok=True)
        if os.listdir(disk.mount):
            raise Failure(
                f"{disk.mount} has files beneath the mount of the {disk}: move them away (chattr -i {disk.mount} first)"
            )
        ran = attempt("chattr", "+i", disk.mount)
        if ran.status:
            note(f"{disk.mount} cannot be made immutable: {ran.reason()}")
        if look(disk, device) == "blank":
            note(f"formatting the {disk} {device}")
            # Without -f mkfs refuses whatever holds a signature after all; a blank disk needs no discard.
            run("mkfs.xfs", "-q", "-K", "-L", disk.label, device, seconds=FORMAT_SECONDS)
        # The folders are of postgres, which could put devices or programs of root there on another machine.
        run("mount", "--types", "xfs", "--options", "noatime,nodev,nosuid", device, disk.mount, seconds=MOUNT_SECONDS)
        note(f"mounted the {disk} {device} on {disk.mount}")
    # A disk that was enlarged; does nothing to any other.
    run("xfs_growfs", "-d", disk.mount, seconds=FORMAT_SECONDS)


def same(disks: list[Disk], devices: list[str]) -> None:
    """Refuses two disks that are one device."""
    for disk, other, device in zip(disks, disks[1:], devices):
        if devices.count(device) > 1:
            raise Failure(f"the {disk} and the {other} lead to one device, {device}: attach each disk at its own LUN")


def rescan(sys: str = "/sys") -> None:
    """Has the kernel ask the controllers for the size of disks that were enlarged while they were attached."""
    patterns = ("nvme/*/rescan_controller", "block/sd*/device/rescan")
    for control in [path for pattern in patterns for path in glob.glob(f"{sys}/class/{pattern}")]:
        try:
            with open(control, "w", encoding="ascii") as file:
                file.write("1")
        except OSError as error:
            note(f"{control}: {error.strerror}")
    # The kernel answers before it has asked.
    time.sleep(RESCAN_SECONDS)


def main(arguments: list[str]) -> None:
    if "--rescan" in arguments:
        rescan()
    disks = list(hosts.load().disks)
    devices = [find(disk) for disk in disks]
    same(disks, devices)
    # All are checked before the first is written to.
    for disk, device in zip(disks, devices):
        check(disk, device)
    for disk, device in zip(disks, devices):
        mount(disk, device)
    note(f"{len(disks)} disks mounted")
