package dev.azurepatroni.verify.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status of all hosts at about the same time.
 *
 * @param statuses by host
 * @param silent why a host did not answer, by host
 */
public record ClusterSnapshot(Map<String, HostStatus> statuses, Map<String, String> silent) {
  /** Keeps copies, in order. */
  public ClusterSnapshot {
    statuses = new LinkedHashMap<>(statuses);
    silent = new LinkedHashMap<>(silent);
  }

  /** All problems, each once. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    silent.forEach((host, why) -> problems.add("%s does not answer: %s".formatted(host, why)));
    statuses.forEach(
        (host, status) ->
            status.problems().stream()
                .filter(problem -> !problems.contains(problem))
                .forEach(problems::add));
    if (leader().isEmpty()) {
      problems.add("no host knows the leader");
    }
    return problems;
  }

  /** The leader, if the hosts agree on one. */
  public Optional<String> leader() {
    List<String> leaders =
        statuses.values().stream()
            .flatMap(status -> status.leader().stream())
            .map(Member::name)
            .distinct()
            .toList();
    return leaders.size() == 1 ? Optional.of(leaders.get(0)) : Optional.empty();
  }

  /** The members, as the first host that sees any reports them. */
  public List<Member> members() {
    return statuses.values().stream()
        .map(HostStatus::members)
        .filter(status -> !status.isEmpty())
        .findFirst()
        .orElse(List.of());
  }
}
