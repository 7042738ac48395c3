package dev.azurepatroni.review.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.review.plan.Action;
import dev.azurepatroni.review.plan.AttributeChange;
import dev.azurepatroni.review.plan.ResourceChange;
import dev.azurepatroni.review.plan.TerraformPlan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DriftReportTest {
  @Test
  void namesChangedAndDeletedResources() {
    assertThat(
            report(
                    drift("azurerm_lb.a", Action.UPDATE, "tags.x", "(none)", "\"by hand\""),
                    drift("azurerm_lb.b", Action.DESTROY, "id", "\"b\"", "(none)"))
                .body())
        .get()
        .asString()
        .contains("### prod")
        .contains("| `azurerm_lb.a` | `tags.x`: `(none)` → `\"by hand\"` |")
        .contains("| `azurerm_lb.b` | **deleted** |");
  }

  @Test
  void doesNotCompareDifferentNotationsOfNoValue() {
    assertThat(report(drift("azurerm_lb.a", Action.UPDATE, "tags", "(none)", "{}")).body())
        .isEmpty();
  }

  @Test
  void announcesACertificateThatTerraformWouldRenew() {
    assertThat(
            report(
                    drift(
                        "tls_locally_signed_cert.pg-1",
                        Action.UPDATE,
                        "ready_for_renewal",
                        "false",
                        "true"))
                .body())
        .get()
        .asString()
        .contains(
            "| `tls_locally_signed_cert.pg-1` | **ends soon: deploy the stack to renew it** |");
  }

  @Test
  void isEmptyWithoutDrift() {
    assertThat(report().body()).isEmpty();
  }

  @Test
  void fitsGitHubsLimit() {
    ResourceChange[] many = new ResourceChange[2_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = drift("azurerm_lb.number-" + i, Action.UPDATE, "tags.x", "\"a\"", "\"b\"");
    }

    assertThat(report(many).body())
        .get()
        .asString()
        .hasSizeLessThanOrEqualTo(65_536)
        .endsWith("the whole text: `bin/drift`.\n");
  }

  private static DriftReport report(ResourceChange... drift) {
    return new DriftReport(
        new TreeMap<>(Map.of("prod", new TerraformPlan(List.of(), List.of(), List.of(drift), ""))));
  }

  private static ResourceChange drift(
      String address, Action action, String path, String before, String after) {
    return new ResourceChange(
        address,
        "azurerm_lb",
        address.substring(address.indexOf('.') + 1),
        action,
        List.of(new AttributeChange(path, before, after, false)));
  }
}
