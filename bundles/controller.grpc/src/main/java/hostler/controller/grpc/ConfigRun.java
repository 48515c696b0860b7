package hostler.controller.grpc;

import hostler.configs.api.ConfigOutcome;
import hostler.core.api.ServiceException;
import hostler.proto.v1.ConfigProgress;
import io.grpc.Context;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * One change of configuration files while it is carried out and its caller is told. A caller who
 * does not read, or leaves, does not hold up the change.
 */
final class ConfigRun {
    private final Change change;
    private final OutboundStream<ConfigProgress> stream;

    /** A few lines and one a file; empty: that was the last. */
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private final CompletableFuture<ConfigOutcome> outcome = new CompletableFuture<>();

    /** Carries out a change; blocks until its outcome is certain. */
    @FunctionalInterface
    interface Change {
        ConfigOutcome run(Consumer<String> progress) throws ServiceException, InterruptedException;
    }

    ConfigRun(Change change, OutboundStream<ConfigProgress> stream) {
        this.change = change;
        this.stream = stream;
    }

    /** Returns when the outcome is told. */
    void run() throws ServiceException, InterruptedException {
        Thread.ofVirtual().name("grpc-config-run").start(Context.current().wrap(this::carryOut));
        for (Optional<String> line = lines.take(); line.isPresent(); line = lines.take()) {
            stream.send(ConfigProgress.newBuilder().setLine(line.get()).build());
        }
        stream.send(ConfigProgress.newBuilder().setResult(ConfigsWire.result(outcome())).build());
    }

    private void carryOut() {
        try {
            outcome.complete(change.run(line -> lines.add(Optional.of(line))));
        } catch (ServiceException | InterruptedException | RuntimeException | LinkageError e) {
            outcome.completeExceptionally(e);
        } finally {
            lines.add(Optional.empty());
        }
    }

    private ConfigOutcome outcome() throws ServiceException, InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            throw rethrown(Objects.requireNonNull(e.getCause()));
        }
    }

    private static ServiceException rethrown(Throwable cause) throws InterruptedException {
        return switch (cause) {
            case ServiceException e -> e;
            case InterruptedException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError("a change throws nothing else", cause);
        };
    }
}
