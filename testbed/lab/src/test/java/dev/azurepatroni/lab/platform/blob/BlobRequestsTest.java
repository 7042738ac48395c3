package dev.azurepatroni.lab.platform.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.lab.platform.Deployed;
import dev.azurepatroni.lab.platform.PlatformFixture;
import dev.azurepatroni.lab.platform.SourceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BlobRequestsTest {
  @TempDir Path folder;
  private PlatformFixture lab;
  private BlobClient client;

  @BeforeEach
  void start() throws IOException {
    lab = PlatformFixture.start(folder);
    client = client();
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private BlobClient client() throws IOException {
    String token = lab.token(Deployed.ONE, "https://" + Deployed.BLOB_HOST);
    return new BlobClient(lab.blob(Deployed.ONE, Deployed.BLOB_HOST), token);
  }

  private static String header(SourceClient.Answer answer, String name) {
    return answer.headers().get(name);
  }

  @Test
  void aBlobThatWasPutIsReadWithItsSizeTimeAndHash() throws IOException {
    SourceClient.Answer put = client.put("/backup/lab/1/archive.info", "content");
    assertThat(put.status()).isEqualTo(201);

    SourceClient.Answer head = client.send("HEAD", "/backup/lab/1/archive.info");
    SourceClient.Answer get = client.get("/backup/lab/1/archive.info");

    assertThat(get.status()).isEqualTo(200);
    assertThat(get.body()).isEqualTo("content");
    assertThat(header(head, "content-length")).isEqualTo("7");
    assertThat(header(get, "content-md5")).isEqualTo(BlobClient.md5("content".getBytes(UTF_8)));
    for (String same : new String[] {"etag", "last-modified", "x-ms-version-id"}) {
      assertThat(header(get, same)).isEqualTo(header(put, same)).isEqualTo(header(head, same));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=2-4 | 206 | 234 | bytes 2-4/10",
        "bytes=7- | 206 | 789 | bytes 7-9/10",
        "bytes=8-99 | 206 | 89 | bytes 8-9/10",
        "bytes=10- | 416 | |",
        "bytes=5-4 | 416 | |",
        "lines=1-2 | 416 | |",
      })
  void aRangeOfABlob(String range, int status, String body, String shown) throws IOException {
    client.put("/backup/x", "0123456789");

    SourceClient.Answer answer = client.send("GET", "/backup/x", Map.of("Range", range), "");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(header(answer, "content-range")).isEqualTo(shown);
    if (body != null) {
      assertThat(answer.body()).isEqualTo(body);
    }
  }

  @Test
  void blocksBecomeABlobInTheOrderOfTheList() throws IOException {
    client.send("PUT", "/backup/x?comp=block&blockid=AAAA", Map.of(), "first ");
    client.send("PUT", "/backup/x?comp=block&blockid=BBBB", Map.of(), "second ");
    assertThat(BlobClient.code(client.get("/backup/x"))).isEqualTo("BlobNotFound");
    assertThat(BlobClient.texts(client.list("/backup", ""), "Name")).isEmpty();

    SourceClient.Answer put = blockList("BBBB", "AAAA", "BBBB");

    assertThat(put.status()).isEqualTo(201);
    assertThat(client.get("/backup/x").body()).isEqualTo("second first second ");
    assertThat(BlobClient.code(blockList("AAAA"))).isEqualTo("InvalidBlockList");
    assertThat(client.get("/backup/x").body()).isEqualTo("second first second ");
  }

  private SourceClient.Answer blockList(String... ids) throws IOException {
    StringBuilder list = new StringBuilder("<?xml version='1.0'?><BlockList>");
    for (String id : ids) {
      list.append("<Uncommitted>").append(id).append("</Uncommitted>");
    }
    return client.send(
        "PUT", "/backup/x?comp=blocklist", Map.of(), list.append("</BlockList>").toString());
  }

  @Test
  void aBodyThatIsNotWhatTheClientHashedChangesNothing() throws IOException {
    client.put("/backup/x", "old");

    SourceClient.Answer answer =
        client.send(
            "PUT",
            "/backup/x",
            Map.of("x-ms-blob-type", "BlockBlob", "Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
            "new");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(BlobClient.code(answer)).isEqualTo("Md5Mismatch");
    assertThat(client.get("/backup/x").body()).isEqualTo("old");
    try (Stream<Path> unfinished = Files.list(lab.blobs().resolve("unfinished"))) {
      assertThat(unfinished).isEmpty();
    }
  }

  @Test
  void anOverwrittenAndADeletedBlobStayAsVersions() throws IOException {
    String first = header(client.put("/backup/x", "first"), "x-ms-version-id");
    String second = header(client.put("/backup/x", "second"), "x-ms-version-id");
    assertThat(client.send("DELETE", "/backup/x").status()).isEqualTo(202);

    assertThat(client.get("/backup/x").status()).isEqualTo(404);
    assertThat(client.send("DELETE", "/backup/x").status()).isEqualTo(404);
    assertThat(client.get("/backup/x?versionid=" + first).body()).isEqualTo("first");
    assertThat(client.get("/backup/x?versionid=" + second).body()).isEqualTo("second");
    assertThat(BlobClient.texts(client.list("/backup", ""), "Name")).isEmpty();
    SourceClient.Answer versions = client.list("/backup", "&include=versions");
    assertThat(BlobClient.texts(versions, "VersionId")).isEqualTo(first + " " + second);
    assertThat(versions.body()).doesNotContain("IsCurrentVersion");

    client.put("/backup/x", "third");
    assertThat(client.list("/backup", "&include=versions").body())
        .containsOnlyOnce("<IsCurrentVersion>true</IsCurrentVersion>");
  }

  @Test
  void withoutVersionsAndSoftDeleteNothingStays() throws IOException {
    lab.deployed().account(Deployed.acls("Allow", "", ""));
    client.put("/backup/x", "first");
    SourceClient.Answer put = client.put("/backup/x", "second");

    assertThat(put.headers()).doesNotContainKey("x-ms-version-id");
    assertThat(header(client.send("DELETE", "/backup/x"), "x-ms-delete-type-permanent"))
        .isEqualTo("true");
    try (Stream<Path> left = Files.walk(lab.blobs().resolve("accounts"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  private void several() throws IOException {
    for (String name : new String[] {"a", "a-b", "a/b", "a/b/c", "a/d.zst", "e%20f", "%C3%BC/g"}) {
      client.put("/backup/" + name, name);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " | a a-b a/b a/b/c a/d.zst e f ü/g",
        "&delimiter=/ | a a-b a/ e f ü/",
        "&delimiter=/&prefix=a/ | a/b a/b/ a/d.zst",
        "&delimiter=/&prefix=a/d | a/d.zst",
        "&prefix=a/b | a/b a/b/c",
        "&prefix=a/b/ | a/b/c",
        "&prefix=b | ''",
        "&delimiter=/&prefix=a/b/c/ | ''",
      })
  void aListIsInTheOrderOfNames(String query, String names) throws IOException {
    several();

    SourceClient.Answer list = client.list("/backup", query == null ? "" : query);

    assertThat(BlobClient.texts(list, "Name")).isEqualTo(names);
    assertThat(BlobClient.texts(list, "NextMarker")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'',1", "'',2", "&delimiter=/,1", "&delimiter=/,3", "&include=versions,1"})
  void pagesAreTheWholeList(String query, int size) throws IOException {
    several();
    several();
    StringBuilder names = new StringBuilder();
    String marker = "";
    int pages = 0;
    do {
      SourceClient.Answer page =
          client.list("/backup", "%s&maxresults=%d&marker=%s".formatted(query, size, marker));
      String found = BlobClient.texts(page, "Name");
      names.append(names.isEmpty() ? "" : " ").append(found);
      marker = BlobClient.texts(page, "NextMarker").replace("=", "%3D");
      pages++;
    } while (!marker.isEmpty());

    String all = BlobClient.texts(client.list("/backup", query), "Name");
    assertThat(names).hasToString(all);
    assertThat(pages).isGreaterThan(1);
  }

  @Test
  void aPathWithoutBlobsIsNotListedAnyMore() throws IOException {
    client.put("/backup/a/b/c", "x");
    client.send("DELETE", "/backup/a/b/c");

    assertThat(BlobClient.texts(client.list("/backup", "&delimiter=/"), "Name")).isEmpty();
    assertThat(BlobClient.texts(client.list("/backup", "&delimiter=/&include=versions"), "Name"))
        .isEqualTo("a/");
  }

  @Test
  void aBatchDeletesAndSaysOfEachPartWhatBecameOfIt() throws IOException {
    client.put("/backup/a%20b", "x");
    client.put("/backup/c", "x");

    SourceClient.Answer answer =
        client.deleteAll("/backup", "/backup/a%20b", "/backup/none", "/backup/c", "/other/c");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().lines().filter(line -> line.startsWith("HTTP/1.1")))
        .containsExactly(
            "HTTP/1.1 202 Accepted",
            "HTTP/1.1 404 BlobNotFound",
            "HTTP/1.1 202 Accepted",
            "HTTP/1.1 403 AuthorizationPermissionMismatch");
    assertThat(BlobClient.texts(client.list("/backup", ""), "Name")).isEmpty();
  }

  @Test
  void blobsAreThereAfterARestart() throws IOException {
    client.put("/backup/x", "kept");
    lab.restart();
    client = client();

    assertThat(client.get("/backup/x").body()).isEqualTo("kept");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /backup/none | 404 | BlobNotFound",
        "GET /backup/none?versionid=2026-01-01T00:00:00.0000000Z | 404 | BlobNotFound",
        "PUT /backup/x | 400 | MissingRequiredHeader",
        "PUT /backup/x?comp=block&blockid=%2F* | 400 | InvalidQueryParameterValue",
        "PUT /backup/x?comp=blocklist | 400 | InvalidXmlDocument",
        "GET /backup?restype=container&comp=list&maxresults=0 | 400 | OutOfRangeQueryParameterValue",
        "GET /backup?restype=container&comp=list&include=deleted | 501 | NotImplemented",
        "POST /backup?restype=container&comp=batch | 400 | InvalidInput",
        "PUT /backup?restype=container | 501 | NotImplemented",
        "GET /?comp=list | 501 | NotImplemented",
      })
  void aWrongRequestIsRefusedInAzuresWords(String line, int status, String code)
      throws IOException {
    String[] words = line.split(" ", 2);

    SourceClient.Answer answer = client.send(words[0], words[1]);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(BlobClient.code(answer)).isEqualTo(code);
    assertThat(BlobClient.texts(answer, "Code")).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"..%2F..%2Fx", "a/../../b", "a//b", "%40current", "a/", "100%25"})
  void aNameIsNeverAPathOfThisMachine(String name) throws IOException {
    assertThat(client.put("/backup/" + name, "content").status()).isEqualTo(201);

    assertThat(client.get("/backup/" + name).body()).isEqualTo("content");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("@")))
          .singleElement()
          .matches(file -> file.startsWith(lab.blobs().resolve("accounts/labbak/backup/0")));
    }
  }

  @Test
  void conditionsAreRefusedAsTheyAreNotImitated() throws IOException {
    SourceClient.Answer answer = client.send("GET", "/backup/x", Map.of("If-None-Match", "*"), "");

    assertThat(BlobClient.code(answer)).isEqualTo("ConditionHeadersNotSupported");
  }
}
