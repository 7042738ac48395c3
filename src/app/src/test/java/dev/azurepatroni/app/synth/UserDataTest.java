package dev.azurepatroni.app.synth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.constructs.synth.Resource;
import dev.azurepatroni.constructs.synth.UserData;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches the hosts of every stack through Azure: small enough, and no secret in it. */
class UserDataTest {
  /**
   * Azure takes 65,535 bytes each as custom data and as user data. A tenth of it stays free, for
   * parameters and for what is to come.
   */
  private static final int LIMIT_BYTES = 65_535 * 9 / 10;

  static Set<String> stacks() {
    return Variants.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void everyHostStaysFarBelowAzuresLimit(String stack) {
    for (Resource vm : Variants.all().get(stack).resources("azurerm_linux_virtual_machine")) {
      byte[] customData = Base64.getDecoder().decode(vm.text("custom_data"));
      String userData = UserData.base64(vm.text("user_data"));
      System.out.printf(
          "%s in %s: custom data %.1f KiB, user data %.1f KiB, in base64 %.1f KiB%n",
          vm.name(),
          stack,
          customData.length / 1024.0,
          Base64.getDecoder().decode(userData).length / 1024.0,
          userData.length() / 1024.0);
      assertThat(customData).as("custom data of " + vm.name()).hasSizeLessThan(LIMIT_BYTES);
      assertThat(userData.length()).as("user data of " + vm.name()).isLessThan(LIMIT_BYTES);
    }
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void noHostIsHandedASecret(String stack) {
    Map<String, String> userData = UserData.of(Variants.all().get(stack));

    assertThat(userData).isNotEmpty();
    userData.forEach(
        (host, text) -> assertThat(PlantedSecrets.in(text)).as("%s of %s", host, stack).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void theStackHoldsNoSecretElsewhereEither(String stack) {
    assertThat(PlantedSecrets.in(Variants.all().get(stack).json().toString())).isEmpty();
  }

  /** Passwords are made while Terraform runs: user-data that names none of them can hold none. */
  @ParameterizedTest
  @MethodSource("stacks")
  void nothingInUserDataIsTerraformsToFillIn(String stack) {
    UserData.of(Variants.all().get(stack))
        .forEach(
            (host, text) ->
                assertThat(text)
                    .as("%s of %s", host, stack)
                    .doesNotContain(
                        "ephemeral.", "random_password", "tls_private_key", "azurerm_", "TfToken"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n",
        "-----BEGIN EC PRIVATE KEY-----\n",
        "-----BEGIN OPENSSH PRIVATE KEY-----\n",
        "postgresql://replicator:Zk3vQ8pLr2Xw7Tn5@10.50.1.4/",
        "    password: Zk3vQ8pLr2Xw7Tn5Hs9Jd4Fg6Bm1Cv0A",
        "\"password\": \"hunter2\"",
        "PGPASSWORD=hunter2 psql",
        "\"pgbouncer_auth\" \"SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy\"",
        "\"pgbouncer_auth\" \"md5d41d8cd98f00b204e9800998ecf8427e\"",
        "user = u9Kx2Lm4Np6Qr8St0Uv1Wx3Yz5Ab7Cd9"
      })
  void aPlantedSecretIsFound(String secret) {
    String prod = UserData.of(Stacks.named("prod")).get("pgpatroni-1");

    assertThat(PlantedSecrets.in(prod + secret)).isNotEmpty();
  }

  @Test
  void aPlantedSecretIsFoundInsideCustomDataAndNotOnlyBesideIt() {
    String text = "password: Zk3vQ8pLr2Xw7Tn5Hs9Jd4Fg6Bm1Cv0A\n";
    String encoded = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));

    assertThat(PlantedSecrets.in(UserData.text(encoded, ""))).isNotEmpty();
  }

  @Test
  void whatLooksLikeASecretToAPersonOnlyIsNone() {
    for (String harmless :
        List.of(
            "password_encryption: scram-sha-256",
            "\"postgres\": \"pgpatroni-postgres-password\"",
            "  password: [=x]",
            "password=$(cat /run/azure-patroni/secrets/x)")) {
      assertThat(PlantedSecrets.in(harmless)).as(harmless).isEmpty();
    }
  }
}
