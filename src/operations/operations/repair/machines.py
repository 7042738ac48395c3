"""VMs, their disks and their extensions: what Azure says of their states decides what is done with them."""

from operations.azure_cli import AzureCli
from operations.repair.findings import Deletion, Findings, listed
from operations.repair.ids import ATTACHMENT, EXTENSION, VM
from operations.repair.resources import Values


def find_machines(az: AzureCli, findings: Findings) -> None:
    """Finds VMs and attachments that the state lacks, and system disks without a VM."""
    resources = findings.resources
    absent = {address: resources.identifier(address) for address in resources.absent([VM])}
    absent = {address: one for address, one in absent.items() if findings.may_exist(one)}
    attachments = {address: resources.identifier(address) for address in resources.absent([ATTACHMENT])}
    owners = {address: one.rsplit("/dataDisks/", 1)[0] for address, one in attachments.items()}
    asked = [one for one in {*absent.values(), *owners.values()} if findings.may_exist(one)]
    if not asked:
        return
    machines = listed(az, asked, "vm", "list", "--show-details")
    disks = listed(az, absent.values(), "disk", "list")
    for address, identifier in absent.items():
        found = machines.get(identifier.lower())
        if found:
            machine(findings, address, found, disks)
        else:
            no_machine(findings, address, disks)
    for address, identifier in attachments.items():
        attached = data_disks(machines.get(owners[address].lower(), {}))
        if resources.argument(address, "managed_disk_id").lower() in attached:
            findings.imports[address] = identifier


def no_machine(findings: Findings, address: str, disks: dict[str, Values]) -> None:
    """A VM that does not exist; its system disk may."""
    findings.does_not_exist(findings.resources.identifier(address))
    name, disk = findings.resources.system_disk(address)
    if disk.lower() not in disks:
        return
    owner = disks[disk.lower()].get("managedBy")
    if owner:
        findings.left.append(f"{address}: its system disk {name} belongs to {owner}: delete one of them by hand")
    else:
        why = "the system disk of a VM that does not exist; Azure refuses to create the VM while it is there"
        findings.deletions.append(Deletion(disk, why, [delete_disk(disk)]))


def machine(findings: Findings, address: str, found: Values, disks: dict[str, Values]) -> None:
    """A VM that exists: imported, unless it failed and can hold nothing."""
    identifier = findings.resources.identifier(address)
    state, power = found.get("provisioningState"), found.get("powerState") or "not running"
    if state not in ("Succeeded", "Failed", "Canceled"):
        findings.left.append(still_working(address, state))
    elif state == "Succeeded":
        findings.imports[address] = identifier
    elif power == "VM running" or data_disks(found):
        findings.imports[address] = identifier
        findings.note(
            address,
            f"provisioning state {state}, {power}: it may hold data, so it is not deleted; if the host does not work,"
            " replace it (docs/how-to/replace-a-host.md)",
        )
    else:
        name, disk = findings.resources.system_disk(address)
        commands = [["vm", "delete", "--ids", identifier, "--yes"]]
        commands += [delete_disk(disk)] if disk.lower() in disks else []
        why = f"provisioning state {state}, {power}, no data disk; with its system disk {name}"
        findings.deletions.append(Deletion(f"{address} {identifier}", why, commands))
        findings.does_not_exist(identifier)


def find_extensions(az: AzureCli, findings: Findings) -> None:
    """Looks at the states of the extensions that would be imported."""
    for address in findings.resources.absent([EXTENSION]):
        identifier = findings.imports.get(address)
        if not identifier:
            continue
        state = (az.ask("vm", "extension", "show", "--ids", identifier) or {}).get("provisioningState")
        if state == "Succeeded":
            continue
        del findings.imports[address]
        if state in ("Failed", "Canceled"):
            command = ["vm", "extension", "delete", "--ids", identifier]
            findings.deletions.append(Deletion(f"{address} {identifier}", f"provisioning state {state}", [command]))
        else:
            findings.left.append(still_working(address, state))


def still_working(address: str, state: str | None) -> str:
    """Why a resource is left alone."""
    return f"{address}: Azure is still working on it (provisioning state {state}): run this again later"


def delete_disk(identifier: str) -> list[str]:
    """The command of az that deletes a disk."""
    return ["disk", "delete", "--ids", identifier, "--yes"]


def data_disks(found: Values) -> set[str]:
    """The IDs of a VM's data disks, in lower case."""
    disks = (found.get("storageProfile") or {}).get("dataDisks") or []
    return {str((one.get("managedDisk") or {}).get("id")).lower() for one in disks}
