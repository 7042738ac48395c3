package dev.azurepatroni.lab.platform.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.azurepatroni.lab.platform.Deployed;
import dev.azurepatroni.lab.platform.PlatformFixture;
import dev.azurepatroni.lab.platform.SourceClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lab's blob service and Azurite answer the same requests, one after the other, in what
 * pgBackRest reads: status, error code, sizes, times, names, bodies. Azurite has no versions.
 */
final class AzuriteContractTest {
  private static final String LIST = "&maxresults=2";

  /** Requests whose answers differ, and why. */
  private static final Map<String, String> DIFFERENCES =
      Map.of(
          "list of a path",
          "Azurite lists paths before blobs; Azure orders both by name",
          "list of the top",
          "as the list of a path",
          "list of no entries",
          "Azurite names no code; Azure documents OutOfRangeQueryParameterValue",
          "list that is no XML",
          "Azurite names no code; Azure documents InvalidXmlDocument",
          "no token",
          "Azurite has no bearer challenge; Azure answers 401",
          "put what was changed on its way",
          "Azurite answers InvalidOperation; Azure documents Md5Mismatch",
          "put without a type",
          "Azurite names no code; Azure documents MissingRequiredHeader",
          "range bytes=11-",
          "Azurite answers 206 past the end; Azure documents 416",
          "token for another service",
          "Azurite answers 403 AuthenticationFailed; Azure 401 with a challenge");

  @TempDir Path folder;

  private final Map<String, Step> steps = new LinkedHashMap<>();

  /** A request and what is compared of its answer. */
  private record Step(Call call, View view) {}

  private interface Call {
    Answer send(BlobClient client) throws IOException;
  }

  private interface View {
    String of(Answer answer);
  }

  private void step(String name, View view, Call call) {
    assertThat(steps.put(name, new Step(call, view))).isNull();
  }

  private static String status(Answer answer) {
    return answer.status() + " " + BlobClient.code(answer);
  }

  private static String content(Answer answer) {
    boolean time =
        answer
            .headers()
            .getOrDefault("last-modified", "")
            .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
    return "%s length %s range %s md5 %s type %s time %s tag %s: %s"
        .formatted(
            status(answer),
            answer.headers().get("content-length"),
            answer.headers().get("content-range"),
            answer.headers().get("content-md5"),
            answer.headers().get("x-ms-blob-type"),
            time,
            answer.headers().getOrDefault("etag", "").matches("\"0x[0-9A-F]+\""),
            answer.body());
  }

  private static String list(Answer answer) {
    return "%s names %s sizes %s, more %s"
        .formatted(
            status(answer),
            BlobClient.texts(answer, "Name"),
            BlobClient.texts(answer, "Content-Length"),
            !BlobClient.texts(answer, "NextMarker").isEmpty());
  }

  private static String parts(Answer answer) {
    return status(answer)
        + answer
            .body()
            .lines()
            .filter(line -> line.startsWith("HTTP/1.1"))
            .map(line -> line.substring(8, 12))
            .collect(Collectors.joining());
  }

  private void steps() {
    View status = AzuriteContractTest::status;
    View content = AzuriteContractTest::content;
    View list = AzuriteContractTest::list;
    step("missing blob", status, client -> client.get("/backup/a/none"));
    step("missing blob's size", status, client -> client.send("HEAD", "/backup/a/none"));
    step("missing container", status, client -> client.get("/none/x"));
    step("missing container's list", status, client -> client.list("/none", ""));
    step("empty list", list, client -> client.list("/backup", "&delimiter=/"));
    step("put", status, client -> client.put("/backup/a/b.info", "content"));
    step("put again", status, client -> client.put("/backup/a/b.info", "new content"));
    step("put nothing", status, client -> client.put("/backup/a/empty", ""));
    step("put without a type", status, client -> client.send("PUT", "/backup/a/x"));
    step(
        "put what was changed on its way",
        status,
        client ->
            client.send(
                "PUT",
                "/backup/a/x",
                Map.of("x-ms-blob-type", "BlockBlob", "Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
                "x"));
    step("get", content, client -> client.get("/backup/a/b.info"));
    step("get nothing", content, client -> client.get("/backup/a/empty"));
    step("size", content, client -> client.send("HEAD", "/backup/a/b.info"));
    for (String range : new String[] {"bytes=4-6", "bytes=4-", "bytes=4-99", "bytes=11-"}) {
      step(
          "range " + range,
          range.equals("bytes=11-") ? status : AzuriteContractTest::body,
          client -> client.send("GET", "/backup/a/b.info", Map.of("Range", range), ""));
    }
    blocks();
    step("put another", status, client -> client.put("/backup/a-b", "x"));
    step("put below", status, client -> client.put("/backup/a/c/d%20e+f.zst", "x"));
    step("whole list", list, client -> client.list("/backup", ""));
    step("list of a path", list, client -> client.list("/backup", "&delimiter=/&prefix=a/"));
    step("list of the top", list, client -> client.list("/backup", "&delimiter=/"));
    step("list of a beginning", list, client -> client.list("/backup", "&prefix=a/b"));
    step("list of a page", list, client -> client.list("/backup", LIST));
    step("following page", list, AzuriteContractTest::followingPage);
    step("list of no entries", status, client -> client.list("/backup", "&maxresults=0"));
    step("delete", status, client -> client.send("DELETE", "/backup/a-b"));
    step("delete again", status, client -> client.send("DELETE", "/backup/a-b"));
    step(
        "batch",
        AzuriteContractTest::parts,
        client -> client.deleteAll("/backup", "/backup/a/b.info", "/backup/none", "/backup/a/big"));
    step("list after it", list, client -> client.list("/backup", ""));
    step(
        "token for another service",
        status,
        client -> new BlobClient(client.http(), other).get("/backup/x"));
    step(
        "no token",
        status,
        client -> client.send("GET", "/backup/x", Map.of("Authorization", ""), ""));
  }

  private String other = "";

  private static String body(Answer answer) {
    return "%s %s %s"
        .formatted(status(answer), answer.headers().get("content-range"), answer.body());
  }

  private static Answer followingPage(BlobClient client) throws IOException {
    String marker = BlobClient.texts(client.list("/backup", LIST), "NextMarker");
    return client.list("/backup", LIST + "&marker=" + marker.replace("=", "%3D"));
  }

  private void blocks() {
    View status = AzuriteContractTest::status;
    String first = "0123456789ABCDEFx0000000";
    String second = "0123456789ABCDEFx0000001";
    String list =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<BlockList><Uncommitted>%s</Uncommitted>"
            .concat("<Uncommitted>%s</Uncommitted></BlockList>\n")
            .formatted(first, second);
    Map<String, String> none = Map.of();
    for (String id : new String[] {first, second}) {
      step(
          "block " + id,
          status,
          client -> client.send("PUT", "/backup/a/big?comp=block&blockid=" + id, none, "of " + id));
    }
    step("no blob of blocks yet", status, client -> client.get("/backup/a/big"));
    step(
        "block with a wrong id",
        status,
        client -> client.send("PUT", "/backup/a/big?comp=block&blockid=%2A", none, "x"));
    Call commit = client -> client.send("PUT", "/backup/a/big?comp=blocklist", none, list);
    step("block list", status, commit);
    step("blob of blocks", AzuriteContractTest::body, client -> client.get("/backup/a/big"));
    step(
        "list of unknown blocks",
        status,
        client ->
            client.send("PUT", "/backup/a/big?comp=blocklist", none, list.replace(second, "AAAA")));
    step(
        "list that is no XML",
        status,
        client -> client.send("PUT", "/backup/a/big?comp=blocklist", none, "<BlockList>"));
  }

  @Test
  void itAnswersAsAzurite() throws Exception {
    String problem = Azurite.install();
    assumeTrue(problem.isEmpty() || System.getenv("CI") != null, problem);
    assertThat(problem).isEmpty();
    steps();
    Map<String, String> different = new TreeMap<>();
    try (PlatformFixture lab = PlatformFixture.start(folder.resolve("lab"));
        Azurite azurite = Azurite.start(folder.resolve("azurite"), lab.authority())) {
      lab.deployed().account(Deployed.acls("Allow", "", ""));
      // Azurite knows no roles, so here they do not decide either.
      String owner = "Storage Blob Data Owner";
      lab.deployed().roleByName("blob-one", "pglab-1", Deployed.ACCOUNT, owner);
      String token = lab.token(Deployed.ONE, "https://" + Deployed.BLOB_HOST);
      other = lab.token(Deployed.ONE, "https://vault.azure.net");
      BlobClient ours = new BlobClient(lab.blob(Deployed.ONE, Deployed.BLOB_HOST), token);
      BlobClient theirs = azurite.client(lab.authority(), token);
      assertThat(theirs.send("PUT", "/backup?restype=container").status()).isEqualTo(201);
      for (Map.Entry<String, Step> step : steps.entrySet()) {
        View view = step.getValue().view();
        String mine = view.of(step.getValue().call().send(ours));
        String his = view.of(step.getValue().call().send(theirs));
        if (!mine.equals(his)) {
          different.put(step.getKey(), "%n  lab     %s%n  azurite %s%n".formatted(mine, his));
        }
      }
    }
    assertThat(different.keySet()).as(different.toString()).isEqualTo(DIFFERENCES.keySet());
  }
}
