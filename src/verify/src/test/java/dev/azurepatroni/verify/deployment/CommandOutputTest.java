package dev.azurepatroni.verify.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CommandOutputTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void statusAndOutputAreKept() throws Exception {
    CommandOutput output = CommandOutput.of(List.of("sh", "-c", "cat; echo hello; exit 3"), LIMIT);

    assertThat(output).isEqualTo(new CommandOutput(3, "hello\n"));
  }

  /** Its child holds the output. */
  @Test
  @Timeout(30)
  void aCommandThatHangsIsKilledWithItsChildren() {
    List<String> command = List.of("sh", "-c", "sleep 60; echo late");

    assertThatThrownBy(() -> CommandOutput.of(command, Duration.ofMillis(300)))
        .isInstanceOf(IOException.class)
        .hasMessage("`sh -c sleep 60; echo late` has not ended within 0 s");
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }
}
