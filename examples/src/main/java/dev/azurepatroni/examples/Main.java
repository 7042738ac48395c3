package dev.azurepatroni.examples;

import com.hashicorp.cdktf.App;

/** The app that {@code cdktf} runs. */
public final class Main {
  private Main() {}

  /**
   * Synthesises.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    App app = new App();
    new MinimalStack(app, "minimal");
    ReportingStack reporting = new ReportingStack(app, "reporting");
    new BatchStack(app, "batch").addDependency(reporting);
    new ShopStack(app, "shop");
    new ProxyStack(app, "proxy");
    app.synth();
  }
}
