package dev.azurepatroni.emulator.service;

import static dev.azurepatroni.emulator.service.Messages.message;
import static dev.azurepatroni.emulator.service.Messages.messages;

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
        provider.dataSources().get(type).read(Messages.value(request.getConfig(), schema));
    return ReadDataResponse.newBuilder()
        .setState(message(schema.type().conform(result.state())))
        .addAllDiagnostics(messages(result.problems()))
        .build();
  }

  OpenResponse open(OpenRequest request) {
    String type = request.getTypeName();
    Schema schema = Responder.known(provider.schema().ephemerals().get(type), type);
    OperationResult result =
        provider.ephemerals().get(type).read(Messages.value(request.getConfig(), schema));
    return OpenResponse.newBuilder()
        .setResult(message(schema.type().conform(result.state())))
        .addAllDiagnostics(messages(result.problems()))
        .build();
  }
}
