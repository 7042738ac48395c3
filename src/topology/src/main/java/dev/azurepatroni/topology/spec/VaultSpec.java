package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.list;
import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * The Key Vault.
 *
 * @param name of the vault, unique in all of Azure; empty: from the cluster's name
 * @param allowedCidrs public ranges that may reach the vault besides the hosts' subnet
 * @param readers object ids of people or groups that read what a person needs
 * @param passwordVersion raised by one, new passwords are generated at the next deployment
 * @param caVersions versions of the certificate authority that are trusted; the first one issues
 * @param rolePropagationSeconds how long a first deployment waits at most for its role, seconds
 * @param softDeleteRetentionDays how long a deleted vault or secret can be restored, days
 */
@RecordBuilder
public record VaultSpec(
    @Setting(
            value = "Name of the vault; must be unused in all of Azure.",
            pattern = "|(?=.{3,24}$)[a-zA-Z](-?[a-zA-Z0-9])+",
            patternMeans =
                "3 to 24 letters, digits and single dashes, starting with a letter, ending with a"
                    + " letter or digit",
            example = "orders-kv",
            defaultsTo = "`<name>-kv`")
        String name,
    @Setting(
            value =
                "Public ranges that may connect to the vault in addition to the hosts' subnet: those"
                    + " of the machines that plan and deploy. `0.0.0.0/0` opens it to every network;"
                    + " then only role assignments protect it.",
            example = "203.0.113.7/32")
        List<String> allowedCidrs,
    @Setting(
            value =
                "Object ids of people or groups. They read the secrets that a person needs: the"
                    + " password of `application`, the CA's certificate and the generated SSH key."
                    + " The identity that deploys reads every secret.",
            pattern = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            patternMeans =
                "an object id: 32 lower-case hexadecimal digits in groups of 8, 4, 4, 4 and 12, as"
                    + " `az ad signed-in-user show --query id` prints yours",
            example = "6b3a1d52-9c07-4f5e-8f0e-2d1c4a7b9e30")
        List<String> readers,
    @Setting(
            value =
                "Version of the passwords. Raise it by one, and the next deployment generates all passwords again.",
            min = 1,
            max = 1_000_000)
        Integer passwordVersion,
    @Setting(
            value =
                "Versions of the certificate authority. Hosts trust all; the first one issues their"
                    + " certificates. To change it, deploy `[1, 2]`, then `[2, 1]`, then `[2]`.",
            min = 1,
            max = 1_000_000)
        List<Integer> caVersions,
    @Setting(
            value =
                "How long a first deployment waits at most after it has granted itself the right to"
                    + " write secrets. If `az` is signed in, it waits only until the vault answers."
                    + " Azure needs up to 600 s.",
            unit = "seconds",
            min = 0,
            max = 1_800)
        Integer rolePropagationSeconds,
    @Setting(
            value = "How long a deleted vault or secret can be restored.",
            unit = "days",
            min = 7,
            max = 90)
        Integer softDeleteRetentionDays) {

  /**
   * Fills what was left out.
   *
   * @param name of the vault, unique in all of Azure; empty if null, which means from the cluster's
   *     name
   * @param allowedCidrs public ranges that may reach the vault besides the hosts' subnet; empty if
   *     null, and {@code 0.0.0.0/0} means all
   * @param readers object ids of people or groups that read what a person needs; empty if null
   * @param passwordVersion raised by one, new passwords are generated at the next deployment, 1 to
   *     1,000,000; 1 if null
   * @param caVersions versions of the certificate authority that are trusted, one or two of 1 to
   *     1,000,000, of which the first one issues; {@code [1]} if null
   * @param rolePropagationSeconds how long a first deployment waits at most for its role, 0 to
   *     1,800 seconds; 600 if null
   * @param softDeleteRetentionDays how long a deleted vault or secret can be restored, 7 to 90
   *     days; 90 if null
   */
  public VaultSpec {
    name = or(name, "");
    allowedCidrs = list(allowedCidrs);
    readers = list(readers);
    passwordVersion = or(passwordVersion, 1);
    caVersions = caVersions == null ? List.of(1) : List.copyOf(caVersions);
    rolePropagationSeconds = or(rolePropagationSeconds, 600);
    softDeleteRetentionDays = or(softDeleteRetentionDays, 90);
  }

  /** {@return a builder in which nothing is set} */
  public static VaultSpecBuilder builder() {
    return VaultSpecBuilder.builder();
  }
}
