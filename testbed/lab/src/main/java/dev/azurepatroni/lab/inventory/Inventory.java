package dev.azurepatroni.lab.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What Terraform deployed, read from the emulator's folder as files and as nothing else: a file for
 * each resource, with {@code type}, {@code id}, {@code state}, {@code sensitive}, {@code
 * generation} and {@code restarts}.
 */
public final class Inventory {
  private final List<Item> items;
  private final Map<String, Item> byId = new TreeMap<>();

  /** An inventory of the given things. */
  public Inventory(List<Item> items) {
    this.items = items.stream().sorted(Comparator.comparing(Item::id)).toList();
    this.items.forEach(item -> byId.put(key(item.id()), item));
  }

  /**
   * Reads a folder.
   *
   * @throws IOException if a file cannot be read or is not one of the emulator's
   */
  public static Inventory read(Path folder) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<Item> items = new ArrayList<>();
    try (DirectoryStream<Path> types = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path type : types) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(type, "*.json")) {
          for (Path file : files) {
            // By Files: a file that was deleted meanwhile is a NoSuchFileException.
            items.add(item(mapper.readTree(Files.readAllBytes(file)), file));
          }
        }
      }
    }
    return new Inventory(items);
  }

  private static Item item(JsonNode json, Path file) throws IOException {
    if (!json.path("id").isTextual() || !json.path("type").isTextual()) {
      throw new IOException(file + " is not what the emulator writes: it has no id and type");
    }
    Map<String, String> sensitive = new TreeMap<>();
    json.path("sensitive")
        .properties()
        .forEach(property -> sensitive.put(property.getKey(), property.getValue().asText()));
    return new Item(
        json.path("type").asText(),
        json.path("id").asText(),
        json.path("state"),
        sensitive,
        json.path("generation").asText(),
        json.path("restarts").asInt());
  }

  /** Everything of a type, ordered by id. */
  public List<Item> ofType(String type) {
    return items.stream().filter(item -> item.type().equals(type)).toList();
  }

  /** What has an id; ids that differ in case only are one. */
  public Optional<Item> find(String id) {
    return Optional.ofNullable(byId.get(key(id)));
  }

  /**
   * What has an id and has to be there.
   *
   * @throws IllegalStateException if it is not
   */
  public Item get(String id) {
    return find(id).orElseThrow(() -> new IllegalStateException("the inventory holds no " + id));
  }

  private static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
