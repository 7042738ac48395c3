package dev.azurepatroni.emulator.plugin;

import static dev.azurepatroni.emulator.plugin.Messages.message;
import static dev.azurepatroni.emulator.plugin.Messages.messages;

import dev.azurepatroni.emulator.schema.ProviderSchema;
import dev.azurepatroni.emulator.schema.Schema;
import dev.azurepatroni.emulator.value.Value;
import dev.azurepatroni.protocol.ApplyRequest;
import dev.azurepatroni.protocol.ApplyResponse;
import dev.azurepatroni.protocol.CloseRequest;
import dev.azurepatroni.protocol.ConfigureRequest;
import dev.azurepatroni.protocol.DiagnosticsResponse;
import dev.azurepatroni.protocol.Empty;
import dev.azurepatroni.protocol.FunctionsResponse;
import dev.azurepatroni.protocol.ImportRequest;
import dev.azurepatroni.protocol.ImportResponse;
import dev.azurepatroni.protocol.ImportedResource;
import dev.azurepatroni.protocol.MetadataResponse;
import dev.azurepatroni.protocol.MoveRequest;
import dev.azurepatroni.protocol.MoveResponse;
import dev.azurepatroni.protocol.OpenRequest;
import dev.azurepatroni.protocol.OpenResponse;
import dev.azurepatroni.protocol.PlanRequest;
import dev.azurepatroni.protocol.PlanResponse;
import dev.azurepatroni.protocol.PrepareProviderRequest;
import dev.azurepatroni.protocol.PrepareProviderResponse;
import dev.azurepatroni.protocol.ProviderGrpc;
import dev.azurepatroni.protocol.ReadDataRequest;
import dev.azurepatroni.protocol.ReadDataResponse;
import dev.azurepatroni.protocol.ReadRequest;
import dev.azurepatroni.protocol.ReadResponse;
import dev.azurepatroni.protocol.RenewRequest;
import dev.azurepatroni.protocol.RenewResponse;
import dev.azurepatroni.protocol.SchemaResponse;
import dev.azurepatroni.protocol.ServerCapabilities;
import dev.azurepatroni.protocol.StopResponse;
import dev.azurepatroni.protocol.TypeName;
import dev.azurepatroni.protocol.UpgradeRequest;
import dev.azurepatroni.protocol.UpgradeResponse;
import dev.azurepatroni.protocol.ValidateRequest;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Serves one provider over the plugin protocol. Calls come in parallel; every one is answered. */
public final class ProviderService extends ProviderGrpc.ProviderImplBase {

  private final Provider provider;
  private final ProviderSchema schema;
  private final Answers answers;

  /** Serves {@code provider} and writes every call to {@code log}. */
  public ProviderService(Provider provider, CallLog log) {
    this.provider = provider;
    this.schema = provider.schema();
    this.answers = new Answers(provider.name(), log);
  }

  private static ServerCapabilities capabilities() {
    return ServerCapabilities.newBuilder()
        .setPlanDestroy(false)
        .setGetProviderSchemaOptional(true)
        .build();
  }

  @Override
  public void getMetadata(Empty request, StreamObserver<MetadataResponse> out) {
    answers.give(
        "metadata",
        "",
        out,
        () ->
            MetadataResponse.newBuilder()
                .setServerCapabilities(capabilities())
                .addAllResources(names(schema.resources()))
                .addAllDataSources(names(schema.dataSources()))
                .addAllEphemeralResources(names(schema.ephemerals()))
                .build());
  }

  private static List<TypeName> names(Map<String, Schema> schemas) {
    return schemas.keySet().stream()
        .map(type -> TypeName.newBuilder().setTypeName(type).build())
        .toList();
  }

  @Override
  public void getSchema(Empty request, StreamObserver<SchemaResponse> out) {
    answers.give(
        "schema",
        "",
        out,
        () -> {
          SchemaResponse.Builder response =
              SchemaResponse.newBuilder()
                  .setProvider(message(schema.provider()))
                  .setServerCapabilities(capabilities());
          schema
              .resources()
              .forEach((type, resource) -> response.putResourceSchemas(type, message(resource)));
          schema
              .dataSources()
              .forEach((type, source) -> response.putDataSourceSchemas(type, message(source)));
          schema
              .ephemerals()
              .forEach(
                  (type, ephemeral) ->
                      response.putEphemeralResourceSchemas(type, message(ephemeral)));
          return response.build();
        });
  }

  @Override
  public void prepareProviderConfig(
      PrepareProviderRequest request, StreamObserver<PrepareProviderResponse> out) {
    answers.give(
        "prepare",
        "",
        out,
        () -> {
          Value config = Messages.value(request.getConfig(), schema.provider());
          return PrepareProviderResponse.newBuilder()
              .setPreparedConfig(request.getConfig())
              .addAllDiagnostics(messages(provider.validate(config)))
              .build();
        });
  }

  @Override
  public void configure(ConfigureRequest request, StreamObserver<DiagnosticsResponse> out) {
    answers.give("configure", "", out, DiagnosticsResponse::getDefaultInstance);
  }

  @Override
  public void validateResourceTypeConfig(
      ValidateRequest request, StreamObserver<DiagnosticsResponse> out) {
    answers.give(
        "validate", request.getTypeName(), out, () -> diagnostics(() -> validate(request)));
  }

  private List<Problem> validate(ValidateRequest request) {
    Value config = Messages.value(request.getConfig(), resource(request.getTypeName()));
    return provider.resources().get(request.getTypeName()).validate(config);
  }

  private static DiagnosticsResponse diagnostics(Supplier<List<Problem>> problems) {
    return DiagnosticsResponse.newBuilder().addAllDiagnostics(messages(problems.get())).build();
  }

  /** What a data source or an ephemeral resource is asked for is judged when it is asked. */
  @Override
  public void validateDataSourceConfig(
      ValidateRequest request, StreamObserver<DiagnosticsResponse> out) {
    answers.give("validate", request.getTypeName(), out, DiagnosticsResponse::getDefaultInstance);
  }

  @Override
  public void validateEphemeralResourceConfig(
      ValidateRequest request, StreamObserver<DiagnosticsResponse> out) {
    answers.give("validate", request.getTypeName(), out, DiagnosticsResponse::getDefaultInstance);
  }

  @Override
  public void upgradeResourceState(UpgradeRequest request, StreamObserver<UpgradeResponse> out) {
    answers.give(
        "upgrade",
        request.getTypeName(),
        out,
        () -> {
          Value state =
              Messages.json(request.getRawState().getJson(), resource(request.getTypeName()));
          return UpgradeResponse.newBuilder().setUpgradedState(message(state)).build();
        });
  }

  @Override
  public void readResource(ReadRequest request, StreamObserver<ReadResponse> out) {
    answers.give(
        "read",
        request.getTypeName(),
        out,
        () -> {
          Schema type = resource(request.getTypeName());
          Value state = Messages.value(request.getCurrentState(), type);
          Outcome outcome = provider.resources().get(request.getTypeName()).read(state);
          return ReadResponse.newBuilder()
              .setNewState(message(type.type().conform(outcome.state())))
              .addAllDiagnostics(messages(outcome.problems()))
              .setPrivate(request.getPrivate())
              .build();
        });
  }

  @Override
  public void planResourceChange(PlanRequest request, StreamObserver<PlanResponse> out) {
    answers.give("plan", request.getTypeName(), out, () -> plan(request));
  }

  private PlanResponse plan(PlanRequest request) {
    Schema type = resource(request.getTypeName());
    Value proposed = Messages.value(request.getProposedNewState(), type);
    PlanResponse.Builder response =
        PlanResponse.newBuilder()
            .setLegacyTypeSystem(provider.legacyTypeSystem())
            .setPlannedPrivate(request.getPriorPrivate());
    if (proposed.isNull()) {
      return response.setPlannedState(request.getProposedNewState()).build();
    }
    Plan plan =
        new Planner(type, provider.resources().get(request.getTypeName()))
            .plan(
                Messages.value(request.getPriorState(), type),
                proposed,
                Messages.value(request.getConfig(), type));
    plan.replaces().forEach(path -> response.addRequiresReplace(path.toMessage()));
    return response
        .setPlannedState(message(plan.planned()))
        .addAllDiagnostics(messages(plan.problems()))
        .build();
  }

  @Override
  public void applyResourceChange(ApplyRequest request, StreamObserver<ApplyResponse> out) {
    answers.give(
        "apply",
        request.getTypeName(),
        out,
        () -> {
          Schema type = resource(request.getTypeName());
          Outcome outcome =
              new Applier(type, provider.resources().get(request.getTypeName()))
                  .apply(
                      Messages.value(request.getPriorState(), type),
                      Messages.value(request.getPlannedState(), type),
                      Messages.value(request.getConfig(), type));
          return ApplyResponse.newBuilder()
              .setNewState(message(outcome.state()))
              .addAllDiagnostics(messages(outcome.problems()))
              .setPrivate(request.getPlannedPrivate())
              .setLegacyTypeSystem(provider.legacyTypeSystem())
              .build();
        });
  }

  @Override
  public void importResourceState(ImportRequest request, StreamObserver<ImportResponse> out) {
    answers.give(
        "import",
        request.getTypeName(),
        out,
        () -> {
          Outcome outcome = provider.resources().get(request.getTypeName()).find(request.getId());
          ImportResponse.Builder response =
              ImportResponse.newBuilder().addAllDiagnostics(messages(outcome.problems()));
          if (!outcome.state().isNull()) {
            Value state = resource(request.getTypeName()).type().conform(outcome.state());
            response.addImportedResources(
                ImportedResource.newBuilder()
                    .setTypeName(request.getTypeName())
                    .setState(message(state)));
          }
          return response.build();
        });
  }

  @Override
  public void moveResourceState(MoveRequest request, StreamObserver<MoveResponse> out) {
    Problem refused =
        Problem.error(
            "Move Between Types Not Supported",
            "State of a "
                + request.getSourceTypeName()
                + " cannot become a "
                + request.getTargetTypeName()
                + ".");
    answers.give(
        "move",
        request.getTargetTypeName(),
        out,
        () -> MoveResponse.newBuilder().addDiagnostics(refused.toMessage()).build());
  }

  @Override
  public void readDataSource(ReadDataRequest request, StreamObserver<ReadDataResponse> out) {
    answers.give(
        "read data",
        request.getTypeName(),
        out,
        () -> {
          Schema type =
              Answers.known(schema.dataSources().get(request.getTypeName()), request.getTypeName());
          Outcome outcome =
              provider
                  .dataSources()
                  .get(request.getTypeName())
                  .read(Messages.value(request.getConfig(), type));
          return ReadDataResponse.newBuilder()
              .setState(message(type.type().conform(outcome.state())))
              .addAllDiagnostics(messages(outcome.problems()))
              .build();
        });
  }

  @Override
  public void openEphemeralResource(OpenRequest request, StreamObserver<OpenResponse> out) {
    answers.give(
        "open",
        request.getTypeName(),
        out,
        () -> {
          Schema type =
              Answers.known(schema.ephemerals().get(request.getTypeName()), request.getTypeName());
          Outcome outcome =
              provider
                  .ephemerals()
                  .get(request.getTypeName())
                  .read(Messages.value(request.getConfig(), type));
          return OpenResponse.newBuilder()
              .setResult(message(type.type().conform(outcome.state())))
              .addAllDiagnostics(messages(outcome.problems()))
              .build();
        });
  }

  /** Nothing that is opened here ends before Terraform does. */
  @Override
  public void renewEphemeralResource(RenewRequest request, StreamObserver<RenewResponse> out) {
    answers.give("renew", request.getTypeName(), out, RenewResponse::getDefaultInstance);
  }

  @Override
  public void closeEphemeralResource(
      CloseRequest request, StreamObserver<DiagnosticsResponse> out) {
    answers.give("close", request.getTypeName(), out, DiagnosticsResponse::getDefaultInstance);
  }

  @Override
  public void getFunctions(Empty request, StreamObserver<FunctionsResponse> out) {
    answers.give("functions", "", out, FunctionsResponse::getDefaultInstance);
  }

  @Override
  public void stop(Empty request, StreamObserver<StopResponse> out) {
    answers.give("stop", "", out, StopResponse::getDefaultInstance);
  }

  private Schema resource(String type) {
    return Answers.known(schema.resources().get(type), type);
  }
}
