package dev.azurepatroni.lab.platform.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.lab.platform.Deployed;
import dev.azurepatroni.lab.platform.PlatformFixture;
import dev.azurepatroni.lab.platform.SourceClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebServerTest {
  @TempDir Path folder;
  private PlatformFixture lab;

  @BeforeEach
  void start() throws IOException {
    lab = PlatformFixture.start(folder);
    Files.createDirectories(lab.packages().resolve("dists/trixie"));
    Files.writeString(lab.packages().resolve("dists/trixie/Release"), "Origin: lab\n");
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void aConnectionServesManyRequestsWhateverTheirAnswers() throws IOException {
    List<String> paths = new ArrayList<>(Collections.nCopies(50, "/dists/trixie/Release"));
    paths.add(10, "/none");
    paths.add(20, "/dists");

    List<SourceClient.Answer> answers = lab.mirror(Deployed.ONE).getAll(paths);

    assertThat(answers).hasSize(52);
    assertThat(answers).filteredOn(one -> one.status() == 200).hasSize(50);
    assertThat(answers).filteredOn(entry -> entry.status() == 404).hasSize(2);
  }

  @Test
  void aBodyThatNoServiceReadDoesNotBecomeTheNextRequest() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    URI uri = URI.create("http://127.0.0.1:" + lab.addresses().mirror().getPort() + "/none");
    for (int i = 0; i < 3; i++) {
      HttpRequest post =
          HttpRequest.newBuilder(uri)
              .POST(
                  HttpRequest.BodyPublishers.ofString("GET /dists/trixie/Release HTTP/1.1\r\n\r\n"))
              .build();
      assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(405);
    }
    assertThat(lab.log().lines()).hasSize(3);
  }

  @Test
  void severalClientsAtOnceReadAFileThatNoMemoryHolds() throws Exception {
    long size = 3L << 30;
    try (RandomAccessFile file =
        new RandomAccessFile(lab.packages().resolve("large").toFile(), "rw")) {
      file.setLength(size);
    }
    List<InputStream> open = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        Socket socket = new Socket();
        socket.setSoTimeout(20_000);
        socket.connect(lab.addresses().mirror());
        open.add(socket.getInputStream());
        socket.getOutputStream().write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      }
      for (InputStream body : open) {
        assertThat(body.readNBytes(4 << 20)).hasSize(4 << 20);
      }
      assertThat(lab.mirror(Deployed.ONE).send("HEAD", "/large", Map.of()).headers())
          .containsEntry("content-length", Long.toString(size));
    } finally {
      for (InputStream body : open) {
        body.close();
      }
    }
  }
}
