package dev.azurepatroni.lab.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveInventoryTest {
  private static final String DISK = "azurerm_managed_disk";

  @TempDir Path folder;
  private InventoryFiles files;

  @BeforeEach
  void oneDisk() {
    files = new InventoryFiles(folder);
    files.put(DISK, "/disks/a", "{'name': 'a', 'disk_size_gb': 8}");
  }

  @Test
  void whatIsUnchangedIsNotReadAgain() throws IOException {
    LiveInventory live = LiveInventory.open(folder);

    assertThat(live.current()).isSameAs(live.current());
  }

  @Test
  void aChangedItemIsSeenAtTheNextLook() throws IOException {
    LiveInventory live = LiveInventory.open(folder);

    for (int size = 9; size < 60; size++) {
      files.put(DISK, "/disks/a", "{'name': 'a', 'disk_size_gb': %d}".formatted(size));

      assertThat(live.current().get("/disks/a").number("disk_size_gb")).isEqualTo(size);
    }
  }

  @Test
  void aChangeIsSeenLongAfterTheLastOne() throws IOException {
    FileTime past = FileTime.from(Instant.now().minusSeconds(60));
    Files.setLastModifiedTime(folder.resolve(DISK), past);
    Files.setLastModifiedTime(folder, past);
    LiveInventory live = LiveInventory.open(folder);
    assertThat(live.current()).isSameAs(live.current());

    files.put(DISK, "/disks/a", "{'name': 'a', 'disk_size_gb': 9}");
    assertThat(live.current().get("/disks/a").number("disk_size_gb")).isEqualTo(9);
    files.put("azurerm_subnet", "/subnets/db", "{}");
    assertThat(live.current().find("/subnets/db")).isPresent();
    files.remove(DISK, "/disks/a");
    assertThat(live.current().find("/disks/a")).isEmpty();
  }

  @Test
  void twoChangesInOneTickAreBothSeen() throws IOException {
    LiveInventory live = LiveInventory.open(folder);
    FileTime tick = FileTime.from(Instant.now());
    for (int size = 9; size < 12; size++) {
      files.put(DISK, "/disks/a", "{'name': 'a', 'disk_size_gb': %d}".formatted(size));
      Files.setLastModifiedTime(folder.resolve(DISK), tick);

      assertThat(live.current().get("/disks/a").number("disk_size_gb")).isEqualTo(size);
    }
  }

  @Test
  void newAndRemovedItemsAreSeen() throws IOException {
    LiveInventory live = LiveInventory.open(folder);

    files.put("azurerm_subnet", "/subnets/db", "{}", Map.of("value", "hidden"));
    assertThat(live.current().get("/subnets/db").sensitive()).containsEntry("value", "hidden");

    files.remove(DISK, "/disks/a");
    assertThat(live.current().find("/disks/a")).isEmpty();
    assertThat(live.current().find("/subnets/db")).isPresent();
  }

  @Test
  void aFileStillBeingWrittenIsNoItem() throws IOException {
    Files.writeString(folder.resolve(DISK).resolve("b.json.new"), "{\"id\": \"/disks/b\"");

    assertThat(LiveInventory.open(folder).current().ofType(DISK)).hasSize(1);
  }

  @Test
  void itIsReadWhileItemsComeAndGo() throws Exception {
    LiveInventory live = LiveInventory.open(folder);
    CountDownLatch done = new CountDownLatch(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> writer =
          thread.submit(
              () -> {
                for (int i = 0; done.getCount() > 0; i++) {
                  files.put(DISK, "/disks/a", "{'disk_size_gb': %d}".formatted(i));
                  files.put("azurerm_subnet", "/subnets/db", "{}");
                  files.remove("azurerm_subnet", "/subnets/db");
                }
              });
      for (int i = 0; i < 500; i++) {
        assertThat(live.current().get("/disks/a").number("disk_size_gb")).isNotNegative();
      }
      done.countDown();
      writer.get(10, TimeUnit.SECONDS);
    } finally {
      done.countDown();
      thread.shutdown();
    }
    assertThat(live.current().find("/subnets/db")).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereIsAnError() throws IOException {
    assertThatThrownBy(() -> LiveInventory.open(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);

    LiveInventory live = LiveInventory.open(folder);
    files.remove(DISK, "/disks/a");
    Files.delete(folder);
    assertThatThrownBy(live::current).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aFileThatIsNotTheEmulatorsIsAnError() throws IOException {
    LiveInventory live = LiveInventory.open(folder);
    Files.writeString(folder.resolve(DISK).resolve("b.json"), "{}");

    assertThatThrownBy(live::current).hasMessageContaining("b.json");
  }
}
