package dev.azurepatroni.lab.platform.names;

import static dev.azurepatroni.lab.platform.DnsClient.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.lab.platform.Deployed;
import dev.azurepatroni.lab.platform.DnsClient;
import dev.azurepatroni.lab.platform.PlatformFixture;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

final class NameServerTest {
  @TempDir Path folder;
  private PlatformFixture lab;
  private DnsClient client;

  @BeforeEach
  void start() throws IOException {
    lab = PlatformFixture.start(folder);
    client = new DnsClient(lab.addresses().names());
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @ParameterizedTest
  @CsvSource({
    "pglab-2,                                       127.0.0.5",
    "PGLAB-2,                                       127.0.0.5",
    "pglab-2.058a44758a933b.internal.cloudapp.net,  127.0.0.5",
    "pglab-2.x.bx.internal.cloudapp.net,            127.0.0.5",
    "lab-kv.vault.azure.net,                        127.0.0.1",
    "Other-KV.vault.azure.net,                      127.0.0.1",
    "LabBak.blob.core.windows.net,                  127.0.0.1",
    "mirror.lab.internal,                           127.0.0.1",
  })
  void namesOfVmsVaultsAccountsAndTheMirrorHaveOneAddress(String name, String address)
      throws IOException {
    Message answer = client.ask(name, Type.A);

    assertThat(status(answer)).isEqualTo("NOERROR");
    assertThat(answer.getSection(Section.ANSWER))
        .extracting(Record::rdataToString)
        .containsExactly(address);
    assertThat(answer.getHeader().getFlag(Flags.RA)).isTrue();
    assertThat(answer.getQuestion().getName()).hasToString(name + ".");
  }

  @Test
  void theyHaveNoAddressOfVersionSixAndNoOtherRecords() throws IOException {
    for (int type : new int[] {Type.AAAA, Type.TXT, Type.MX, Type.HTTPS}) {
      for (String name : new String[] {"pglab-2", Deployed.HOST, "mirror.lab.internal"}) {
        Message answer = client.ask(name, type);

        assertThat(status(answer)).isEqualTo("NOERROR");
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deb.debian.org",
        "who.vault.azure.net",
        "who.blob.core.windows.net",
        "x.labbak.blob.core.windows.net",
        "x.lab-kv.vault.azure.net",
        "pglab-22",
        "pglab-2.internal.cloudapp.net",
        "pglab-2.example.org",
        "pglab-22.x.internal.cloudapp.net",
        "x.internal.cloudapp.net",
        "5.0.0.127.in-addr.arpa"
      })
  void noOtherNameIsKnown(String name) throws IOException {
    assertThat(status(client.ask(name, Type.A))).isEqualTo("NXDOMAIN");
    assertThat(status(client.ask(name, Type.AAAA))).isEqualTo("NXDOMAIN");
  }

  @Test
  void aVmMadeWhileItRunsHasAName() throws IOException {
    assertThat(status(client.ask("late", Type.A))).isEqualTo("NXDOMAIN");

    lab.deployed().machine("late", "127.0.0.44", Deployed.DB);

    assertThat(client.ask("late", Type.A).getSection(Section.ANSWER))
        .extracting(Record::rdataToString)
        .containsExactly("127.0.0.44");
  }

  @Test
  void aQuestionIsALineInTheLog() throws IOException {
    client.ask("pglab-2", Type.A);
    client.ask("who.example", Type.AAAA);

    assertThat(lab.log())
        .containsPattern("names 127.0.0.1 pglab-1 A pglab-2\\. NOERROR\n")
        .containsPattern("names 127.0.0.1 pglab-1 AAAA who\\.example\\. NXDOMAIN\n");
  }
}
