package dev.azurepatroni.emulator.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.emulator.plugin.OperationResult;
import dev.azurepatroni.emulator.value.Value;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;

class RandomPasswordTest {
  private final RandomPassword type = new RandomPassword(new SecureRandom());

  private static Value config(Map<String, Value> set) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (String name :
        List.of(
            "length",
            "special",
            "upper",
            "lower",
            "numeric",
            "min_numeric",
            "min_upper",
            "min_lower",
            "min_special",
            "override_special",
            "result",
            "bcrypt_hash")) {
      fields.put(name, set.getOrDefault(name, Value.Absent.NULL));
    }
    return Value.of(fields);
  }

  private String password(Map<String, Value> set) {
    return type.open(config(set)).state().text("result").orElseThrow();
  }

  @Test
  void hasTheConfiguredLengthAndCharacters() {
    assertThat(password(Map.of("length", Value.of(32), "special", Value.of(false))))
        .matches("[A-Za-z0-9]{32}");
    assertThat(
            password(
                Map.of(
                    "length",
                    Value.of(8),
                    "upper",
                    Value.of(false),
                    "lower",
                    Value.of(false),
                    "numeric",
                    Value.of(false),
                    "override_special",
                    Value.of("_"))))
        .isEqualTo("________");
    assertThat(password(Map.of("length", Value.of(6), "min_numeric", Value.of(6))))
        .matches("[0-9]{6}");
  }

  @Test
  void differsEachTime() {
    Map<String, Value> set = Map.of("length", Value.of(32));
    assertThat(password(set)).isNotEqualTo(password(set));
  }

  @Test
  void hasAMatchingHash() {
    Value state = type.open(config(Map.of("length", Value.of(20)))).state();
    char[] password = state.text("result").orElseThrow().toCharArray();
    assertThat(OpenBSDBCrypt.checkPassword(state.text("bcrypt_hash").orElseThrow(), password))
        .isTrue();
  }

  @Test
  void rejectsImpossibleConfigurations() {
    OperationResult tooShort =
        type.open(config(Map.of("length", Value.of(3), "min_upper", Value.of(4))));
    assertThat(tooShort.isFailure()).isTrue();
    assertThat(tooShort.diagnostics().get(0).detail()).contains("which is 4; it is 3.");
    OperationResult ofNothing =
        type.open(
            config(
                Map.of(
                    "length",
                    Value.of(3),
                    "upper",
                    Value.of(false),
                    "lower",
                    Value.of(false),
                    "numeric",
                    Value.of(false),
                    "special",
                    Value.of(false))));
    assertThat(ofNothing.diagnostics().get(0).detail()).contains("must be true");
  }
}
