package dev.azurepatroni.review.terraform;

import dev.azurepatroni.review.file.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A plan of one synthesis over what another one deploys. For providers that are emulators: it
 * deploys.
 */
public final class EmulatorPlan {
  /** Beside the stack's JSON, which stays as it is: Terraform merges it. */
  private static final String OVERRIDE = "review_override.tf.json";

  private static final String STACK = "cdk.tf.json";

  private final Terraform terraform;
  private final Path folder;

  /**
   * Uses a folder of its own for configuration and state.
   *
   * @param folder empty, or not there
   */
  public EmulatorPlan(Path folder) {
    this.folder = folder;
    this.terraform = new Terraform(folder);
  }

  /**
   * Deploys and plans.
   *
   * @param base the JSON of what is deployed; empty where nothing is
   * @param head the JSON that is planned
   * @return what {@code terraform show -json} tells of the plan
   * @throws IOException if Terraform refuses; the message holds what it said
   */
  public String of(Optional<Path> base, Path head) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    if (base.isPresent()) {
      configure(base.get());
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
