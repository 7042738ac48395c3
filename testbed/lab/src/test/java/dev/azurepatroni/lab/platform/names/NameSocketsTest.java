package dev.azurepatroni.lab.platform.names;

import static dev.azurepatroni.lab.platform.DnsClient.question;
import static dev.azurepatroni.lab.platform.DnsClient.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.lab.platform.DnsClient;
import dev.azurepatroni.lab.platform.PlatformFixture;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

final class NameSocketsTest {
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

  @Test
  void itAnswersByTcpTooAndSeveralTimesOnAConnection() throws IOException {
    SimpleResolver resolver = client.resolver();
    resolver.setTCP(true);
    assertThat(resolver.send(question("pglab-1", Type.A)).getSection(Section.ANSWER)).hasSize(1);

    try (Socket socket = new Socket()) {
      socket.setSoTimeout(20_000);
      socket.connect(lab.addresses().names());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (String name : new String[] {"pglab-1", "who", "pglab-2"}) {
        Message query = question(name, Type.A);
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
    SimpleResolver resolver = client.resolver();
    resolver.setEDNS(0);

    assertThat(resolver.send(question("pglab-1", Type.A)).getOPT()).isNotNull();
    resolver.setEDNS(-1);
    assertThat(resolver.send(question("pglab-1", Type.A)).getOPT()).isNull();
  }

  @Test
  void whatItDoesNotDoIsRefused() throws IOException {
    assertThat(status(client.resolver().send(question("pglab-1", Type.A, DClass.CH))))
        .isEqualTo("REFUSED");

    Message update = question("pglab-1", Type.A);
    update.getHeader().setOpcode(Opcode.NOTIFY);
    assertThat(status(exchange(update.toWire()))).isEqualTo("NOTIMP");

    Message empty = new Message(7);
    assertThat(status(exchange(empty.toWire()))).isEqualTo("FORMERR");
  }

  @Test
  void nonsenseIsAnsweredAsFarAsItIsAQuestionAndEndsNothing() throws IOException {
    byte[] cut = question("pglab-1", Type.A).toWire();
    Message answer = exchange(Arrays.copyOf(cut, cut.length - 3));
    assertThat(status(answer)).isEqualTo("FORMERR");
    assertThat(answer.getHeader().getID()).isEqualTo((cut[0] & 0xff) << 8 | (cut[1] & 0xff));

    try (DatagramSocket socket = new DatagramSocket()) {
      Message reply = question("pglab-1", Type.A);
      reply.getHeader().setFlag(Flags.QR);
      for (byte[] bytes : new byte[][] {new byte[0], new byte[] {1, 2, 3}, reply.toWire()}) {
        socket.send(new DatagramPacket(bytes, bytes.length, lab.addresses().names()));
      }
      byte[] good = question("pglab-1", Type.A).toWire();
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
}
