package dev.azurepatroni.emulator.service;

import dev.azurepatroni.emulator.plugin.CallLog;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers calls with a message, or with an internal error if the emulator fails. */
final class Responder {

  private final String provider;
  private final CallLog log;

  Responder(String provider, CallLog log) {
    this.provider = provider;
    this.log = log;
  }

  <T> void answer(String call, String type, StreamObserver<T> out, Supplier<T> work) {
    long started = System.nanoTime();
    try {
      T message = work.get();
      log.answered(provider, call, type, System.nanoTime() - started, "");
      out.onNext(message);
      out.onCompleted();
    } catch (RuntimeException fault) {
      log.failed(provider, call + " " + type, fault);
      out.onError(
          Status.INTERNAL
              .withDescription(
                  "the emulator for " + provider + " failed at " + call + " " + type + ": " + fault)
              .asRuntimeException());
    }
  }

  /** Returns the schema of the request's type. */
  static <T> T known(T schema, String type) {
    return Optional.ofNullable(schema)
        .orElseThrow(() -> new IllegalArgumentException("Unknown type " + type));
  }
}
