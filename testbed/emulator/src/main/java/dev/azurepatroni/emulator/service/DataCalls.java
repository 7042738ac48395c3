package dev.azurepatroni.emulator.service;

import static dev.azurepatroni.emulator.service.ProtocolMessages.message;
import static dev.azurepatroni.emulator.service.ProtocolMessages.messages;

import dev.azurepatroni.emulator.plugin.OperationResult;
import dev.azurepatroni.emulator.plugin.Provider;
import dev.azurepatroni.emulator.schema.Schema;
import dev.azurepatroni.protocol.OpenRequest;
import dev.azurepatroni.protocol.OpenResponse;
import dev.azurepatroni.protocol.ReadDataRequest;
import dev.azurepatroni.protocol.ReadDataResponse;

/**
 * The protocol's calls about data sources and ephemeral resources: configuration in, values out.
 */
final class DataCalls {
  private final Provider provider;

  DataCalls(Provider provider) {
    this.provider = provider;
  }

  ReadDataResponse read(ReadDataRequest request) {
    String type = request.getTypeName();
    Schema schema = Responder.known(provider.schema().dataSources().get(type), type);
    OperationResult result =
        provider.dataSources().get(type).read(ProtocolMessages.value(request.getConfig(), schema));
    return ReadDataResponse.newBuilder()
        .setState(message(schema.type().conform(result.state())))
        .addAllDiagnostics(messages(result.diagnostics()))
        .build();
  }

  OpenResponse open(OpenRequest request) {
    String type = request.getTypeName();
    Schema schema = Responder.known(provider.schema().ephemerals().get(type), type);
    OperationResult result =
        provider.ephemerals().get(type).read(ProtocolMessages.value(request.getConfig(), schema));
    return OpenResponse.newBuilder()
        .setResult(message(schema.type().conform(result.state())))
        .addAllDiagnostics(messages(result.diagnostics()))
        .build();
  }
}
