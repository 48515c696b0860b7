package hostler.controller.grpc;

import hostler.commands.api.CommandOutput;
import hostler.commands.api.CommandRequest;
import hostler.commands.api.Commands;
import hostler.commands.api.RunningCommand;
import hostler.core.api.ServiceException;
import hostler.os.api.ExitStatus;
import hostler.proto.pb.ExecCommandResp;
import java.util.Optional;

/**
 * One {@code ExecCommand} call: the command's id first, then its lines, those of stdout and stderr
 * each in their order, then how it ended. When the client leaves, the command is killed.
 */
final class CommandStreaming {
    private final CommandRequest order;
    private final OutboundStream<ExecCommandResp> stream;

    CommandStreaming(CommandRequest order, OutboundStream<ExecCommandResp> stream) {
        this.order = order;
        this.stream = stream;
    }

    /** A line, as it is sent. */
    private interface Form {
        ExecCommandResp.Builder of(String line);
    }

    /** Returns when the command is over and its output was sent, or nobody wants it any more. */
    void run(Commands commands) throws ServiceException, InterruptedException {
        ExitStatus end = end(commands);
        if (!order.continuous() && !end.success()) {
            stream.fail(CommandEnds.status(end));
        }
    }

    /** Nothing is left of the command when the client is told how it ended. */
    private ExitStatus end(Commands commands) throws ServiceException, InterruptedException {
        try (RunningCommand command = commands.start(order)) {
            send(command, ExecCommandResp.newBuilder());
            copyElsewhere(
                    command, command.out(), line -> ExecCommandResp.newBuilder().setOut(line));
            copyElsewhere(
                    command, command.err(), line -> ExecCommandResp.newBuilder().setErr(line));
            return command.await();
        }
    }

    /** On a thread that ends with the output, or with the stream. */
    private void copyElsewhere(RunningCommand command, CommandOutput output, Form form) {
        Thread.ofVirtual()
                .name("grpc-command-" + command.id())
                .start(() -> copy(command, output, form));
    }

    private void copy(RunningCommand command, CommandOutput output, Form form) {
        try {
            Optional<String> line = output.next();
            while (line.isPresent() && send(command, form.of(line.get()))) {
                line = output.next();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            stream.fail(Failures.unexpected("copying what a command writes", e));
        }
    }

    private boolean send(RunningCommand command, ExecCommandResp.Builder message)
            throws InterruptedException {
        return stream.send(message.setCommandId(command.id()).build());
    }
}
