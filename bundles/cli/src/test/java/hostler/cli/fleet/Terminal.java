package hostler.cli.fleet;

import hostler.cli.Environment;
import hostler.cli.ExitCode;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.RpcException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where a test types commands to a fleet, and what it reads then. */
final class Terminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private OutputStream reader = out;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> variables = new HashMap<>();
    private final List<Registry.Entry> entries = new ArrayList<>();
    private boolean interactive;

    /** Registers agents. */
    Terminal with(FleetAgent... agents) {
        for (FleetAgent agent : agents) {
            entries.add(agent.entry());
        }
        return this;
    }

    Terminal with(Registry.Entry entry) {
        entries.add(entry);
        return this;
    }

    /** From now on somebody looks. */
    Terminal interactive() {
        interactive = true;
        variables.put("NO_COLOR", "1");
        return this;
    }

    /** From now on nobody reads more than what is written already. */
    Terminal leaves() {
        reader =
                new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };
        return this;
    }

    ExitCode run(String command, String... arguments) throws RpcException, UsageException {
        return new FleetProgram(environment(), (options, environment) -> () -> entries)
                .run(command, List.of(arguments));
    }

    Environment environment() {
        return new Environment(
                variables,
                null,
                InputStream.nullInputStream(),
                new PrintStream(reader, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
