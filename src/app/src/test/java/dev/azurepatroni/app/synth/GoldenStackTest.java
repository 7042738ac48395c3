package dev.azurepatroni.app.synth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.constructs.synth.ReadableJson;
import dev.azurepatroni.constructs.synth.Synth;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenStackTest {
  @Test
  void prodIsSynthesisedAsCommitted() throws IOException {
    compare("prod.json", ReadableJson.of(Stacks.named("prod")));
  }

  @ParameterizedTest
  @CsvSource({"two-zone, pgpatroni", "lab, pglab"})
  void anotherStackDiffersFromProdAsCommitted(String stack, String cluster) throws IOException {
    String prod = ReadableJson.of(Stacks.named("prod"));
    // Under the same name for the cluster, so that the diff holds what else differs.
    String other = ReadableJson.of(Stacks.named(stack)).replace(cluster, "pgpatroni");

    compare(stack + ".diff", UnifiedDiff.of("prod.json", prod, other));
  }

  private static void compare(String file, String actual) throws IOException {
    assertThat(Golden.actual(file, actual))
        .as("%s; if that is meant, run again with -Dgolden.update=true", file)
        .hasSameTextualContentAs(Golden.expected(file, actual));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "two-zone", "lab"})
  void addressesAreStableSoThatNothingIsReplaced(String stack) throws IOException {
    Synth synth = Stacks.named(stack);
    String file = stack + ".addresses.txt";
    String actual = String.join("\n", synth.addresses()) + "\n";
    List<String> committed = Files.readAllLines(Golden.expected(file, actual));

    assertThat(difference(committed, synth.addresses()))
        .as(
            "addresses lost from %s: Terraform would destroy each of these, and its data with it;"
                + " give it its address back, or keep a moved block",
            stack)
        .isEmpty();
    assertThat(difference(synth.addresses(), committed))
        .as("addresses added to %s; if that is meant, run again with -Dgolden.update=true", stack)
        .isEmpty();
  }

  private static Set<String> difference(List<String> of, List<String> without) {
    Set<String> difference = new TreeSet<>(of);
    without.forEach(difference::remove);
    return difference;
  }
}
