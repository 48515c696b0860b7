package hostler.cli;

import hostler.cli.args.UsageException;
import hostler.cli.command.Command;
import hostler.cli.command.CommandLines;
import hostler.cli.command.Session;
import hostler.cli.fleet.FleetProgram;
import hostler.cli.rpc.RpcException;
import java.io.IOException;
import java.io.PrintStream;

/** The {@code hostler} command, from its arguments to its exit code. */
public final class Program {
    private final Environment environment;

    public Program(Environment environment) {
        this.environment = environment;
    }

    /** Runs one command line; blocks until it is done. */
    public ExitCode run(String... args) {
        Invocation invocation = Invocation.of(args);
        try {
            return run(invocation);
        } catch (UsageException e) {
            complain(invocation, reason(e));
            environment.err().println("Try: hostler " + invocation.helpHint());
            return ExitCode.USAGE;
        } catch (RpcException e) {
            return failed(invocation, ExitCode.of(e.code()), e);
        } catch (IOException | RuntimeException e) {
            return failed(invocation, ExitCode.FAILED, e);
        }
    }

    private ExitCode run(Invocation invocation) throws RpcException, IOException, UsageException {
        PrintStream out = environment.out();
        if (invocation.wantsHelp()) {
            out.print(CommandLines.manual().help(invocation.helpTopic(), environment.colour()));
            return invocation.command().isEmpty() && !invocation.helpAsked()
                    ? ExitCode.USAGE
                    : ExitCode.OK;
        }
        if (invocation.fleet()) {
            return new FleetProgram(environment).run(invocation.command(), invocation.arguments());
        }
        Command command = CommandLines.create(invocation.command());
        if (command == null) {
            throw new UsageException(CommandLines.unknown(invocation.command()));
        }
        command.arguments().parse(invocation.arguments());
        try (Session session = new Session(environment, command.options())) {
            return command.run(session);
        }
    }

    private ExitCode failed(Invocation invocation, ExitCode code, Exception failure) {
        environment.out().flush();
        complain(invocation, reason(failure));
        if (environment.variable("HOSTLER_DEBUG") != null) {
            failure.printStackTrace(environment.err());
        }
        return code;
    }

    private static String reason(Exception failure) {
        String message = failure.getMessage();
        return message == null || message.isEmpty() ? failure.toString() : message;
    }

    private void complain(Invocation invocation, String message) {
        String command = invocation.command();
        environment
                .err()
                .println("hostler" + (command.isEmpty() ? "" : " " + command) + ": " + message);
    }
}
