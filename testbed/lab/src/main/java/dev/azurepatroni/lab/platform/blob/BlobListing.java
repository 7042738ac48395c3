package dev.azurepatroni.lab.platform.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A page of the list of a container's blobs: learn.microsoft.com, "List Blobs". The marker of the
 * next page names the first entry of it.
 */
final class BlobListing implements BlobWalk.Visitor {
  private static final String SEPARATOR = "\n";

  private final Query query;
  private final String start;
  private final String startVersion;
  private final StringBuilder entries = new StringBuilder();
  private int count;
  private String next = "";

  /**
   * What is asked for.
   *
   * @param prefix begins the names
   * @param delimited whether names end at a slash after the prefix
   * @param marker of an earlier page; empty for the first page
   * @param most entries on a page
   * @param versions whether earlier versions are listed, too
   * @param versioning whether the account has versions
   */
  record Query(
      String prefix,
      boolean delimited,
      String marker,
      int most,
      boolean versions,
      boolean versioning) {}

  private BlobListing(Query query) throws BlobRefusedException {
    this.query = query;
    String[] place = place(query.marker()).split(SEPARATOR, -1);
    this.start = place[0];
    this.startVersion = place.length > 1 ? place[1] : "";
  }

  /** The entries and the marker of a page, in XML. */
  static String of(Path container, Query query) throws IOException, BlobRefusedException {
    BlobListing listing = new BlobListing(query);
    new BlobWalk(query.prefix(), listing.start, !query.delimited(), listing).over(container);
    String next = listing.next.isEmpty() ? "" : marker(listing.next);
    return "<Blobs>%s</Blobs><NextMarker>%s</NextMarker>".formatted(listing.entries, next);
  }

  private static String marker(String place) {
    return Base64.getUrlEncoder().encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  private static String place(String marker) throws BlobRefusedException {
    try {
      return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException unreadable) {
      throw new BlobRefusedException(BlobError.OUT_OF_RANGE);
    }
  }

  @Override
  public boolean shows(Path folder) throws IOException {
    List<BlobVersion> versions = BlobFiles.versions(folder);
    return query.versions()
        ? versions.stream().anyMatch(version -> !version.deleted())
        : !versions.isEmpty() && !versions.get(versions.size() - 1).deleted();
  }

  @Override
  public boolean blob(String name, Path folder) throws IOException {
    List<BlobVersion> all = BlobFiles.versions(folder);
    if (all.isEmpty()) {
      return true;
    }
    BlobVersion last = all.get(all.size() - 1);
    List<BlobVersion> listed = query.versions() ? all : List.of(last);
    for (BlobVersion version : listed) {
      boolean before = name.equals(start) && version.id().compareTo(startVersion) < 0;
      if (version.deleted() || before) {
        continue;
      }
      if (isFull(query.versions() ? name + SEPARATOR + version.id() : name)) {
        return false;
      }
      entries.append(entry(name, version, version.equals(last)));
    }
    return true;
  }

  @Override
  public boolean prefix(String name) {
    if (isFull(name)) {
      return false;
    }
    entries.append("<BlobPrefix><Name>%s</Name></BlobPrefix>".formatted(BlobXml.escape(name)));
    return true;
  }

  private boolean isFull(String following) {
    if (count == query.most()) {
      next = following;
      return true;
    }
    count++;
    return false;
  }

  private String entry(String name, BlobVersion version, boolean current) {
    String id =
        query.versioning()
            ? "<VersionId>%s</VersionId>%s"
                .formatted(version.id(), current ? "<IsCurrentVersion>true</IsCurrentVersion>" : "")
            : "";
    return ("<Blob><Name>%s</Name>%s<Properties><Creation-Time>%s</Creation-Time>"
            + "<Last-Modified>%s</Last-Modified><Etag>%s</Etag><Content-Length>%d</Content-Length>"
            + "<Content-Type>application/octet-stream</Content-Type><Content-MD5>%s</Content-MD5>"
            + "<BlobType>BlockBlob</BlobType><AccessTier>Hot</AccessTier>"
            + "<LeaseStatus>unlocked</LeaseStatus><LeaseState>available</LeaseState>"
            + "<ServerEncrypted>true</ServerEncrypted></Properties></Blob>")
        .formatted(
            BlobXml.escape(name),
            id,
            version.lastModified(),
            version.lastModified(),
            version.etag().replace("\"", ""),
            size(version),
            base64(version.md5()));
  }

  private static long size(BlobVersion version) {
    try {
      return version.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An MD5 as headers write it; empty for none. */
  static String base64(String hex) {
    return Optional.of(hex)
        .map(HexFormat.of()::parseHex)
        .map(Base64.getEncoder()::encodeToString)
        .orElse("");
  }
}
