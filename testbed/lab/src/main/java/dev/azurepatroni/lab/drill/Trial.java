package dev.azurepatroni.lab.drill;

import dev.azurepatroni.verify.rows.Comparison;
import java.util.List;
import java.util.Map;

/**
 * A fault caused once, and what its clients saw.
 *
 * @param fault which
 * @param target host or hosts that it met
 * @param at when, as ISO 8601
 * @param gaps through each endpoint, the longest time that any of its clients had from the last
 *     acknowledged write to the next one, from the fault on, in seconds; 0 where none was longer
 *     than 0.2 s
 * @param bystanders the same of clients that came through other poolers than those that were met;
 *     negative where there were none
 * @param resumed whether writes went on through both endpoints while the fault lasted
 * @param held how long it lasted before it was undone, in seconds
 * @param whole how long it took from the undoing, or from the fault where there is none, until
 *     every host was ready, the standby streamed and the voters were complete, in seconds; negative
 *     if that was not seen
 * @param rows every row compared with what is stored
 * @param errors what clients heard, and how often, by endpoint
 * @param problems what should not have been
 */
record Trial(
    String fault,
    String target,
    String at,
    Map<String, Double> gaps,
    double bystanders,
    boolean resumed,
    double held,
    double whole,
    Comparison rows,
    Map<String, Map<String, Long>> errors,
    List<String> problems) {

  /** Keeps copies. */
  Trial {
    problems = List.copyOf(problems);
  }
}
