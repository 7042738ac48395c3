package dev.azurepatroni.review.terraform;

import dev.azurepatroni.review.file.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Deploys one configuration to the emulator and plans another one over it. */
public final class EmulatorPlan {
  /** Terraform merges this file with the unchanged JSON of the stack. */
  private static final String OVERRIDE = "review_override.tf.json";

  private static final String STACK = "cdk.tf.json";

  private final TerraformCommand terraform;
  private final Path folder;

  /**
   * Creates a planner.
   *
   * @param folder for configuration and state; empty or missing
   */
  public EmulatorPlan(Path folder) {
    this.folder = folder;
    this.terraform = new TerraformCommand(folder);
  }

  /**
   * Deploys and plans.
   *
   * @param base the JSON to deploy; null for nothing
   * @param head the JSON to plan
   * @return the output of {@code terraform show -json}
   * @throws IOException if Terraform fails; the message contains its output
   */
  public String plan(Path base, Path head) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    if (base != null) {
      configure(base);
      terraform.run("init", "-input=false", "-no-color");
      terraform.run("apply", "-input=false", "-no-color", "-auto-approve");
    }
    configure(head);
    terraform.run("init", "-input=false", "-no-color");
    terraform.run("plan", "-input=false", "-no-color", "-out=plan");
    return terraform.run("show", "-json", "plan");
  }

  private void configure(Path stack) throws IOException {
    Files.write(folder.resolve(STACK), Files.readAllBytes(stack));
    Files.writeString(
        folder.resolve(OVERRIDE), ReviewOverride.overEmulator(JsonFile.read(stack)).toString());
  }
}
