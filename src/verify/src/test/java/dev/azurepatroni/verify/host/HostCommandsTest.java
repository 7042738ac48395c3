package dev.azurepatroni.verify.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostCommandsTest {
  private static final Map<String, String> HOSTS = Map.of("db-1", "10.50.1.4");

  @Test
  void aTemplateIsFilledWordByWord() {
    assertThat(HostCommands.of(HOSTS, "ssh -o 'A B' user@{address} sudo -n bash -s", Map.of()))
        .containsEntry(
            "db-1", List.of("ssh", "-o", "A B", "user@10.50.1.4", "sudo", "-n", "bash", "-s"));
  }

  @Test
  void quotedWordsAreFoundAgainWhateverIsInThem() {
    List<String> words =
        List.of("sh", "-c", "for a in \"$@\"; do\n echo 'it''s' \\\\ $a; done", "", "x y");
    assertThat(HostCommands.words(HostCommands.quoted(words))).isEqualTo(words);
  }

  @Test
  void aHostMayHaveItsOwn() {
    assertThat(HostCommands.of(HOSTS, "ssh {name}", Map.of("db-1", "bash -s")))
        .containsEntry("db-1", List.of("bash", "-s"));
  }

  @Test
  void aScriptReachesTheHostAsItIs() throws Exception {
    HostChannel channel = new HostChannel(Map.of("db-1", List.of("bash", "-s")));
    String script = "echo \"it's $((1 + 1)) 'words'\"; echo no >&2; exit 3";
    assertThat(channel.run("db-1", script, Duration.ofMinutes(1)))
        .isEqualTo(new HostAnswer(3, "it's 2 'words'\n", "no\n"));
    assertThatThrownBy(() -> channel.ask("db-1", script, Duration.ofMinutes(1)))
        .isInstanceOf(IOException.class)
        .hasMessage("db-1: no");
  }
}
