package dev.azurepatroni.constructs.cloudinit;

import dev.azurepatroni.topology.tuning.PgBouncerTuning;
import java.util.Map;

/**
 * How the cluster's poolers run PgBouncer; every host's model has it, whatever the host is for.
 *
 * @param tuning the settings of one pooler
 */
public record PoolerModel(PgBouncerTuning tuning) {
  /** {@return PgBouncer processes on a pooler} */
  public int processes() {
    return tuning.processes();
  }

  /** {@return settings that are the same in every process} */
  public Map<String, String> shared() {
    return tuning.shared();
  }

  /**
   * One process's part of the settings that are shared out.
   *
   * @param process 1 to {@link #processes}
   * @return value by name
   */
  public Map<String, String> settings(int process) {
    return tuning.settings(process);
  }

  /** {@return server connections that a process keeps for looking passwords up} */
  public int lookups() {
    return tuning.lookups();
  }

  /** {@return files that a process may have open} */
  public int fileLimit() {
    return tuning.fileLimit();
  }
}
