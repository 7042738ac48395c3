"""Checks of VM sizes, disks and quotas in a location."""

from collections import Counter

from operations.preflight.questions import Answer, Questions
from operations.preflight.rows import Rows
from operations.preflight.stack import Arguments, Stack

VM, DISK = "azurerm_linux_virtual_machine", "azurerm_managed_disk"
DISK_QUOTAS = {"PremiumV2_LRS": ("PremiumV2DiskCount", "PremiumV2DiskSizeInGB")}

# A row of az vm list-skus.
Sku = Arguments


class Sizes:
    """Checks of one location."""

    def __init__(self, stack: Stack, location: str, rows: Rows) -> None:
        self.stack, self.location, self.rows = stack, location, rows
        # The offered sizes, by name.
        self.sold: dict[str, Sku] = {}

    def ask(self, questions: Questions) -> tuple[Answer, Answer]:
        """Asks for what is offered, and for quotas."""
        names = {("virtualMachines", one["size"]) for one in self.stack.machines}
        names |= {("disks", one["storage_account_type"]) for one in self.stack.disks}
        wanted = " || ".join(f"resourceType=='{kind}' && name=='{name}'" for kind, name in sorted(names))
        return (
            questions.compute("list-skus", "--all", "--location", self.location, "--query", f"[?{wanted}]"),
            questions.compute("list-usage", "--location", self.location),
        )

    def check(self, offered: Answer, usages: Answer) -> None:
        """Judges the answers."""
        self.offers(offered)
        self.quotas(usages)

    def offers(self, asked: Answer) -> None:
        """Whether sizes and disks are offered in the stack's zones, and the sizes can run the hosts."""
        machines = self.stack.zones(VM, self.location, "size")
        disks = self.stack.zones(DISK, self.location, "storage_account_type")
        needed = ", ".join(sorted([*machines, *disks]))
        skus = self.rows.answer(asked, f"sizes and disks in {self.location}", needed, "run it again")
        if skus is None:
            return
        for size, zones in sorted(machines.items()):
            offers = [one for one in skus if one["resourceType"] == "virtualMachines" and one["name"] == size]
            fix = "set another vmSize, zones or location in the stack file"
            self.zones(f"{size} in {self.location}", offers, zones, fix)
            if offers:
                self.sold[size] = offers[0]
                self.capabilities(size, offers[0])
        for kind, zones in sorted(disks.items()):
            offers = [one for one in skus if one["resourceType"] == "disks" and one["name"] == kind]
            fix = "set other zones or another location in the stack file"
            self.zones(f"{kind} disks in {self.location}", offers, zones, fix)

    def zones(self, check: str, offers: list[Sku], zones: set[str], fix: str) -> None:
        """Whether something is offered in all zones, without restriction."""
        needed = f"zone{'s' if len(zones) > 1 else ''} {', '.join(sorted(zones))}" if zones else "offered"
        if not offers:
            return self.rows.add(check, False, "not offered to this subscription", needed, fix)
        infos = [info for offer in offers for info in offer.get("locationInfo") or []]
        restrictions = [one for offer in offers for one in offer.get("restrictions") or []]
        offered = {zone for info in infos for zone in info.get("zones") or []}
        restricted = {
            zone for one in restrictions for zone in (one.get("restrictionInfo") or {}).get("zones") or []
        }
        reasons = {str(one.get("reasonCode")) for one in restrictions}
        everywhere = any(one.get("type") == "Location" for one in restrictions)
        why = ", ".join(sorted(reasons))
        found = f"zones {', '.join(sorted(offered - restricted)) or 'none'}" if offered else "offered without zones"
        if everywhere:
            found = f"restricted in the whole location: {why}"
        elif restricted:
            found += f"; restricted in {', '.join(sorted(restricted))}: {why}"
        if "NotAvailableForSubscription" in reasons:
            fix += ", or ask Azure's support for access to it"
        return self.rows.add(check, not everywhere and zones <= offered - restricted, found, needed, fix)

    def capabilities(self, size: str, sku: Sku) -> None:
        """What the VMs need of a size: generation 2, the disk controller, Premium disks, Trusted Launch."""
        has = {one["name"]: str(one["value"]) for one in sku.get("capabilities") or []}
        needs = {"HyperVGenerations": "V2", "PremiumIO": "True"}
        machines = [one for one in self.stack.machines if one["size"] == size]
        for one in machines:
            if one.get("disk_controller_type"):
                needs["DiskControllerTypes"] = one["disk_controller_type"]
        if any(one.get("secure_boot_enabled") or one.get("vtpm_enabled") for one in machines):
            # Azure names it only where it is missing.
            needs["TrustedLaunchDisabled"] = "False"
            has.setdefault("TrustedLaunchDisabled", "False")
        good = all(contains(has[name], need) for name, need in needs.items() if name in has)
        known = all(name in has for name in needs)
        self.rows.add(
            f"{size} can run the hosts",
            good if known or not good else None,
            ", ".join(f"{name} {has.get(name, 'not stated')}" for name in needs),
            ", ".join(f"{name} {need}" for name, need in needs.items()),
            "set another vmSize in the stack file",
        )

    def quotas(self, asked: Answer) -> None:
        """Whether the limits less what is used are enough."""
        needed = self.needed()
        amounts = ", ".join(f"{name} {amount}" for name, amount in needed.items())
        usages = self.rows.answer(asked, f"quotas in {self.location}", amounts, "run it again")
        if usages is None:
            return
        # Sizes and quotas write the same family in different case.
        by_name = {one["name"]["value"].lower(): one for one in usages}
        for name, amount in needed.items():
            self.quota(name, amount, by_name.get(name.lower()))

    def needed(self) -> Counter[str]:
        """What the stack needs, by quota; a row for each size whose vCPUs Azure does not name."""
        needed: Counter[str] = Counter()
        sizes = Counter(one["size"] for one in self.stack.machines if one["location"] == self.location)
        for size, count in sorted(sizes.items()):
            sku = self.sold.get(size, {})
            cores = next((int(one["value"]) for one in sku.get("capabilities") or [] if one["name"] == "vCPUs"), None)
            if cores is None or not sku.get("family"):
                self.rows.add(
                    f"quota for {size} in {self.location}",
                    None,
                    "Azure does not name its vCPUs and family",
                    f"vCPUs for {count}",
                    "solve what the row of its zones reports, and run it again",
                )
                continue
            needed[sku["family"]] += cores * count
            needed["cores"] += cores * count
        for disk in self.stack.disks:
            for quota, amount in zip(DISK_QUOTAS.get(disk["storage_account_type"], ()), (1, disk["disk_size_gb"])):
                needed[quota] += amount if disk["location"] == self.location else 0
        return needed

    def quota(self, name: str, amount: int, usage: Arguments | None) -> None:
        """Whether enough is left of a quota."""
        check, needed = f"quota {name} in {self.location}", f"{amount} free"
        if usage is None:
            fix = "look it up in the portal under Quotas"
            return self.rows.add(check, None, "Azure lists no such quota", needed, fix)
        used, limit = int(usage["currentValue"]), int(usage["limit"])
        found = f"{limit - used} free: {used} of {limit} used"
        fix = f"raise {usage['name'].get('localizedValue', name)} in the portal under Quotas"
        return self.rows.add(check, limit - used >= amount, found, needed, fix)


def contains(words: str, word: str) -> bool:
    """Whether a list of words, divided by commas, contains a word; case does not matter."""
    return word.lower() in words.lower().replace(" ", "").split(",")
