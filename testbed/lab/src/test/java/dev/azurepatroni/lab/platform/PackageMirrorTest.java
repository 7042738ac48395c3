package dev.azurepatroni.lab.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PackageMirrorTest {
  private static final Instant CHANGED = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final String DATE = "Fri, 2 Jan 2026 03:04:05 GMT";

  @TempDir Path folder;
  private PlatformFixture lab;

  @BeforeEach
  void start() throws IOException {
    lab = PlatformFixture.start(folder);
    Files.createDirectories(lab.packages().resolve("dists/trixie"));
    Path release = lab.packages().resolve("dists/trixie/Release");
    Files.writeString(release, "Origin: lab\n");
    Files.setLastModifiedTime(release, FileTime.from(CHANGED));
    Files.writeString(lab.packages().resolve("a+b 1~2.deb"), "package");
    Files.writeString(folder.resolve("outside"), "outside");
    Files.createDirectory(folder.resolve("packages-too"));
    Files.writeString(folder.resolve("packages-too/file"), "outside");
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private SourceClient.Answer get(String path) throws IOException {
    return lab.mirror(Deployed.ONE).get(path);
  }

  @Test
  void aFileComesWithLengthAndDate() throws IOException {
    SourceClient.Answer answer = get("/dists/trixie/Release");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("Origin: lab\n");
    assertThat(answer.headers())
        .containsEntry("content-length", "12")
        .containsEntry("last-modified", DATE);
    assertThat(get("//dists/trixie/Release").status()).isEqualTo(200);
  }

  @Test
  void escapesInANameAreRead() throws IOException {
    assertThat(get("/a+b%201%7e2.deb").body()).isEqualTo("package");
    assertThat(get("/a%2bb%201~2.deb").body()).isEqualTo("package");
  }

  @Test
  void headDescribesTheFileWithoutIt() throws IOException {
    SourceClient.Answer answer =
        lab.mirror(Deployed.ONE).send("HEAD", "/dists/trixie/Release", Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("content-length", "12");
    assertThat(lab.mirror(Deployed.ONE).send("HEAD", "/none", Map.of()).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Fri, 2 Jan 2026 03:04:05 GMT  | 304",
        "Fri, 02 Jan 2026 03:04:05 GMT | 304",
        "Sat, 3 Jan 2026 03:04:05 GMT  | 304",
        "Fri, 2 Jan 2026 03:04:04 GMT  | 200",
        "yesterday                     | 200",
      })
  void whatTheClientHasAlreadyIsNotSentAgain(String since, int status) throws IOException {
    SourceClient.Answer answer =
        lab.mirror(Deployed.ONE).get("/dists/trixie/Release", Map.of("If-Modified-Since", since));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers()).containsEntry("last-modified", DATE);
    assertThat(answer.body()).isEqualTo(status == 304 ? "" : "Origin: lab\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/none",
        "/dists",
        "/dists/trixie/",
        "/dists/trixie/Release/",
        "/../outside",
        "/dists/../../outside",
        "/%2e%2e/outside",
        "/dists/%2e%2e/%2e%2e/outside",
        "/..%2foutside",
        "/../packages-too/file",
        "/..%5coutside",
        "/%00",
        "/dists/trixie/Release%00.deb"
      })
  void whatIsNoFileOfTheFolderIsNotFound(String path) throws IOException {
    SourceClient.Answer answer = get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).doesNotContain("outside");
  }

  @Test
  void anAbsolutePathStaysInTheFolder() throws IOException {
    assertThat(get("//" + folder.resolve("outside")).status()).isEqualTo(404);
    assertThat(get(folder.resolve("outside").toString()).status()).isEqualTo(404);
  }

  @Test
  void aLinkLeadsNowhereOutside() throws IOException {
    Files.createSymbolicLink(lab.packages().resolve("out"), folder.resolve("outside"));
    Files.createSymbolicLink(lab.packages().resolve("up"), folder);
    Files.createSymbolicLink(lab.packages().resolve("in"), Path.of("dists/trixie/Release"));

    assertThat(get("/out").status()).isEqualTo(404);
    assertThat(get("/up/outside").status()).isEqualTo(404);
    assertThat(get("/in").body()).isEqualTo("Origin: lab\n");
  }

  @Test
  void onlyGetAndHeadAreAnswered() throws IOException {
    SourceClient.Answer answer = lab.mirror(Deployed.ONE).send("PUT", "/new", Map.of());

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("allow", "GET, HEAD");
  }
}
