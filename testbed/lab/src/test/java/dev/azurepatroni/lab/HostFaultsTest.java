package dev.azurepatroni.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azurepatroni.lab.fault.HostFault;
import dev.azurepatroni.lab.fault.HostFaults;
import dev.azurepatroni.lab.host.Host;
import dev.azurepatroni.lab.network.FaultTable;
import dev.azurepatroni.lab.network.FaultTable.Way;
import dev.azurepatroni.lab.network.PlatformAddress;
import dev.azurepatroni.lab.platform.blob.BlobFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Faults in the kernel's network and of processes, and that clearing them restores both. */
@ExtendWith(Root.class)
class HostFaultsTest {
  @TempDir static Path folder;
  private static SmallLab lab;

  @BeforeAll
  static void start() throws Exception {
    lab = new SmallLab(folder);
    lab.awaitHealthy("pglab-pooler-lb-rule", "10.50.1.6", "10.50.1.7");
  }

  @AfterAll
  static void stop() throws IOException {
    if (lab != null) {
      lab.close();
    }
  }

  private static String address(String host) throws IOException {
    return lab.lab().host(host).address();
  }

  @Test
  void aLinkIsCutBothWaysOneWayAndBetweenTwoHosts() throws IOException {
    FaultTable faults = lab.lab().faults();
    String one = address("pglab-1");
    String other = address("pglab-2");
    faults.cut(one, other);
    faults.cut(one, other);
    assertThat(lab.reach("pglab-2", one + ":5432")).isEqualTo("silent");
    assertThat(lab.reach("pglab-1", other + ":5432")).isEqualTo("silent");
    assertThat(lab.reach("pglab-witness", one + ":2379")).startsWith("open");
    faults.heal(one, other);
    faults.heal(one, other);
    assertThat(lab.reach("pglab-2", one + ":5432")).startsWith("open");

    // A flow needs both ways; which one is cut shows in who still hears.
    for (Way way : Way.values()) {
      try (SmallLab.Flow flow = lab.open("pglab-2", one, 5432)) {
        assertThat(flow.greeting()).startsWith("pglab-1");
        faults.cut(one, way);
        assertThat(flow.say("hello")).isEqualTo("silent");
      } finally {
        faults.heal(one, way);
      }
      assertThat(lab.reach("pglab-2", one + ":5432")).startsWith("open");
    }
  }

  @Test
  void aHostIsCutOffFromWhatThePlatformRuns() throws IOException {
    HostFaults faults = new HostFaults(lab.lab(), lab.lab().host("pglab-1"));
    Map<PlatformAddress, String> ports =
        Map.of(
            PlatformAddress.METADATA, ":80",
            PlatformAddress.VAULT, ":443",
            PlatformAddress.BLOB, ":443",
            PlatformAddress.MIRROR, ":80");
    for (PlatformAddress service : PlatformAddress.services()) {
      faults.cut(service);
    }
    for (PlatformAddress service : PlatformAddress.services()) {
      String target = service.address() + ports.get(service);
      assertThat(lab.reach("pglab-1", target)).as(target).isEqualTo("silent");
      assertThat(lab.reach("pglab-2", target)).as(target).startsWith("open");
    }
    assertThat(lab.reach("pglab-1", address("pglab-2") + ":5432")).startsWith("open");
    faults.clear(HostFault.CUT);
    for (PlatformAddress service : PlatformAddress.services()) {
      String target = service.address() + ports.get(service);
      assertThat(lab.reach("pglab-1", target)).as(target).startsWith("open");
    }
  }

  @Test
  void theBlobServiceInTheNetworkFollowsItsFault() throws IOException {
    String blobs = PlatformAddress.BLOB.address() + ":443";
    lab.lab().blobFaults().inject(new BlobFault(BlobFault.Kind.GONE, ""));
    assertThat(lab.reach("pglab-1", blobs)).isEqualTo("refused");

    lab.lab().blobFaults().heal();
    assertThat(lab.reach("pglab-1", blobs)).startsWith("open");
  }

  @Test
  void clearingAHostRestoresEveryLinkOfIt() throws IOException {
    Host host = lab.lab().host("pglab-1");
    String address = host.address() + ":5432";
    HostFaults faults = new HostFaults(lab.lab(), host);
    faults.cut(EnumSet.allOf(Way.class));
    faults.cut(lab.lab().host("pglab-2"));
    assertThat(lab.reach("pglab-witness", host.address() + ":2379")).isEqualTo("silent");
    faults.clear(HostFault.CUT);
    faults.clear(HostFault.CUT);
    assertThat(lab.reach("pglab-2", address)).startsWith("open");
    assertThat(lab.reach("pglab-witness", host.address() + ":2379")).startsWith("open");

    assertThatThrownBy(() -> faults.cut(host)).hasMessageContaining("other than pglab-1");
    assertThatThrownBy(() -> lab.lab().host("pglab1"))
        .hasMessageContaining("unknown host 'pglab1'; did you mean 'pglab-1'?");
  }

  @Test
  void aFrozenProgramGoesOnWhenItIsCleared() throws Exception {
    HostFaults faults = new HostFaults(lab.lab(), lab.lab().host("pglab-pgb-2"));
    String pooler = address("pglab-pgb-2") + ":6432";
    faults.freeze("python3");
    faults.freeze("python3");
    // The kernel still accepts the connection, and the server does not answer.
    assertThat(lab.reach(SmallLab.CLIENT, pooler)).isEqualTo("open");
    faults.clear(HostFault.FREEZE);
    faults.clear(HostFault.FREEZE);
    assertThat(lab.reach(SmallLab.CLIENT, pooler)).startsWith("open pglab-pgb-2");
    lab.awaitHealthy("pglab-pooler-lb-rule", "10.50.1.6", "10.50.1.7");
  }

  @Test
  void aPausedHostIsSilentUntilItGoesOn() throws Exception {
    Host host = lab.lab().host("pglab-2");
    HostFaults faults = new HostFaults(lab.lab(), host);
    String address = host.address() + ":5432";
    faults.pause();
    faults.pause();
    assertThat(lab.reach("pglab-1", address)).isEqualTo("silent");
    faults.clear(HostFault.PAUSE);
    faults.clear(HostFault.PAUSE);
    assertThat(lab.reach("pglab-1", address)).startsWith("open pglab-2");
  }

  @Test
  void aSilentPortAcceptsConnectionsAndHearsNothing() throws Exception {
    Host host = lab.lab().host("pglab-1");
    HostFaults faults = new HostFaults(lab.lab(), host);
    faults.silence(5432);
    faults.silence(5432);
    try (SmallLab.Flow flow = lab.open("pglab-2", host.address(), 5432)) {
      assertThat(flow.say("hello")).isEqualTo("silent");
    }
    faults.clear(HostFault.SILENCE);
    faults.clear(HostFault.SILENCE);
    try (SmallLab.Flow flow = lab.open("pglab-2", host.address(), 5432)) {
      assertThat(flow.say("hello")).isNotEqualTo("silent");
    }
  }

  @Test
  void packetsAreDelayedUntilThatIsCleared() throws Exception {
    Host host = lab.lab().host("pglab-1");
    HostFaults faults = new HostFaults(lab.lab(), host);
    try {
      // Who asks waits for 2 s.
      faults.delay(3000);
      faults.delay(3000);
      assertThat(lab.reach("pglab-2", host.address() + ":5432")).isEqualTo("silent");
    } finally {
      faults.clear(HostFault.DELAY);
      faults.clear(HostFault.DELAY);
    }
    assertThat(lab.reach("pglab-2", host.address() + ":5432")).startsWith("open");
  }

  @Test
  void aShareOfThePacketsIsLost() throws Exception {
    Host host = lab.lab().host("pglab-1");
    HostFaults faults = new HostFaults(lab.lab(), host);
    faults.lose(99);
    faults.lose(99);
    assertThat(lab.reach("pglab-2", host.address() + ":5432")).isEqualTo("silent");
    faults.clear(HostFault.LOSE);
    faults.clear(HostFault.LOSE);
    assertThat(lab.reach("pglab-2", host.address() + ":5432")).startsWith("open");
  }

  @Test
  void aHostWithoutPowerIsSilentAndDoesNotEndItsFlows() throws IOException {
    FaultTable faults = lab.lab().faults();
    String witness = address("pglab-witness");
    try (SmallLab.Flow flow = lab.open("pglab-1", witness, 2379)) {
      faults.silence(witness);
      assertThat(flow.say("hello")).isEqualTo("silent");
      assertThat(lab.reach("pglab-1", witness + ":2379")).isEqualTo("silent");
      assertThat(lab.lab().faults().list()).anyMatch(line -> line.contains(witness));
    } finally {
      faults.unsilence(witness);
    }
    assertThat(lab.reach("pglab-1", witness + ":2379")).startsWith("open");
  }
}
