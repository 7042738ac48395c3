package dev.azurepatroni.lab.platform.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azurepatroni.lab.platform.Deployed;
import dev.azurepatroni.lab.platform.PlatformFixture;
import dev.azurepatroni.lab.platform.SourceClient;
import dev.azurepatroni.lab.platform.blob.BlobFault.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlobFaultsTest {
  @TempDir Path folder;
  private PlatformFixture lab;
  private BlobFaults faults;
  private BlobClient client;

  @BeforeEach
  void start() throws IOException {
    lab = PlatformFixture.start(folder);
    faults = new BlobFaults(lab.blobs());
    client = client(Deployed.ONE);
    client.put("/backup/x", "content");
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private BlobClient client(String source) throws IOException {
    String token = lab.token(source, "https://" + Deployed.BLOB_HOST);
    return new BlobClient(lab.blob(source, Deployed.BLOB_HOST), token);
  }

  private void inject(Kind kind, String argument) throws IOException {
    faults.inject(new BlobFault(kind, argument));
  }

  private void assertHealed() throws IOException {
    faults.heal();
    assertThat(client.get("/backup/x").body()).isEqualTo("content");
  }

  @Test
  void aServiceThatIsGoneRefusesConnections() throws IOException {
    inject(Kind.GONE, "");

    assertThatThrownBy(() -> client.get("/backup/x")).isInstanceOf(ConnectException.class);
    assertHealed();
  }

  @Test
  void aServiceThatHangsAcceptsConnectionsAndSaysNothing() throws IOException {
    inject(Kind.HANG, "");

    try (Socket socket = new Socket()) {
      socket.connect(lab.addresses().blob());
      socket.setSoTimeout(300);
      socket.getOutputStream().write(22);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
    inject(Kind.GONE, "");
    inject(Kind.HANG, "");
    assertHealed();
  }

  @Test
  void aSlowServiceTakesTheTimeOfItsSpeedForWritesAndReads() throws IOException {
    inject(Kind.SLOW, "40");
    long start = System.nanoTime();
    assertThat(client.put("/backup/y", "0123456789".repeat(2048)).status()).isEqualTo(201);
    Duration put = Duration.ofNanos(System.nanoTime() - start);
    client.get("/backup/y");
    Duration both = Duration.ofNanos(System.nanoTime() - start);

    assertThat(put).isBetween(Duration.ofMillis(450), Duration.ofSeconds(5));
    assertThat(both).isGreaterThan(put.plusMillis(450));
    assertHealed();
  }

  @Test
  void aThrottledServiceIsBusy() throws IOException {
    inject(Kind.THROTTLE, "");

    SourceClient.Answer answer = client.put("/backup/x", "0123456789".repeat(100_000));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(BlobClient.code(answer)).isEqualTo("ServerBusy");
    assertHealed();
  }

  @Test
  void aFullServiceReadsAndDeletes() throws IOException {
    inject(Kind.FULL, "");

    SourceClient.Answer answer = client.put("/backup/y", "more");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(BlobClient.code(answer)).isEqualTo("InsufficientAccountPermissions");
    assertThat(client.get("/backup/x").status()).isEqualTo(200);
    assertThat(client.send("DELETE", "/backup/x").status()).isEqualTo(202);
  }

  @Test
  void everyTenthRequestFails() throws IOException {
    inject(Kind.ERROR, "");
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      statuses.add(client.get("/backup/x").status());
    }

    assertThat(statuses).filteredOn(status -> status == 500).hasSize(2);
    assertThat(statuses).filteredOn(status -> status == 200).hasSize(18);
    assertHealed();
  }

  @Test
  void oneHostIsRefusedAsIfItHadNoRole() throws IOException {
    inject(Kind.REFUSE, "pglab-1");

    SourceClient.Answer answer = client.get("/backup/x");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(BlobClient.code(answer)).isEqualTo("AuthorizationPermissionMismatch");
    assertThat(client(Deployed.TWO).get("/backup/x").status()).isEqualTo(200);
    assertHealed();
  }

  @Test
  void oneFaultFollowsAnotherAndIsShown() throws IOException {
    inject(Kind.GONE, "");
    inject(Kind.SLOW, "7");

    assertThat(faults.active()).hasToString("slow 7");
    assertHealed();
    assertThat(faults.active()).isEqualTo(BlobFault.NONE);
  }

  @Test
  void aFaultOutlivesTheServiceUntilItIsForgotten() throws IOException {
    inject(Kind.THROTTLE, "");
    lab.restart();
    inject(Kind.THROTTLE, "");
    assertThat(faults.active()).hasToString("throttle");
    lab.close();

    faults.forget();

    assertThat(faults.active()).isEqualTo(BlobFault.NONE);
  }
}
