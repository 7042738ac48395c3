package dev.azurepatroni.emulator.service;

import static dev.azurepatroni.emulator.service.ProtocolMessages.message;
import static dev.azurepatroni.emulator.service.ProtocolMessages.messages;

import dev.azurepatroni.emulator.plugin.Diagnostic;
import dev.azurepatroni.emulator.plugin.OperationResult;
import dev.azurepatroni.emulator.plugin.Provider;
import dev.azurepatroni.emulator.plugin.ResourcePlan;
import dev.azurepatroni.emulator.plugin.ResourceType;
import dev.azurepatroni.emulator.schema.Schema;
import dev.azurepatroni.emulator.value.Value;
import dev.azurepatroni.protocol.ApplyRequest;
import dev.azurepatroni.protocol.ApplyResponse;
import dev.azurepatroni.protocol.DiagnosticsResponse;
import dev.azurepatroni.protocol.ImportRequest;
import dev.azurepatroni.protocol.ImportResponse;
import dev.azurepatroni.protocol.ImportedResource;
import dev.azurepatroni.protocol.MoveRequest;
import dev.azurepatroni.protocol.MoveResponse;
import dev.azurepatroni.protocol.PlanRequest;
import dev.azurepatroni.protocol.PlanResponse;
import dev.azurepatroni.protocol.ReadRequest;
import dev.azurepatroni.protocol.ReadResponse;
import dev.azurepatroni.protocol.UpgradeRequest;
import dev.azurepatroni.protocol.UpgradeResponse;
import dev.azurepatroni.protocol.ValidateRequest;

/** The protocol's calls about managed resources. */
final class ResourceCalls {
  private final Provider provider;

  ResourceCalls(Provider provider) {
    this.provider = provider;
  }

  private Schema schema(String type) {
    return Responder.known(provider.schema().resources().get(type), type);
  }

  private ResourceType type(String type) {
    return provider.resources().get(type);
  }

  DiagnosticsResponse validate(ValidateRequest request) {
    Value config = ProtocolMessages.value(request.getConfig(), schema(request.getTypeName()));
    return DiagnosticsResponse.newBuilder()
        .addAllDiagnostics(messages(type(request.getTypeName()).validate(config)))
        .build();
  }

  UpgradeResponse upgrade(UpgradeRequest request) {
    Value state =
        ProtocolMessages.json(request.getRawState().getJson(), schema(request.getTypeName()));
    return UpgradeResponse.newBuilder().setUpgradedState(message(state)).build();
  }

  ReadResponse read(ReadRequest request) {
    Schema schema = schema(request.getTypeName());
    Value state = ProtocolMessages.value(request.getCurrentState(), schema);
    OperationResult result = type(request.getTypeName()).read(state);
    return ReadResponse.newBuilder()
        .setNewState(message(schema.type().conform(result.state())))
        .addAllDiagnostics(messages(result.diagnostics()))
        .setPrivate(request.getPrivate())
        .build();
  }

  PlanResponse plan(PlanRequest request) {
    Schema schema = schema(request.getTypeName());
    Value proposed = ProtocolMessages.value(request.getProposedNewState(), schema);
    PlanResponse.Builder response =
        PlanResponse.newBuilder()
            .setLegacyTypeSystem(provider.legacyTypeSystem())
            .setPlannedPrivate(request.getPriorPrivate());
    if (proposed.isNull()) {
      return response.setPlannedState(request.getProposedNewState()).build();
    }
    ResourcePlan plan =
        new Planner(schema, type(request.getTypeName()))
            .plan(
                ProtocolMessages.value(request.getPriorState(), schema),
                proposed,
                ProtocolMessages.value(request.getConfig(), schema));
    plan.replaces().forEach(path -> response.addRequiresReplace(message(path)));
    return response
        .setPlannedState(message(plan.planned()))
        .addAllDiagnostics(messages(plan.diagnostics()))
        .build();
  }

  ApplyResponse apply(ApplyRequest request) {
    Schema schema = schema(request.getTypeName());
    OperationResult result =
        new Applier(schema, type(request.getTypeName()))
            .apply(
                ProtocolMessages.value(request.getPriorState(), schema),
                ProtocolMessages.value(request.getPlannedState(), schema),
                ProtocolMessages.value(request.getConfig(), schema));
    return ApplyResponse.newBuilder()
        .setNewState(message(result.state()))
        .addAllDiagnostics(messages(result.diagnostics()))
        .setPrivate(request.getPlannedPrivate())
        .setLegacyTypeSystem(provider.legacyTypeSystem())
        .build();
  }

  ImportResponse find(ImportRequest request) {
    OperationResult result = type(request.getTypeName()).find(request.getId());
    ImportResponse.Builder response =
        ImportResponse.newBuilder().addAllDiagnostics(messages(result.diagnostics()));
    if (!result.state().isNull()) {
      Value state = schema(request.getTypeName()).type().conform(result.state());
      response.addImportedResources(
          ImportedResource.newBuilder()
              .setTypeName(request.getTypeName())
              .setState(message(state)));
    }
    return response.build();
  }

  /** Refuses: none of these types can become another. */
  static MoveResponse move(MoveRequest request) {
    Diagnostic refused =
        Diagnostic.error(
            "Move Between Types Not Supported",
            "The state of "
                + request.getSourceTypeName()
                + " cannot become the state of "
                + request.getTargetTypeName()
                + ". Import the resource instead.");
    return MoveResponse.newBuilder().addDiagnostics(message(refused)).build();
  }
}
