package dev.azurepatroni.verify.fault;

import java.io.IOException;
import java.util.List;

/** The cluster is not healthy, so no fault is injected. */
public final class UnhealthyClusterException extends IOException {
  private static final long serialVersionUID = 1L;

  UnhealthyClusterException(List<String> problems) {
    super("the cluster is not healthy; no fault was injected: " + String.join("; ", problems));
  }
}
