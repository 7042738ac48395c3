package dev.azurepatroni.lab.platform.blob;

import dev.azurepatroni.lab.platform.blob.BlobRights.Right;
import dev.azurepatroni.lab.platform.web.Request;
import java.util.Set;

/** What a request asks for: those that pgBackRest sends. */
enum BlobOperation {
  READ(Right.READ),
  LIST(Right.READ),
  PUT(Right.WRITE),
  PUT_BLOCK(Right.WRITE),
  PUT_BLOCK_LIST(Right.WRITE),
  DELETE(Right.WRITE),
  DELETE_VERSION(Right.DELETE_VERSION),
  /** Each part has a right of its own. */
  BATCH(Right.READ);

  private static final Set<String> CONDITIONS =
      Set.of("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since");

  private final Right right;

  BlobOperation(Right right) {
    this.right = right;
  }

  Right right() {
    return right;
  }

  boolean writes() {
    return this == PUT || this == PUT_BLOCK || this == PUT_BLOCK_LIST;
  }

  /**
   * The operation of a request.
   *
   * @param name of the blob; empty for a request to the container
   */
  static BlobOperation of(Request request, String name) throws BlobRefusedException {
    if (CONDITIONS.stream().anyMatch(condition -> request.header(condition).isPresent())) {
      throw new BlobRefusedException(BlobError.CONDITION);
    }
    String what =
        "%s %s %s"
            .formatted(
                request.method(),
                name.isEmpty() ? request.query("restype").orElse("none") : "blob",
                request.query("comp").orElse("-"));
    return switch (what) {
      case "GET blob -", "HEAD blob -" -> READ;
      case "GET container list" -> LIST;
      case "PUT blob -" -> PUT;
      case "PUT blob block" -> PUT_BLOCK;
      case "PUT blob blocklist" -> PUT_BLOCK_LIST;
      case "DELETE blob -" -> request.query("versionid").isPresent() ? DELETE_VERSION : DELETE;
      case "POST container batch" -> BATCH;
      default -> throw new BlobRefusedException(BlobError.NOT_IMITATED);
    };
  }
}
