package dev.azurepatroni.lab.drill.figures;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.azurepatroni.verify.rows.Comparison;
import java.util.List;
import java.util.Map;

/**
 * One run of a drill, and what its clients saw.
 *
 * @param fault the fault's id
 * @param target host or hosts that the fault affected
 * @param at when the fault was injected, as ISO 8601
 * @param gaps for each endpoint, the longest time in seconds that any of its clients was without an
 *     acknowledged write, from the fault on; 0 where none was longer than 0.2 s
 * @param unaffectedGap the same for clients of poolers that the fault did not affect; negative
 *     where there were none
 * @param resumed whether writes went on through both endpoints while the fault lasted
 * @param held how long the fault lasted, in seconds
 * @param recovery seconds from clearing the fault, or from the fault where nothing clears it, until
 *     every host was ready, the standby streamed and etcd was complete; negative if that was not
 *     seen
 * @param rows every row compared with what is stored
 * @param errors errors of clients and how often they occurred, by endpoint
 * @param problems what must not happen and did
 * @param explanation why the gap lies outside the budget, written by a person; null if there is
 *     none
 */
public record DrillRun(
    String fault,
    String target,
    String at,
    Map<String, Double> gaps,
    double unaffectedGap,
    boolean resumed,
    double held,
    double recovery,
    Comparison rows,
    Map<String, Map<String, Long>> errors,
    List<String> problems,
    @JsonInclude(JsonInclude.Include.NON_NULL) String explanation) {

  /** Copies the list. */
  public DrillRun {
    problems = List.copyOf(problems);
  }

  /** The gap of an endpoint in seconds. */
  public double gap(String endpoint) {
    return gaps.getOrDefault(endpoint, 0.0);
  }
}
