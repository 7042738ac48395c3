package dev.azurepatroni.lab.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;

/** A folder that is written as the emulator writes its own: next to its place, then moved there. */
public final class InventoryFiles {
  private final Path folder;
  private final ObjectMapper mapper = new ObjectMapper();

  /** Files in a folder, which is made. */
  public InventoryFiles(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes an item whose state is JSON in which quotes may be single. */
  public void put(String type, String id, String state, Map<String, String> sensitive) {
    try {
      ObjectNode json = mapper.createObjectNode().put("id", id).put("type", type);
      json.set("state", mapper.readTree(state.replace('\'', '"')));
      ObjectNode secrets = mapper.createObjectNode();
      sensitive.forEach(secrets::put);
      json.set("sensitive", secrets);
      Path file = file(type, id);
      Files.createDirectories(file.getParent());
      Path unfinished = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(unfinished, json.toPrettyString());
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes an item that hides nothing. */
  public void put(String type, String id, String state) {
    put(type, id, state, Map.of());
  }

  /** Removes an item, and the folder of its type with the last one. */
  public void remove(String type, String id) {
    try {
      Path file = file(type, id);
      Files.delete(file);
      try (var left = Files.list(file.getParent())) {
        if (left.findAny().isEmpty()) {
          Files.delete(file.getParent());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where an item is. */
  public Path file(String type, String id) {
    return folder.resolve(type).resolve(UUID.nameUUIDFromBytes(id.getBytes(UTF_8)) + ".json");
  }
}
