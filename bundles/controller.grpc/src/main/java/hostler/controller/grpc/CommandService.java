package hostler.controller.grpc;

import hostler.commands.api.CommandRequest;
import hostler.commands.api.CommandSignal;
import hostler.commands.api.CommandStatus;
import hostler.commands.api.Commands;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.proto.pb.CommandGrpc;
import hostler.proto.pb.ExecCommandReq;
import hostler.proto.pb.ExecCommandResp;
import hostler.proto.pb.ExecCommandSignalReq;
import hostler.proto.pb.ExecCommandSignalResp;
import hostler.proto.pb.ExecCommandSignalType;
import hostler.proto.pb.GetCommandStatusReq;
import hostler.proto.pb.GetCommandStatusResp;
import hostler.proto.v1.Role;
import io.grpc.stub.StreamObserver;
import java.util.Locale;

/**
 * {@code pb.Command}: a command lives no longer than the stream of the one who has it run, and a
 * client that reads slowly slows only its own command.
 */
final class CommandService extends CommandGrpc.CommandImplBase {
    private static final double NANOS = 1e9;

    private final Swappable<Commands> commands;
    private final OpenStreams open;

    CommandService(Swappable<Commands> commands, OpenStreams open) {
        this.commands = commands;
        this.open = open;
    }

    @Override
    public void execCommand(ExecCommandReq request, StreamObserver<ExecCommandResp> client) {
        Caller caller = Caller.CURRENT.get();
        CommandRequest order =
                new CommandRequest(
                        request.getCommand(),
                        request.getContinuous(),
                        caller.name(),
                        caller.may(Role.ROLE_ADMINISTRATOR));
        OutboundStream<ExecCommandResp> stream = OutboundStream.to(client, open);
        stream.run("grpc-command", () -> new CommandStreaming(order, stream).run(commands.get()));
    }

    @Override
    public void execCommandSignal(
            ExecCommandSignalReq request, StreamObserver<ExecCommandSignalResp> client) {
        String by = Caller.CURRENT.get().name();
        Answers.answer(
                client,
                () -> {
                    commands.get().signal(request.getCommandId(), signal(request), by);
                    return ExecCommandSignalResp.newBuilder().setSuccess(true).build();
                });
    }

    private static CommandSignal signal(ExecCommandSignalReq request) throws ServiceException {
        ExecCommandSignalType signal = request.getSignal();
        return switch (signal) {
            case CANCEL -> CommandSignal.CANCEL;
            case PAUSE -> CommandSignal.PAUSE;
            case RESUME -> CommandSignal.RESUME;
            case UNRECOGNIZED ->
                    throw new ServiceException(
                            Failure.INVALID_ARGUMENT,
                            "unknown signal "
                                    + request.getSignalValue()
                                    + ": expected CANCEL (0), PAUSE (1) or RESUME (2)");
        };
    }

    @Override
    public void getCommandStatus(
            GetCommandStatusReq request, StreamObserver<GetCommandStatusResp> client) {
        Answers.answer(client, () -> status(commands.get().status(request.getCommandId())));
    }

    private static GetCommandStatusResp status(CommandStatus status) {
        return GetCommandStatusResp.newBuilder()
                .setCommandId(status.id())
                .setStatus(status.state().name().toLowerCase(Locale.ROOT))
                .setStartTime(status.startedAt().getEpochSecond())
                .setDuration(status.duration().toNanos() / NANOS)
                .build();
    }
}
