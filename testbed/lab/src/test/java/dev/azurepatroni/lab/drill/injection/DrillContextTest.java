package dev.azurepatroni.lab.drill.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DrillContextTest {
  /** As etcdctl 3.5 prints it. */
  private static final String LIST =
      """
      7e4ae2c8f1a3b09d, started, pglab-1, https://10.50.1.4:2380, https://10.50.1.4:2379, false
      91bc3c398fb3c146, started, pglab-2, https://10.50.1.5:2380, https://10.50.1.5:2379, false""";

  @Test
  void findsTheIdOfAMember() throws IOException {
    assertThat(DrillContext.memberId(LIST, "pglab-2")).isEqualTo("91bc3c398fb3c146");
  }

  @Test
  void aMissingMemberIsNamed() {
    assertThatThrownBy(() -> DrillContext.memberId(LIST, "pglab-3"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("etcd has no member pglab-3: ");
  }
}
