package dev.azurepatroni.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/how-to/connect.md names PgBouncer's settings with the values that a pooler of prod has. */
class DocumentedSettingsTest {
  private static final Path SHARED =
      Path.of("src/test/resources/golden/hosts/prod/pgpatroni-pgb-1/etc/pgbouncer/shared.ini");

  @Test
  void everySettingHasTheValueThatThePageSays() throws IOException {
    List<String> settings = Files.readAllLines(SHARED);

    for (List<String> row :
        Page.named("how-to/connect.md").rows("PgBouncer's settings, by DocumentedSettingsTest")) {
      assertThat(settings).contains((row.get(0) + " = " + row.get(1)).replace("`", ""));
    }
  }
}
