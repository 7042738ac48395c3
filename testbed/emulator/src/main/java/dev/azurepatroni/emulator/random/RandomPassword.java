package dev.azurepatroni.emulator.random;

import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.plugin.OperationResult;
import dev.azurepatroni.emulator.value.Value;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** The ephemeral resource {@code random_password}: generated at each opening, stored nowhere. */
final class RandomPassword {
  private static final String SPECIALS = "!@#$%&*()-_=+[]{}<>:?";
  private static final int BCRYPT_COST = 4;
  private static final int BCRYPT_SALT_BYTES = 16;

  /** bcrypt uses no more bytes; the provider truncates a longer password. */
  private static final int BCRYPT_BYTES = 72;

  private final SecureRandom random;

  RandomPassword(SecureRandom random) {
    this.random = random;
  }

  /** A class of characters, whether it is allowed, and the least number of its characters. */
  private record Alphabet(String name, String characters, boolean allowed, int least) {}

  OperationResult open(Value config) {
    List<Alphabet> alphabets =
        List.of(
            alphabet(config, "lower", "abcdefghijklmnopqrstuvwxyz"),
            alphabet(config, "upper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            alphabet(config, "numeric", "0123456789"),
            alphabet(config, "special", config.text("override_special").orElse(SPECIALS)));
    long length = config.number("length").orElse(0L);
    int least = alphabets.stream().mapToInt(Alphabet::least).sum();
    if (length < Math.max(1, least)) {
      return refused(
          "length",
          "length must be at least 1 and at least the sum of min_upper, min_lower, min_numeric and min_special, which is "
              + least
              + "; it is "
              + length
              + ".");
    }
    String all =
        alphabets.stream()
            .filter(Alphabet::allowed)
            .map(Alphabet::characters)
            .collect(Collectors.joining());
    if (all.isEmpty()) {
      return refused("special", "At least one of lower, upper, numeric and special must be true.");
    }
    String password = generate(alphabets, all, (int) length);
    Value result =
        config.with("result", Value.of(password)).with("bcrypt_hash", Value.of(bcrypt(password)));
    for (Alphabet alphabet : alphabets) {
      result =
          result
              .with(alphabet.name(), Value.of(alphabet.allowed()))
              .with("min_" + alphabet.name(), Value.of(alphabet.least()));
    }
    return OperationResult.of(result);
  }

  private static Alphabet alphabet(Value config, String name, String characters) {
    boolean allowed = config.at(name).isNull() || config.isTrue(name);
    return new Alphabet(
        name, characters, allowed, config.number("min_" + name).orElse(0L).intValue());
  }

  private static OperationResult refused(String path, String detail) {
    return OperationResult.failed(
        Value.Absent.NULL, List.of(Diagnostic.error(path, "Invalid Attribute Value", detail)));
  }

  private String generate(List<Alphabet> alphabets, String all, int length) {
    List<Character> characters = new ArrayList<>();
    alphabets.forEach(alphabet -> pick(alphabet.characters(), alphabet.least(), characters));
    pick(all, length - characters.size(), characters);
    Collections.shuffle(characters, random);
    return characters.stream().map(String::valueOf).collect(Collectors.joining());
  }

  private void pick(String from, int count, List<Character> into) {
    for (int i = 0; i < count; i++) {
      into.add(from.charAt(random.nextInt(from.length())));
    }
  }

  private String bcrypt(String password) {
    byte[] salt = new byte[BCRYPT_SALT_BYTES];
    random.nextBytes(salt);
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    byte[] hashed = bytes.length <= BCRYPT_BYTES ? bytes : Arrays.copyOf(bytes, BCRYPT_BYTES);
    return OpenBSDBCrypt.generate("2a", hashed, salt, BCRYPT_COST);
  }
}
