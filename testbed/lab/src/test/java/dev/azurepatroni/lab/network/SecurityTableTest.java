package dev.azurepatroni.lab.network;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.azurepatroni.lab.network.SecurityRule.End;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What is not imitated is refused, not ignored: a lab that lets more through than Azure proves
 * nothing.
 */
class SecurityTableTest {
  private static final End ANY = new End(List.of("*"), List.of(), List.of("*"));

  private static LabNetwork network(End source) {
    SecurityRule rule = new SecurityRule("odd", 100, true, true, "tcp", source, ANY);
    return new LabNetwork(
        List.of(AddressRange.parse("10.50.0.0/16")),
        List.of(),
        List.of(),
        Map.of("group", List.of(rule)),
        List.of());
  }

  @Test
  void anUnknownServiceTagIsNamed() {
    End storage = new End(List.of("Storage"), List.of(), List.of("*"));
    assertThatIllegalStateException()
        .isThrownBy(() -> SecurityTable.of(network(storage)))
        .withMessage(
            "a security rule names the service tag Storage: the lab knows VirtualNetwork,"
                + " AzureLoadBalancer and Internet");
  }

  @Test
  void severalApplicationGroupsAtOneEndAreRefused() {
    End two = new End(List.of(), List.of("one", "two"), List.of("*"));
    assertThatIllegalStateException()
        .isThrownBy(() -> SecurityTable.of(network(two)))
        .withMessageContaining("rule odd names several application security groups");
  }
}
