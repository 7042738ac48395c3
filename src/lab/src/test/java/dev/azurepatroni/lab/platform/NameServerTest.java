package dev.azurepatroni.lab.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

final class NameServerTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void start() throws IOException {
    lab = Lab.start(folder);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private SimpleResolver resolver() {
    SimpleResolver resolver = new SimpleResolver(lab.addresses().names());
    resolver.setTimeout(Duration.ofSeconds(20));
    return resolver;
  }

  private static Message question(String name, int type, int dclass) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, dclass));
  }

  private Message ask(String name, int type) throws IOException {
    return resolver().send(question(name, type, DClass.IN));
  }

  private static String status(Message answer) {
    return Rcode.string(answer.getRcode());
  }

  @ParameterizedTest
  @CsvSource({
    "pglab-2,                                       127.0.0.5",
    "PGLAB-2,                                       127.0.0.5",
    "pglab-2.058a44758a933b.internal.cloudapp.net,  127.0.0.5",
    "pglab-2.x.bx.internal.cloudapp.net,            127.0.0.5",
    "lab-kv.vault.azure.net,                        127.0.0.1",
    "Other-KV.vault.azure.net,                      127.0.0.1",
    "mirror.lab.internal,                           127.0.0.1",
  })
  void namesOfVmsVaultsAndTheMirrorHaveOneAddress(String name, String address) throws IOException {
    Message answer = ask(name, Type.A);

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
        Message answer = ask(name, type);

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
        "x.lab-kv.vault.azure.net",
        "pglab-22",
        "pglab-2.internal.cloudapp.net",
        "pglab-2.example.org",
        "pglab-22.x.internal.cloudapp.net",
        "x.internal.cloudapp.net",
        "5.0.0.127.in-addr.arpa"
      })
  void everyOtherNameIsNobodys(String name) throws IOException {
    assertThat(status(ask(name, Type.A))).isEqualTo("NXDOMAIN");
    assertThat(status(ask(name, Type.AAAA))).isEqualTo("NXDOMAIN");
  }

  @Test
  void itAnswersByTcpTooAndSeveralTimesOnAConnection() throws IOException {
    SimpleResolver resolver = resolver();
    resolver.setTCP(true);
    assertThat(resolver.send(question("pglab-1", Type.A, DClass.IN)).getSection(Section.ANSWER))
        .hasSize(1);

    try (Socket socket = new Socket()) {
      socket.setSoTimeout(20_000);
      socket.connect(lab.addresses().names());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (String name : new String[] {"pglab-1", "who", "pglab-2"}) {
        Message query = question(name, Type.A, DClass.IN);
        byte[] wire = query.toWire();
        socket
            .getOutputStream()
            .write(
                ByteBuffer.allocate(wire.length + 2)
                    .putShort((short) wire.length)
                    .put(wire)
                    .array());
        Message answer = new Message(in.readNBytes(in.readUnsignedShort()));
        assertThat(answer.getHeader().getID()).isEqualTo(query.getHeader().getID());
        assertThat(status(answer)).isEqualTo(name.equals("who") ? "NXDOMAIN" : "NOERROR");
      }
    }
  }

  @Test
  void aClientThatKnowsExtensionsIsAnsweredWithThem() throws IOException {
    SimpleResolver resolver = resolver();
    resolver.setEDNS(0);

    assertThat(resolver.send(question("pglab-1", Type.A, DClass.IN)).getOPT()).isNotNull();
    resolver.setEDNS(-1);
    assertThat(resolver.send(question("pglab-1", Type.A, DClass.IN)).getOPT()).isNull();
  }

  @Test
  void whatItDoesNotDoIsRefused() throws IOException {
    assertThat(status(resolver().send(question("pglab-1", Type.A, DClass.CH))))
        .isEqualTo("REFUSED");

    Message update = question("pglab-1", Type.A, DClass.IN);
    update.getHeader().setOpcode(Opcode.NOTIFY);
    assertThat(status(exchange(update.toWire()))).isEqualTo("NOTIMP");

    Message empty = new Message(7);
    assertThat(status(exchange(empty.toWire()))).isEqualTo("FORMERR");
  }

  @Test
  void nonsenseIsAnsweredAsFarAsItIsAQuestionAndEndsNothing() throws IOException {
    byte[] cut = question("pglab-1", Type.A, DClass.IN).toWire();
    Message answer = exchange(Arrays.copyOf(cut, cut.length - 3));
    assertThat(status(answer)).isEqualTo("FORMERR");
    assertThat(answer.getHeader().getID()).isEqualTo((cut[0] & 0xff) << 8 | (cut[1] & 0xff));

    try (DatagramSocket socket = new DatagramSocket()) {
      Message reply = question("pglab-1", Type.A, DClass.IN);
      reply.getHeader().setFlag(Flags.QR);
      for (byte[] bytes : new byte[][] {new byte[0], new byte[] {1, 2, 3}, reply.toWire()}) {
        socket.send(new DatagramPacket(bytes, bytes.length, lab.addresses().names()));
      }
      byte[] good = question("pglab-1", Type.A, DClass.IN).toWire();
      socket.send(new DatagramPacket(good, good.length, lab.addresses().names()));
      // The first that comes back answers the last that was sent: the others have no answer.
      assertThat(receive(socket).getHeader().getID())
          .isEqualTo((good[0] & 0xff) << 8 | (good[1] & 0xff));
    }
  }

  private Message exchange(byte[] query) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.send(new DatagramPacket(query, query.length, lab.addresses().names()));
      return receive(socket);
    }
  }

  private static Message receive(DatagramSocket socket) throws IOException {
    socket.setSoTimeout(20_000);
    DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
    socket.receive(packet);
    return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
  }

  @Test
  void aVmMadeWhileItRunsHasAName() throws IOException {
    assertThat(status(ask("late", Type.A))).isEqualTo("NXDOMAIN");

    lab.deployed().machine("late", "127.0.0.44", Deployed.DB);

    assertThat(ask("late", Type.A).getSection(Section.ANSWER))
        .extracting(Record::rdataToString)
        .containsExactly("127.0.0.44");
  }

  @Test
  void aQuestionIsALineInTheLog() throws IOException {
    ask("pglab-2", Type.A);
    ask("who.example", Type.AAAA);

    assertThat(lab.log())
        .containsPattern("names 127.0.0.1 pglab-1 A pglab-2\\. NOERROR\n")
        .containsPattern("names 127.0.0.1 pglab-1 AAAA who\\.example\\. NXDOMAIN\n");
  }
}
