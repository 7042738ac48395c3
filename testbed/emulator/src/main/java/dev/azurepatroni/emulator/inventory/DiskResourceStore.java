package dev.azurepatroni.emulator.inventory;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.azurepatroni.emulator.value.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A store in a folder: {@code <type>/<name>-<hash of the id>.json} for each resource. Only the
 * owner can read it, because it contains passwords. The {@code generation} distinguishes a resource
 * from an earlier one with the same id; {@code restarts} counts how often its machine was powered
 * off and on; {@code provisioningState} is Failed after a failed creation. Files are replaced
 * atomically. A lock allows one run at a time. Thread-safe.
 */
public final class DiskResourceStore implements ResourceStore, AutoCloseable {

  private static final String UNFINISHED = ".new";

  private final Path folder;
  private final FileChannel lockFile;
  private final ObjectMapper mapper = new ObjectMapper();
  private final ObjectWriter writer =
      mapper.writer(
          new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));
  private final SortedMap<String, StoredResource> byId = new TreeMap<>();
  private final Map<String, SortedMap<String, StoredResource>> byType = new HashMap<>();
  private final Map<String, String> generations = new HashMap<>();
  private final Map<String, Integer> restarts = new HashMap<>();

  private DiskResourceStore(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * Opens the folder and creates it if it is missing.
   *
   * @param timeout how long to wait for the lock
   * @throws InventoryBusyException if another run still holds the lock
   * @throws IOException if the folder or a file in it cannot be read
   */
  public static DiskResourceStore open(Path folder, Duration timeout)
      throws IOException, InventoryBusyException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    DiskResourceStore inventory = new DiskResourceStore(folder, lock(folder, timeout));
    inventory.load();
    return inventory;
  }

  private static FileChannel lock(Path folder, Duration timeout)
      throws IOException, InventoryBusyException {
    Path file = folder.resolve("lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    long deadline = System.nanoTime() + timeout.toNanos();
    while (tryLock(channel).isEmpty()) {
      if (System.nanoTime() > deadline) {
        channel.close();
        throw new InventoryBusyException(folder, Files.readString(file).strip());
      }
      sleep(Duration.ofMillis(50));
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)),
        0);
    return channel;
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException heldByThisProcess) {
      return Optional.empty();
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the inventory", e);
    }
  }

  private void load() throws IOException {
    try (DirectoryStream<Path> types = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path type : types) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(type)) {
          for (Path file : files) {
            loadFile(file);
          }
        }
      }
    }
  }

  private void loadFile(Path file) throws IOException {
    if (file.toString().endsWith(UNFINISHED)) {
      Files.delete(file);
      return;
    }
    JsonNode json;
    try {
      json = mapper.readTree(file.toFile());
    } catch (IOException e) {
      throw new IOException(
          file + " is not valid JSON. Repair or delete it (" + e.getMessage() + ")", e);
    }
    Map<String, String> sensitive = new TreeMap<>();
    json.path("sensitive")
        .properties()
        .forEach(field -> sensitive.put(field.getKey(), field.getValue().asText()));
    remember(
        new StoredResource(
            json.path("id").asText(),
            json.path("type").asText(),
            Json.read(json.path("state")),
            sensitive));
    generations.put(key(json.path("id").asText()), json.path("generation").asText());
    restarts.put(key(json.path("id").asText()), json.path("restarts").asInt());
  }

  private void remember(StoredResource resource) {
    byId.put(key(resource.id()), resource);
    byType
        .computeIfAbsent(resource.type(), type -> new TreeMap<>())
        .put(key(resource.id()), resource);
  }

  private static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }

  @Override
  public synchronized Optional<StoredResource> find(String id) {
    return Optional.ofNullable(byId.get(key(id)));
  }

  @Override
  public synchronized List<StoredResource> ofType(String type) {
    Collection<StoredResource> resources = byType.getOrDefault(type, new TreeMap<>()).values();
    return List.copyOf(resources);
  }

  @Override
  public synchronized List<StoredResource> all() {
    return List.copyOf(byId.values());
  }

  @Override
  public synchronized void put(StoredResource resource) {
    write(resource, false);
  }

  @Override
  public synchronized void putFailed(StoredResource resource) {
    write(resource, true);
  }

  private void write(StoredResource resource, boolean failed) {
    String generation =
        generations.computeIfAbsent(key(resource.id()), id -> UUID.randomUUID().toString());
    ObjectNode json =
        mapper
            .createObjectNode()
            .put("id", resource.id())
            .put("type", resource.type())
            .put("generation", generation);
    if (restarts.getOrDefault(key(resource.id()), 0) > 0) {
      json.put("restarts", restarts.get(key(resource.id())));
    }
    if (failed) {
      json.put("provisioningState", "Failed");
    }
    json.set("state", Json.write(resource.state()));
    if (!resource.sensitive().isEmpty()) {
      ObjectNode sensitive = json.putObject("sensitive");
      new TreeMap<>(resource.sensitive()).forEach(sensitive::put);
    }
    Path file = file(resource);
    try {
      Files.createDirectories(file.getParent());
      Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
      writer.writeValue(unfinished.toFile(), json);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    remember(resource);
  }

  @Override
  public synchronized void countRestart(String id) {
    restarts.merge(key(id), 1, Integer::sum);
  }

  @Override
  public synchronized void remove(String id) {
    StoredResource resource = byId.remove(key(id));
    if (resource == null) {
      return;
    }
    byType.get(resource.type()).remove(key(id));
    generations.remove(key(id));
    restarts.remove(key(id));
    try {
      Files.deleteIfExists(file(resource));
      // A folder without resources is removed.
      if (byType.get(resource.type()).isEmpty()) {
        Files.deleteIfExists(file(resource).getParent());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(StoredResource resource) {
    String name = resource.name().replaceAll("[^A-Za-z0-9._-]", "_");
    return folder.resolve(resource.type()).resolve(name + "-" + hash(key(resource.id())) + ".json");
  }

  private static String hash(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Releases the lock. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
