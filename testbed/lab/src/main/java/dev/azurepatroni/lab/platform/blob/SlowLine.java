package dev.azurepatroni.lab.platform.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.Supplier;

/** A line that all requests share, as fast as the fault says. */
final class SlowLine {
  private static final int PIECE = 4096;
  private static final int KIB = 1024;
  private static final long SECOND = 1_000_000_000L;
  private static final long NAP_MILLIS = 50;

  private final Supplier<BlobFault> faults;
  private long free;

  SlowLine(Supplier<BlobFault> faults) {
    this.faults = faults;
  }

  /** A stream over the line. */
  InputStream over(InputStream stream) {
    return new FilterInputStream(stream) {
      @Override
      public int read() throws IOException {
        pass(1);
        return super.read();
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (faults.get().kind() != BlobFault.Kind.SLOW) {
          return super.read(bytes, offset, length);
        }
        int count = super.read(bytes, offset, Math.min(length, PIECE));
        pass(Math.max(count, 0));
        return count;
      }
    };
  }

  private void pass(int bytes) throws InterruptedIOException {
    BlobFault fault = faults.get();
    if (fault.kind() != BlobFault.Kind.SLOW) {
      return;
    }
    long through = reserve(bytes * SECOND / (Long.parseLong(fault.argument()) * KIB));
    while (System.nanoTime() < through && faults.get().equals(fault)) {
      try {
        Thread.sleep(NAP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
    }
  }

  private synchronized long reserve(long nanos) {
    long now = System.nanoTime();
    // After a fault that ended, the line is free again.
    boolean stale = free - now > SECOND * 3600 || free < now;
    free = (stale ? now : free) + nanos;
    return free;
  }
}
