from pathlib import Path

import pytest

from azure_patroni.boot import disks


@pytest.mark.parametrize(
    ("probe", "zeros", "found"),
    [
        ({}, True, "blank"),
        ({}, False, "data without a signature"),
        ({"USAGE": "raid"}, True, "a signature that blkid does not know"),
        ({"TYPE": "xfs", "LABEL": "pgdata"}, False, "ours"),
        ({"TYPE": "xfs", "LABEL": "pgwal"}, False, "xfs with label pgwal"),
        ({"TYPE": "ext4"}, False, "ext4 with no label"),
        ({"PTTYPE": "gpt"}, False, "a gpt partition table"),
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

    assert disks.nvme(1, str(tmp_path)) == "/dev/nvme0n3"
    assert disks.nvme(0, str(tmp_path)) is None
