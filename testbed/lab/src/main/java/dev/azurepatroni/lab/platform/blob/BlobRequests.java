package dev.azurepatroni.lab.platform.blob;

import dev.azurepatroni.lab.platform.web.Reply;
import dev.azurepatroni.lab.platform.web.Request;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Carries requests out that were allowed. */
final class BlobRequests {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{0,18})");
  private static final int MOST = 5000;

  private final StorageAccount account;
  private final BlobFiles files;
  private final BlobUploads uploads;

  /** The requests of a container. */
  BlobRequests(StorageAccount account, BlobFiles files, BlobUploads uploads) {
    this.account = account;
    this.files = files;
    this.uploads = uploads;
  }

  /** Get Blob, Get Blob Properties. */
  Reply read(Request request, String name) throws IOException, BlobRefusedException {
    Optional<String> id = request.query("versionid");
    Optional<BlobVersion> found =
        id.isEmpty() ? files.current(name) : files.version(name, id.get());
    if (found.isEmpty() || (id.isPresent() && !account.versioning())) {
      throw new BlobRefusedException(BlobError.NO_BLOB);
    }
    BlobVersion version = found.get();
    FileChannel content = open(version);
    try {
      Reply reply = read(request, version, content);
      if (account.versioning()) {
        reply = reply.with("x-ms-version-id", version.id());
        if (files.current(name).filter(version::equals).isPresent()) {
          reply = reply.with("x-ms-is-current-version", "true");
        }
      }
      return reply;
    } catch (IOException | BlobRefusedException e) {
      content.close();
      throw e;
    }
  }

  private static FileChannel open(BlobVersion version) throws IOException, BlobRefusedException {
    try {
      return FileChannel.open(version.file(), StandardOpenOption.READ);
    } catch (NoSuchFileException gone) {
      throw new BlobRefusedException(BlobError.NO_BLOB);
    }
  }

  private static Reply read(Request request, BlobVersion version, FileChannel content)
      throws IOException, BlobRefusedException {
    long size = content.size();
    Optional<String> range = request.header("x-ms-range").or(() -> request.header("Range"));
    Matcher part = RANGE.matcher(range.orElse("bytes=0-"));
    if (!part.matches()) {
      throw new BlobRefusedException(BlobError.BAD_RANGE);
    }
    long first = Long.parseLong(part.group(1));
    long last =
        part.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(part.group(2)), size - 1);
    if (range.isPresent() && (first >= size || last < first)) {
      throw new BlobRefusedException(BlobError.BAD_RANGE);
    }
    content.position(first);
    Reply reply =
        written(
                new Reply(
                    range.isPresent() ? 206 : 200,
                    Map.of("Content-Type", "application/octet-stream"),
                    last - first + 1,
                    new Part(Channels.newInputStream(content), last - first + 1)),
                version)
            .with("Accept-Ranges", "bytes")
            .with("x-ms-blob-type", "BlockBlob")
            .with("x-ms-creation-time", version.lastModified())
            .with("x-ms-lease-state", "available")
            .with("x-ms-lease-status", "unlocked")
            .with("x-ms-server-encrypted", "true");
    if (range.isPresent()) {
      reply = reply.with("Content-Range", "bytes %d-%d/%d".formatted(first, last, size));
    }
    return version.md5().isEmpty()
        ? reply
        : reply.with(
            range.isPresent() ? "x-ms-blob-content-md5" : "Content-MD5",
            BlobListing.base64(version.md5()));
  }

  /** The first bytes of a stream. */
  private static final class Part extends FilterInputStream {
    private long left;

    private Part(InputStream stream, long length) {
      super(stream);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = super.read(bytes, offset, (int) Math.min(length, left));
      left -= Math.max(count, 0);
      return count;
    }
  }

  private static Reply written(Reply reply, BlobVersion version) {
    return reply.with("ETag", version.etag()).with("Last-Modified", version.lastModified());
  }

  /** Put Blob. */
  Reply put(Request request, String name) throws IOException, BlobRefusedException {
    Optional<String> type = request.header("x-ms-blob-type");
    if (type.isEmpty()) {
      throw new BlobRefusedException(BlobError.NO_HEADER);
    }
    if (!type.get().equals("BlockBlob")) {
      throw new BlobRefusedException(BlobError.NOT_IMITATED);
    }
    BlobUploads.Upload upload = uploads.receive(request);
    try {
      BlobVersion version = files.put(name, upload.file(), upload.md5());
      return created(version).with("Content-MD5", BlobListing.base64(upload.md5()));
    } finally {
      upload.discard();
    }
  }

  private Reply created(BlobVersion version) {
    Reply reply = written(Reply.empty(201), version).with("x-ms-request-server-encrypted", "true");
    return account.versioning() ? reply.with("x-ms-version-id", version.id()) : reply;
  }

  /** Put Block. */
  Reply putBlock(Request request, String name) throws IOException, BlobRefusedException {
    String id = request.query("blockid").orElse("");
    if (!BlobXml.isBlockId(id)) {
      throw new BlobRefusedException(BlobError.BAD_QUERY);
    }
    BlobUploads.Upload upload = uploads.receive(request);
    try {
      files.stage(name, id, upload.file());
      return Reply.empty(201)
          .with("Content-MD5", BlobListing.base64(upload.md5()))
          .with("x-ms-request-server-encrypted", "true");
    } finally {
      upload.discard();
    }
  }

  /** Put Block List. */
  Reply putBlockList(Request request, String name) throws IOException, BlobRefusedException {
    List<String> blocks = BlobXml.blocks(request.body());
    BlobUploads.Upload upload = uploads.empty();
    try {
      return created(files.commit(name, blocks, upload.file()));
    } finally {
      upload.discard();
    }
  }

  /** Delete Blob. */
  Reply delete(String name) throws IOException, BlobRefusedException {
    if (!files.delete(name)) {
      throw new BlobRefusedException(BlobError.NO_BLOB);
    }
    return Reply.empty(202)
        .with("x-ms-delete-type-permanent", Boolean.toString(!account.keepsOld()));
  }

  /** List Blobs. */
  Reply list(Request request, String container) throws IOException, BlobRefusedException {
    String delimiter = request.query("delimiter").orElse("");
    List<String> include =
        Arrays.stream(request.query("include").orElse("").split(",", -1))
            .filter(word -> !word.isEmpty())
            .toList();
    if (!List.of("", "/").contains(delimiter) || !List.of("versions").containsAll(include)) {
      throw new BlobRefusedException(BlobError.NOT_IMITATED);
    }
    String most = request.query("maxresults").orElse("" + MOST);
    if (!most.matches("[1-9][0-9]{0,8}")) {
      throw new BlobRefusedException(BlobError.OUT_OF_RANGE);
    }
    String prefix = request.query("prefix").orElse("");
    String marker = request.query("marker").orElse("");
    String page =
        BlobListing.of(
            files.root(),
            new BlobListing.Query(
                prefix,
                !delimiter.isEmpty(),
                marker,
                Math.min(Integer.parseInt(most), MOST),
                !include.isEmpty() && account.versioning(),
                account.versioning()));
    return BlobReplies.xml(
        200,
        ("<EnumerationResults ServiceEndpoint=\"https://%s/\" ContainerName=\"%s\">"
                + "<Prefix>%s</Prefix><Marker>%s</Marker><MaxResults>%s</MaxResults>"
                + "<Delimiter>%s</Delimiter>%s</EnumerationResults>")
            .formatted(
                account.host(),
                BlobXml.escape(container),
                BlobXml.escape(prefix),
                BlobXml.escape(marker),
                most,
                delimiter,
                page));
  }
}
