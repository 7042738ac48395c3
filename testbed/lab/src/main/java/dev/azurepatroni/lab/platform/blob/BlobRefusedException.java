package dev.azurepatroni.lab.platform.blob;

/** A request that is answered by an error. */
final class BlobRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final BlobError error;

  BlobRefusedException(BlobError error) {
    super(error.code());
    this.error = error;
  }

  BlobError error() {
    return error;
  }
}
