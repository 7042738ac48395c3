package dev.azurepatroni.verify.check;

import java.io.IOException;
import java.sql.SQLException;

/** One question to the cluster. */
public interface Check {
  /** What it is called. */
  CheckName name();

  /**
   * Answers it. An exception counts as a failure: its message is the reason.
   *
   * @param findings where the answer goes
   */
  void run(CheckContext context, CheckFindings findings)
      throws IOException, SQLException, InterruptedException;
}
