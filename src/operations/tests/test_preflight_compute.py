"""bin/preflight: sizes, disks, quotas and images."""

from tests.preflight_case import PreflightCase


class ComputeTest(PreflightCase):
    def test_a_size_restricted_in_a_zone_names_zone_and_reason(self) -> None:
        self.sku("Standard_D32s_v6")["restrictions"] = [
            {"type": "Zone", "reasonCode": "NotAvailableForSubscription", "restrictionInfo": {"zones": ["3"]}}
        ]
        row = self.only("Standard_D32s_v6 in germanywestcentral", "failed")
        self.assertEqual(row["found"], "zones 1, 2; restricted in 3: NotAvailableForSubscription")
        self.assertEqual(row["needed"], "zones 1, 3")

    def test_a_restriction_in_a_zone_that_the_stack_does_not_use_passes(self) -> None:
        restriction = {"type": "Zone", "reasonCode": "QuotaId", "restrictionInfo": {"zones": ["2"]}}
        self.sku("Standard_D32s_v6")["restrictions"] = [restriction]
        self.assertEqual(self.rows(), {})

    def test_a_size_restricted_in_the_location_fails(self) -> None:
        restriction = {"type": "Location", "reasonCode": "NotAvailableForSubscription", "restrictionInfo": {}}
        self.sku("Standard_D16s_v6")["restrictions"] = [restriction]
        row = self.only("Standard_D16s_v6 in germanywestcentral", "failed")
        self.assertIn("whole location", row["found"])

    def test_a_size_that_is_not_offered_fails_and_its_quota_is_unknown(self) -> None:
        self.answers["vm list-skus"].remove(self.sku("Standard_B2als_v2"))
        rows = self.rows()
        self.assertEqual(rows["Standard_B2als_v2 in germanywestcentral"]["status"], "failed")
        self.assertEqual(rows["quota for Standard_B2als_v2 in germanywestcentral"]["status"], "unknown")
        self.assertEqual(len(rows), 2)

    def test_disks_missing_in_a_zone_fail(self) -> None:
        self.sku("PremiumV2_LRS")["locationInfo"][0]["zones"] = ["1", "2"]
        row = self.only("PremiumV2_LRS disks in germanywestcentral", "failed")
        self.assertEqual((row["found"], row["needed"]), ("zones 1, 2", "zones 1, 3"))

    def test_a_size_without_the_stacks_disk_controller_fails(self) -> None:
        self.capability("Standard_D16s_v6", "DiskControllerTypes")["value"] = "SCSI"
        row = self.only("Standard_D16s_v6 can run the hosts", "failed")
        self.assertIn("DiskControllerTypes SCSI", row["found"])

    def test_a_size_without_trusted_launch_fails(self) -> None:
        self.sku("Standard_B2als_v2")["capabilities"].append({"name": "TrustedLaunchDisabled", "value": "True"})
        self.only("Standard_B2als_v2 can run the hosts", "failed")

    def test_a_capability_that_azure_does_not_state_is_unknown(self) -> None:
        self.sku("Standard_D32s_v6")["capabilities"].remove(self.capability("Standard_D32s_v6", "DiskControllerTypes"))
        row = self.only("Standard_D32s_v6 can run the hosts", "unknown")
        self.assertIn("DiskControllerTypes not stated", row["found"])

    def test_a_quota_counts_what_is_used(self) -> None:
        self.usage("standardDSv6Family")["currentValue"] = "5"
        row = self.only("quota StandardDsv6Family in germanywestcentral", "failed")
        self.assertEqual((row["found"], row["needed"]), ("95 free: 5 of 100 used", "96 free"))
        self.assertIn("Standard Dsv6 Family vCPUs", row["fix"])

    def test_the_regional_quota_counts_every_family(self) -> None:
        self.usage("cores")["limit"] = "97"
        self.assertEqual(self.only("quota cores in germanywestcentral", "failed")["needed"], "98 free")

    def test_the_quota_of_disks_counts_gib(self) -> None:
        self.usage("PremiumV2DiskSizeInGB")["limit"] = 3000
        row = self.only("quota PremiumV2DiskSizeInGB in germanywestcentral", "failed")
        self.assertEqual(row["needed"], "3072 free")

    def test_a_quota_that_azure_does_not_list_is_unknown(self) -> None:
        self.answers["vm list-usage"].remove(self.usage("PremiumV2DiskCount"))
        self.only("quota PremiumV2DiskCount in germanywestcentral", "unknown")

    def test_an_image_without_what_the_hosts_need_fails(self) -> None:
        for generation, security, controllers in [
            ("V1", "TrustedLaunchSupported", "SCSI, NVMe"),
            ("V2", "Standard", "SCSI, NVMe"),
            ("V2", "TrustedLaunch", "SCSI"),
        ]:
            with self.subTest(generation=generation, security=security, controllers=controllers):
                image = self.answers["vm image show"]
                image["hyperVGeneration"] = generation
                features = {"SecurityType": security, "DiskControllerTypes": controllers}
                image["features"] = [{"name": name, "value": value} for name, value in features.items()]
                row = self.only("image Debian:debian-13:13-gen2:0.20260914.2601", "failed")
                self.assertEqual(row["needed"], "generation V2, NVMe, Trusted Launch, no terms")

    def test_a_deprecated_image_fails(self) -> None:
        self.answers["vm image show"]["imageDeprecationStatus"] = {"imageState": "Deprecated"}
        self.assertIn("deprecated", self.only("image Debian:debian-13:13-gen2:0.20260914.2601", "failed")["found"])

    def test_an_image_that_azure_does_not_know_shows_how_to_find_another(self) -> None:
        self.answers["vm image show"] = {"error": "(NotFound) Artifact: VMImage was not found."}
        row = self.only("image Debian:debian-13:13-gen2:0.20260914.2601", "unknown")
        self.assertIn("Artifact: VMImage was not found", row["found"])
        command = "az vm image list --all --location germanywestcentral --publisher Debian --offer debian-13"
        self.assertIn(command, row["fix"])
