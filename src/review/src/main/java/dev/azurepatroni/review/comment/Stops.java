package dev.azurepatroni.review.comment;

import static dev.azurepatroni.review.text.Markdown.code;
import static dev.azurepatroni.review.text.Markdown.plain;

import dev.azurepatroni.review.plan.AttributeChange;
import dev.azurepatroni.review.stops.StopKind;
import dev.azurepatroni.review.stops.StoppedHost;
import dev.azurepatroni.review.stops.StoppedHosts;
import dev.azurepatroni.review.text.TruncatedChange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hosts that the change stops.
 *
 * @param stack the stack
 * @param stopped its hosts
 */
record Stops(StackChange stack, StoppedHosts stopped) {
  static Stops of(StackChange stack) {
    return new Stops(stack, StoppedHosts.of(stack.resources(), stack.base(), stack.head()));
  }

  /** {@return an alert if one apply stops several etcd members, database hosts or poolers} */
  Optional<String> tooMany() {
    List<String> together = stopped.together();
    if (together.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "**%s: %s %s AT ONCE**: %s. `bin/deploy` refuses this in one apply; with `--host-by-host` it stops one host at a time"
            .formatted(
                plain(stack.name()),
                verb().toUpperCase(Locale.ROOT),
                plain(String.join(", ", together).toUpperCase(Locale.ROOT)),
                names(stopped.hosts()) + because(stopped.hosts())));
  }

  /** {@return an alert for each host that is restarted, if they are few enough} */
  Stream<String> restarts() {
    return stopped.together().isEmpty()
        ? powerCycled()
            .map(
                host ->
                    "**%s: %s %s host**: %s%s"
                        .formatted(
                            plain(stack.name()),
                            host.kind().verb().toUpperCase(Locale.ROOT),
                            plain(host.role()),
                            code(host.name()),
                            because(List.of(host))))
        : Stream.empty();
  }

  /** {@return words for the line of the stack, such as "restarts `pgpatroni-1`"} */
  Optional<String> words() {
    return Stream.of(StopKind.RESTART, StopKind.DEALLOCATE)
        .map(kind -> powerCycled().filter(host -> host.kind() == kind).toList())
        .filter(hosts -> !hosts.isEmpty())
        .map(
            hosts ->
                hosts.get(0).kind().verb().toUpperCase(Locale.ROOT)
                    + " "
                    + hosts.stream()
                        .map(host -> plain(host.name()))
                        .collect(Collectors.joining(", ")))
        .reduce((one, other) -> one + " · " + other);
  }

  private Stream<StoppedHost> powerCycled() {
    return stopped.hosts().stream()
        .filter(host -> host.kind() == StopKind.RESTART || host.kind() == StopKind.DEALLOCATE);
  }

  private String verb() {
    List<StopKind> kinds = stopped.hosts().stream().map(StoppedHost::kind).distinct().toList();
    return kinds.size() == 1 && kinds.get(0) != StopKind.DETACH ? kinds.get(0).verb() : "stops";
  }

  private static String names(List<StoppedHost> hosts) {
    return hosts.stream().map(host -> code(host.name())).collect(Collectors.joining(", "));
  }

  private static String because(List<StoppedHost> hosts) {
    List<String> reasons =
        hosts.stream()
            .flatMap(host -> host.reasons().stream())
            .map(Stops::reason)
            .distinct()
            .toList();
    return reasons.isEmpty() ? "" : ", because of " + String.join(", ", reasons);
  }

  static String reason(AttributeChange change) {
    return code(change.path()) + " " + TruncatedChange.of(change.before(), change.after()).arrow();
  }
}
