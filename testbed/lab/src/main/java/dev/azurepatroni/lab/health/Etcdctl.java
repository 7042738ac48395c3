package dev.azurepatroni.lab.health;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The command line of {@code etcdctl} on a host with an etcd member. */
public final class Etcdctl {
  /** Where hosts keep the certificates of etcd. */
  private static final String SECRETS = "/run/azure-patroni/secrets/etcd";

  private Etcdctl() {}

  /**
   * The command line.
   *
   * @param addresses members to ask
   * @param command for example {@code member list}
   */
  public static List<String> command(List<String> addresses, String... command) {
    List<String> words = new ArrayList<>();
    words.add("etcdctl");
    words.add(
        addresses.stream()
            .map("https://%s:2379"::formatted)
            .collect(Collectors.joining(",", "--endpoints=", "")));
    words.add("--cacert=%s/ca.pem".formatted(SECRETS));
    words.add("--cert=%s/tls.crt".formatted(SECRETS));
    words.add("--key=%s/tls.key".formatted(SECRETS));
    words.addAll(List.of(command));
    return words;
  }
}
