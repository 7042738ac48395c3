package dev.azurepatroni.lab.platform.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.lab.platform.Deployed;
import dev.azurepatroni.lab.platform.PlatformFixture;
import dev.azurepatroni.lab.platform.SourceClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstanceMetadataTest {
  private static final String PATH = "/metadata/instance?api-version=2021-08-01";
  private static final Map<String, String> HEADER = Map.of("Metadata", "true");

  @TempDir Path folder;
  private PlatformFixture lab;

  @BeforeEach
  void start() throws IOException {
    lab = PlatformFixture.start(folder);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void aVmReadsItsOwnMetadata() throws IOException {
    JsonNode compute = lab.metadata(Deployed.ONE).get(PATH, HEADER).json().path("compute");

    assertThat(compute.path("name").asText()).isEqualTo("pglab-1");
    assertThat(compute.path("location").asText()).isEqualTo("germanywestcentral");
    assertThat(compute.path("zone").asText()).isEqualTo("1");
    assertThat(compute.path("vmSize").asText()).isEqualTo("Standard_D2s_v6");
    assertThat(compute.path("resourceGroupName").asText()).isEqualTo("lab-rg");
    assertThat(compute.path("subscriptionId").asText()).isEqualTo("sub-0");
    assertThat(compute.path("resourceId").asText()).isEqualTo(Deployed.vm("pglab-1"));
    assertThat(compute.path("tags").asText()).isEqualTo("cluster:pglab;kind:db");
    assertThat(compute.at("/osProfile/computerName").asText()).isEqualTo("pglab-1");
    assertThat(compute.at("/publicKeys/0/keyData").asText()).isEqualTo("ssh-ed25519 AAAA");
    assertThat(compute.at("/storageProfile/imageReference/offer").asText()).isEqualTo("debian-13");
  }

  @Test
  void itsDisksAreInTheOrderOfTheirLuns() throws IOException {
    JsonNode disks =
        lab.metadata(Deployed.ONE).get(PATH, HEADER).json().at("/compute/storageProfile/dataDisks");

    assertThat(disks).hasSize(2);
    assertThat(disks.at("/0/lun").isTextual()).isTrue();
    assertThat(disks.at("/0/lun").asText()).isEqualTo("0");
    assertThat(disks.at("/0/diskSizeGB").asText()).isEqualTo("8");
    assertThat(disks.at("/1/name").asText()).isEqualTo("pglab-1-wal");
    assertThat(disks.at("/1/managedDisk/storageAccountType").asText()).isEqualTo("PremiumV2_LRS");
    assertThat(
            lab.metadata(Deployed.TWO)
                .get(PATH, HEADER)
                .json()
                .at("/compute/storageProfile/dataDisks"))
        .isEmpty();
  }

  @Test
  void itsNetworkHasAddressSubnetAndMac() throws IOException {
    JsonNode one = lab.metadata(Deployed.TWO).get(PATH, HEADER).json().at("/network/interface/0");

    assertThat(one.at("/ipv4/ipAddress/0/privateIpAddress").asText()).isEqualTo(Deployed.TWO);
    assertThat(one.at("/ipv4/subnet/0/address").asText()).isEqualTo("127.0.0.0");
    assertThat(one.at("/ipv4/subnet/0/prefix").asText()).isEqualTo("24");
    assertThat(one.path("macAddress").asText()).isEqualTo("000D3A9F8A5E");
  }

  @Test
  void aPartIsReadByItsPath() throws IOException {
    SourceClient vm = lab.metadata(Deployed.ONE);
    String version = "?api-version=2021-08-01";

    assertThat(vm.get("/metadata/instance/compute/zone" + version + "&format=text", HEADER).body())
        .isEqualToIgnoringNewLines("1");
    assertThat(vm.get("/metadata/instance/compute/zone" + version, HEADER).json().asText())
        .isEqualTo("1");
    assertThat(vm.get("/metadata/instance/network" + version, HEADER).json().path("interface"))
        .hasSize(1);
    assertThat(vm.get("/metadata/instance/compute/nothing" + version, HEADER).status())
        .isEqualTo(404);
  }

  @Test
  void aVersionThatIsNoneIsRefusedWithTheNewest() throws IOException {
    for (String query : new String[] {"", "?api-version=2021-08-02"}) {
      SourceClient.Answer answer =
          lab.metadata(Deployed.ONE).get("/metadata/instance" + query, HEADER);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().path("error").asText()).contains("api-version is invalid");
      assertThat(answer.json().path("newest-versions")).hasSize(3);
    }
  }

  @Test
  void withoutTheHeaderTheRequestIsRefused() throws IOException {
    SourceClient.Answer answer = lab.metadata(Deployed.ONE).get(PATH);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("metadata header").doesNotContain("compute");
  }

  @Test
  void whatWasForwardedIsRefused() throws IOException {
    SourceClient.Answer answer =
        lab.metadata(Deployed.ONE)
            .get(PATH, Map.of("Metadata", "true", "X-Forwarded-For", "10.0.0.1"));

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void strangersAndOtherPathsAreNotFound() throws IOException {
    assertThat(lab.metadata(Deployed.STRANGER).get(PATH, HEADER).status()).isEqualTo(404);
    assertThat(lab.metadata(Deployed.ONE).get("/metadata/other", HEADER).status()).isEqualTo(404);
    assertThat(lab.metadata(Deployed.ONE).get("/", HEADER).status()).isEqualTo(404);
  }
}
