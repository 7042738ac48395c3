package dev.azurepatroni.lab.platform.blob;

import dev.azurepatroni.lab.inventory.Inventory;
import dev.azurepatroni.lab.inventory.Item;
import dev.azurepatroni.lab.inventory.LiveInventory;
import dev.azurepatroni.lab.platform.caller.Machine;
import dev.azurepatroni.lab.platform.metadata.Tokens;
import dev.azurepatroni.lab.platform.web.Reply;
import dev.azurepatroni.lab.platform.web.Request;
import dev.azurepatroni.lab.platform.web.WebServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The blobs of all accounts, on one address and distinguished by the host that a client names. Who
 * somebody is comes first, where he calls from second, what he may do third.
 */
public final class BlobEndpoint implements WebServer.Service {
  private static final int ONE_OF = 10;

  private final LiveInventory live;
  private final BlobTokens tokens;
  private final Path folder;
  private final BlobUploads uploads;
  private final Supplier<BlobFault> faults;
  private final SlowLine line;
  private final Clock clock;
  private final AtomicLong count = new AtomicLong();

  private BlobEndpoint(
      LiveInventory live,
      Tokens tokens,
      Path folder,
      BlobUploads uploads,
      Supplier<BlobFault> faults,
      Clock clock) {
    this.live = live;
    this.tokens = new BlobTokens(tokens, clock);
    this.folder = folder;
    this.uploads = uploads;
    this.faults = faults;
    this.line = new SlowLine(faults);
    this.clock = clock;
  }

  /**
   * The endpoint over an inventory.
   *
   * @param folder keeps the blobs; another file system than the uploads' will not do
   * @param faults what is wrong now
   */
  static BlobEndpoint open(
      LiveInventory live, Tokens tokens, Path folder, Supplier<BlobFault> faults, Clock clock)
      throws IOException {
    BlobUploads uploads = BlobUploads.open(folder.resolve("unfinished"));
    return new BlobEndpoint(live, tokens, folder.resolve("accounts"), uploads, faults, clock);
  }

  @Override
  public Reply answer(Request request) throws IOException {
    Request slowed =
        new Request(
            request.source(),
            request.method(),
            request.uri(),
            request.headers(),
            line.over(request.body()));
    Optional<BlobError> fault = fault();
    Reply reply =
        fault.isPresent() ? BlobReplies.error(fault.get(), "") : answerWithoutFault(slowed);
    // Azure, too, takes the body of what it refuses: a client reads the answer after it has sent
    // all.
    slowed.body().transferTo(OutputStream.nullOutputStream());
    Reply complete = BlobReplies.complete(reply, request.header("x-ms-version").orElse(""));
    return new Reply(
        complete.status(), complete.headers(), complete.length(), line.over(complete.body()));
  }

  private Optional<BlobError> fault() {
    return switch (faults.get().kind()) {
      case THROTTLE -> Optional.of(BlobError.BUSY);
      case ERROR ->
          count.incrementAndGet() % ONE_OF == 0 ? Optional.of(BlobError.FAILED) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Reply answerWithoutFault(Request request) throws IOException {
    Inventory inventory = live.current();
    Optional<StorageAccount> account =
        StorageAccount.all(inventory).stream()
            .filter(each -> each.host().equals(request.host()))
            .findFirst();
    if (account.isEmpty()) {
      return BlobReplies.error(BlobError.BAD_URI, "");
    }
    BlobTokens.Answer caller = tokens.check(request, account.get());
    if (caller.claims() == null) {
      return BlobReplies.error(caller.error(), caller.detail());
    }
    if (!BlobRights.reachable(inventory, account.get(), request.source())) {
      return BlobReplies.error(BlobError.NETWORK, "");
    }
    try {
      return answer(request, inventory, account.get(), caller.claims().principal());
    } catch (BlobRefusedException e) {
      return BlobReplies.error(e.error(), "");
    }
  }

  private Reply answer(
      Request request, Inventory inventory, StorageAccount account, String principal)
      throws IOException, BlobRefusedException {
    String[] path = Optional.ofNullable(request.uri().getPath()).orElse("").split("/", 3);
    String container = path.length > 1 ? path[1] : "";
    String name = path.length > 2 ? path[2] : "";
    BlobOperation operation = BlobOperation.of(request, name);
    if (operation == BlobOperation.BATCH) {
      return BlobBatch.answer(request, this::answerWithoutFault);
    }
    if (!BlobRights.allowed(inventory, operation.right(), principal, account.containerId(container))
        || refused(inventory, request)) {
      throw new BlobRefusedException(BlobError.PERMISSION);
    }
    if (operation.writes() && faults.get().kind() == BlobFault.Kind.FULL) {
      throw new BlobRefusedException(BlobError.FULL);
    }
    Item found =
        account
            .container(inventory, container)
            .orElseThrow(() -> new BlobRefusedException(BlobError.NO_CONTAINER));
    BlobRequests requests = new BlobRequests(account, files(account, found), uploads);
    return switch (operation) {
      case READ -> requests.read(request, name);
      case PUT -> requests.put(request, name);
      case PUT_BLOCK -> requests.putBlock(request, name);
      case PUT_BLOCK_LIST -> requests.putBlockList(request, name);
      case DELETE -> requests.delete(name);
      case LIST -> requests.list(request, container);
      case DELETE_VERSION, BATCH -> throw new BlobRefusedException(BlobError.NOT_IMITATED);
    };
  }

  private boolean refused(Inventory inventory, Request request) {
    BlobFault fault = faults.get();
    return fault.kind() == BlobFault.Kind.REFUSE
        && Machine.at(inventory, request.source())
            .filter(machine -> Machine.computerName(machine.vm()).equals(fault.argument()))
            .isPresent();
  }

  /** A container that was deleted and deployed again is another one. */
  private BlobFiles files(StorageAccount account, Item container) {
    String generation = container.generation().isEmpty() ? "0" : container.generation();
    Path root = folder.resolve(account.name()).resolve(container.name()).resolve(generation);
    return new BlobFiles(root, account.keepsOld(), clock);
  }
}
