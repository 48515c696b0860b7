package hostler.cli.command;

import hostler.cli.args.Arguments;
import hostler.cli.args.Option;
import hostler.cli.view.Format;
import hostler.settings.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options that every command takes. */
public final class CommonOptions {
    private final Option<@Nullable Path> home;
    private final Option<@Nullable String> address;
    private final Option<Format> output;
    private final Option<@Nullable Duration> timeout;

    public CommonOptions(Arguments arguments) {
        home =
                arguments.optional(
                        "DIR",
                        Arguments::path,
                        "The agent's directory. Default: HOSTLER_HOME, then /var/lib/hostler if an"
                                + " agent runs there, then the one of runtime/demo.",
                        "--home");
        address =
                arguments.optional(
                        "HOST:PORT",
                        text -> text,
                        "An agent elsewhere, over the network in plain text.",
                        "--address");
        output =
                arguments.value(
                        "FORMAT",
                        Format.TABLE,
                        CommonOptions::format,
                        "table (default) or json: the agent's messages with the field names of the"
                                + " .proto files; a stream prints one object a line.",
                        "-o",
                        "--output");
        timeout =
                arguments.optional(
                        "TIME",
                        Durations::parse,
                        "The longest wait, such as 500ms, 30s or 5m.",
                        "--timeout");
        arguments.flag("Print this text.", "-h", "--help");
    }

    private static Format format(String text) {
        return switch (text) {
            case "table" -> Format.TABLE;
            case "json" -> Format.JSON;
            default -> throw new IllegalArgumentException("table or json was expected");
        };
    }

    public @Nullable Path home() {
        return home.value();
    }

    public @Nullable String address() {
        return address.value();
    }

    public Format output() {
        return output.value();
    }

    /** The longest wait, or what it is where none was given. */
    public Duration timeout(Duration otherwise) {
        return Objects.requireNonNullElse(timeout.value(), otherwise);
    }
}
