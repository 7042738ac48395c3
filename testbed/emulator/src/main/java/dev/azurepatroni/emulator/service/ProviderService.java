package dev.azurepatroni.emulator.service;

import static dev.azurepatroni.emulator.service.ProtocolMessages.message;
import static dev.azurepatroni.emulator.service.ProtocolMessages.messages;

import dev.azurepatroni.emulator.plugin.CallLog;
import dev.azurepatroni.emulator.plugin.Provider;
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

/** Serves one provider over the plugin protocol. Terraform calls it from several threads. */
public final class ProviderService extends ProviderGrpc.ProviderImplBase {

  private final Provider provider;
  private final ProviderSchema schema;
  private final Responder responder;
  private final ResourceCalls resources;
  private final DataCalls data;

  /** Serves a provider and logs each call. */
  public ProviderService(Provider provider, CallLog log) {
    this.provider = provider;
    this.schema = provider.schema();
    this.responder = new Responder(provider.name(), log);
    this.resources = new ResourceCalls(provider);
    this.data = new DataCalls(provider);
  }

  private static ServerCapabilities capabilities() {
    return ServerCapabilities.newBuilder()
        .setPlanDestroy(false)
        .setGetProviderSchemaOptional(true)
        .build();
  }

  @Override
  public void getMetadata(Empty request, StreamObserver<MetadataResponse> out) {
    responder.answer(
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
    responder.answer(
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
    responder.answer(
        "prepare",
        "",
        out,
        () -> {
          Value config = ProtocolMessages.value(request.getConfig(), schema.provider());
          return PrepareProviderResponse.newBuilder()
              .setPreparedConfig(request.getConfig())
              .addAllDiagnostics(messages(provider.validate(config)))
              .build();
        });
  }

  @Override
  public void configure(ConfigureRequest request, StreamObserver<DiagnosticsResponse> out) {
    responder.answer(
        "configure",
        "",
        out,
        () -> {
          provider.configure(ProtocolMessages.value(request.getConfig(), schema.provider()));
          return DiagnosticsResponse.getDefaultInstance();
        });
  }

  @Override
  public void validateResourceTypeConfig(
      ValidateRequest request, StreamObserver<DiagnosticsResponse> out) {
    responder.answer("validate", request.getTypeName(), out, () -> resources.validate(request));
  }

  /** Accepts: the read that follows judges the arguments. */
  @Override
  public void validateDataSourceConfig(
      ValidateRequest request, StreamObserver<DiagnosticsResponse> out) {
    responder.answer(
        "validate", request.getTypeName(), out, DiagnosticsResponse::getDefaultInstance);
  }

  /** Accepts: the opening that follows judges the arguments. */
  @Override
  public void validateEphemeralResourceConfig(
      ValidateRequest request, StreamObserver<DiagnosticsResponse> out) {
    responder.answer(
        "validate", request.getTypeName(), out, DiagnosticsResponse::getDefaultInstance);
  }

  @Override
  public void upgradeResourceState(UpgradeRequest request, StreamObserver<UpgradeResponse> out) {
    responder.answer("upgrade", request.getTypeName(), out, () -> resources.upgrade(request));
  }

  @Override
  public void readResource(ReadRequest request, StreamObserver<ReadResponse> out) {
    responder.answer("read", request.getTypeName(), out, () -> resources.read(request));
  }

  @Override
  public void planResourceChange(PlanRequest request, StreamObserver<PlanResponse> out) {
    responder.answer("plan", request.getTypeName(), out, () -> resources.plan(request));
  }

  @Override
  public void applyResourceChange(ApplyRequest request, StreamObserver<ApplyResponse> out) {
    responder.answer("apply", request.getTypeName(), out, () -> resources.apply(request));
  }

  @Override
  public void importResourceState(ImportRequest request, StreamObserver<ImportResponse> out) {
    responder.answer("import", request.getTypeName(), out, () -> resources.find(request));
  }

  @Override
  public void moveResourceState(MoveRequest request, StreamObserver<MoveResponse> out) {
    responder.answer("move", request.getTargetTypeName(), out, () -> ResourceCalls.move(request));
  }

  @Override
  public void readDataSource(ReadDataRequest request, StreamObserver<ReadDataResponse> out) {
    responder.answer("read data", request.getTypeName(), out, () -> data.read(request));
  }

  @Override
  public void openEphemeralResource(OpenRequest request, StreamObserver<OpenResponse> out) {
    responder.answer("open", request.getTypeName(), out, () -> data.open(request));
  }

  /** Does nothing: no ephemeral resource here expires before Terraform ends. */
  @Override
  public void renewEphemeralResource(RenewRequest request, StreamObserver<RenewResponse> out) {
    responder.answer("renew", request.getTypeName(), out, RenewResponse::getDefaultInstance);
  }

  @Override
  public void closeEphemeralResource(
      CloseRequest request, StreamObserver<DiagnosticsResponse> out) {
    responder.answer("close", request.getTypeName(), out, DiagnosticsResponse::getDefaultInstance);
  }

  @Override
  public void getFunctions(Empty request, StreamObserver<FunctionsResponse> out) {
    responder.answer("functions", "", out, FunctionsResponse::getDefaultInstance);
  }

  @Override
  public void stop(Empty request, StreamObserver<StopResponse> out) {
    responder.answer(
        "stop",
        "",
        out,
        () -> {
          provider.stop();
          return StopResponse.getDefaultInstance();
        });
  }
}
