package dev.azurepatroni.review.comment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.review.Scenario;
import dev.azurepatroni.review.synthesis.SynthesisOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole comments on real plans. {@code -Dgolden.update=true} writes the files, {@code
 * src/test/scenarios/make} the plans.
 */
class GoldenCommentTest {
  private static final Path KEPT = Path.of("src/test/resources/golden");

  @ParameterizedTest
  @ValueSource(strings = {"tag", "pooler", "os-disk", "zone", "witness"})
  void showsWhatAPlanDoes(String scenario) throws IOException {
    compare(scenario, Scenario.comment(Scenario.planned(scenario)));
  }

  @Test
  void showsTheDifferenceOfConfigurationsWithoutAPlan() throws IOException {
    compare("zone-unplanned", Scenario.comment(Scenario.unplanned("zone")));
  }

  @Test
  void hasOneLineWithoutChanges() throws IOException {
    SynthesisOutput base = SynthesisOutput.read(Scenario.folder("base"));
    assertThat(base.changed(SynthesisOutput.read(Scenario.folder("base")))).isEmpty();

    compare("nothing", new Comment("main", PlannedOver.EMULATOR, List.of()));
  }

  private static void compare(String name, Comment comment) throws IOException {
    Path file = KEPT.resolve(name + ".md");
    String text = comment.text(Comment.LIMIT);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(KEPT);
      Files.writeString(file, text);
    }
    assertThat(text).as(file.toString()).isEqualTo(Files.readString(file));
  }
}
