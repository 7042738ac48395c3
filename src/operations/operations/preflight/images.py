"""Checks of the VMs' images."""

from operations.preflight.questions import Answer, Questions
from operations.preflight.rows import Rows
from operations.preflight.sizes import contains
from operations.preflight.stack import Arguments, Stack


class Images:
    """Checks of all images of a stack."""

    def __init__(self, stack: Stack, rows: Rows) -> None:
        self.rows = rows
        # The VMs, by location and URN of their image.
        self.machines: dict[tuple[str, str], list[Arguments]] = {}
        for one in stack.machines:
            image = one.get("source_image_reference")
            image = image[0] if isinstance(image, list) else image
            if image:
                urn = ":".join(image[part] for part in ("publisher", "offer", "sku", "version"))
                self.machines.setdefault((one["location"], urn), []).append(one)

    def ask(self, questions: Questions) -> dict[tuple[str, str], Answer]:
        """Asks for each image."""
        return {
            (location, urn): questions.compute("image", "show", "--location", location, "--urn", urn)
            for location, urn in self.machines
        }

    def check(self, asked: dict[tuple[str, str], Answer]) -> None:
        """Judges the answers."""
        for (location, urn), machines in self.machines.items():
            self.image(asked[location, urn], location, urn, machines)

    def image(self, asked: Answer, location: str, urn: str, machines: list[Arguments]) -> None:
        """Whether an image can run on its VMs."""
        controllers = sorted({one["disk_controller_type"] for one in machines if one.get("disk_controller_type")})
        trusted = any(one.get("secure_boot_enabled") or one.get("vtpm_enabled") for one in machines)
        needed = ", ".join(["generation V2", *controllers, *(["Trusted Launch"] if trusted else []), "no terms"])
        publisher, offer, sku, _ = urn.split(":")
        fix = (
            "set image.version in the stack file to one that"
            f" az vm image list --all --location {location} --publisher {publisher} --offer {offer} --sku {sku} prints"
        )
        image = self.rows.answer(asked, f"image {urn}", needed, fix)
        if image is None:
            return
        features = {one["name"]: str(one["value"]) for one in image.get("features") or []}
        generation = image.get("hyperVGeneration")
        disk_controllers = features.get("DiskControllerTypes", "")
        security = features.get("SecurityType", "")
        plan = image.get("plan")
        deprecated = (image.get("imageDeprecationStatus") or {}).get("imageState") == "Deprecated"
        good = (
            generation == "V2"
            and all(contains(disk_controllers, one) for one in controllers)
            and (security.startswith("TrustedLaunch") or not trusted)
            and not plan
            and not deprecated
        )
        found = (
            f"generation {generation}, DiskControllerTypes {disk_controllers or 'not stated'},"
            f" SecurityType {security or 'not stated'}{', with a plan' if plan else ''}"
            f"{', deprecated' if deprecated else ''}"
        )
        self.rows.add(f"image {urn}", good, found, needed, fix)
