package dev.azurepatroni.constructs.synth;

import static dev.azurepatroni.constructs.synth.SynthAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SynthSubjectTest {
  private static final Synth SYNTH =
      stack(
          """
          {'resource': {
            'azurerm_managed_disk': {'data': {'iops': 3000, 'zones': ['1'],
              'vm_id': '${azurerm_vm.db-1.id}', 'depends_on': ['azurerm_vm.db-1'],
              'lifecycle': [{'prevent_destroy': true}]}},
            'azurerm_network_security_group': {'db': {}},
            'azurerm_network_security_rule': {
              'pooler': {'name': 'pooler', 'priority': 100, 'access': 'Allow', 'protocol': 'Tcp',
                'direction': 'Inbound', 'destination_port_range': '5432',
                'network_security_group_name': '${azurerm_network_security_group.db.name}',
                'source_application_security_group_ids':
                  ['${azurerm_application_security_group.pooler.id}'],
                'destination_address_prefix': '*'}}}}
          """);

  @Test
  void whatHoldsIsSilent() {
    assertThatCode(
            () -> {
              assertThat(SYNTH)
                  .hasExactly("azurerm_managed_disk", "data")
                  .hasNo("azurerm_lb")
                  .resource("azurerm_managed_disk", "data")
                  .has("iops", 3000)
                  .has("lifecycle.prevent_destroy", true)
                  .has("zones", List.of("1"))
                  .hasNo("size")
                  .refers("vm_id", "azurerm_vm.db-1")
                  .waitsFor("azurerm_vm.db-1");
              assertThat(SYNTH).securityGroup("db").allows(5432).from("pooler").to("*");
            })
        .doesNotThrowAnyException();
  }

  @Test
  void anotherValueIsSaidWithWhatWasExpected() {
    says(
        () -> assertThat(SYNTH).resource("azurerm_managed_disk", "data").has("iops", 80_000),
        """

        expected     : azurerm_managed_disk.data
        to have iops : 80000
        but it is    : 3000""");
  }

  @Test
  void aNumberIsNotTheTextOfIt() {
    says(
        () -> assertThat(SYNTH).resource("azurerm_managed_disk", "data").has("iops", "3000"),
        """

        expected     : azurerm_managed_disk.data
        to have iops : "3000"
        but it is    : 3000""");
  }

  @Test
  void aMissingResourceIsSaidWithThoseOfItsType() {
    says(
        () -> assertThat(SYNTH).resource("azurerm_managed_disk", "wal"),
        """

        expected resource     : azurerm_managed_disk.wal
        of its type there are : [data]""");
  }

  @Test
  void aMissingReferenceIsSaidWithThoseThatAreThere() {
    says(
        () -> assertThat(SYNTH).resource("azurerm_managed_disk", "data").waitsFor("azurerm_nat.x"),
        """

        expected         : azurerm_managed_disk.data
        to wait for      : [azurerm_nat.x]
        but it waits for : [azurerm_vm.db-1]""");
  }

  @Test
  void aMissingFlowIsSaidWithEveryRuleOfTheGroup() {
    says(
        () -> assertThat(SYNTH).securityGroup("db").allows(6432).from("pooler").to("*"),
        """

        expected    : azurerm_network_security_group.db
                    : to allow [6432] from [pooler] to [*]
         100 pooler : Allow [5432] from [pooler] to [*]""");
  }

  @Test
  void aGroupThatEndsInAnAllowanceDeniesNothing() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(SYNTH).securityGroup("db").deniesTheRest())
        .withMessageContaining("to deny all the rest");
  }

  @Test
  void unresolvedTokensAreFoundWhereverTheyHide() {
    List<String> traps =
        List.of(
            "'a': '${TfToken[TOKEN.7]}'",
            "'a': ['x-8.1E298']",
            "'a': -1.8881545897087626e+289",
            "'${TfToken[TOKEN.1]}': 1",
            "'custom_data': 'eDogJHtUZlRva2VuW1RPS0VOLjddfQ=='");
    for (String trap : traps) {
      Synth synth = stack("{'resource': {'azurerm_vm': {'x': {" + trap + "}}}}");
      assertThatExceptionOfType(AssertionError.class)
          .as(trap)
          .isThrownBy(() -> assertThat(synth).hasNoTraps())
          .withMessageContaining("resource.azurerm_vm.x");
    }
  }

  @Test
  void userDataThatOnlyLooksLikeATokenInBase64IsNone() {
    // E298E298 is base64 of six bytes that mean nothing here.
    assertThat(stack("{'resource': {'a_vm': {'x': {'custom_data': 'E298E298'}}}}")).hasNoTraps();
  }

  @Test
  void oneNameTwiceIsFoundUnlessTheirParentsDiffer() {
    String lb = "'%s': {'name': 'rule', 'loadbalancer_id': '%s'}";
    Synth distinct =
        stack(
            "{'resource': {'azurerm_lb_rule': {%s, %s}}}"
                .formatted(lb, lb)
                .formatted("a", "1", "b", "2"));
    Synth clash =
        stack(
            "{'resource': {'azurerm_lb_rule': {%s, %s}}}"
                .formatted(lb, lb)
                .formatted("a", "1", "b", "1"));

    assertThat(distinct).hasDistinctAzureNames();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertThat(clash).hasDistinctAzureNames())
        .withMessageContaining("azurerm_lb_rule.b and a: rule of 1");
  }

  private static void says(ThrowingCallable assertion, String message) {
    assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessage(message);
  }

  private static Synth stack(String json) {
    try {
      return new Synth(
          "test",
          JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build().readTree(json),
          List.of());
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
