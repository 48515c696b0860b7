package hostler.cli.command;

import hostler.cli.view.Format;
import hostler.settings.Durations;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that every command takes. */
public final class CommonOptions {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description =
                    "The agent's directory. Default: $$HOSTLER_HOME, then /var/lib/hostler if an"
                            + " agent runs there, then the one runtime/demo uses.")
    private @Nullable Path home;

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            description = "An agent elsewhere, over the network in plain text.")
    private @Nullable String address;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description =
                    "table (default) or json: the agent's messages with the field names of the"
                            + " .proto files; streams print one object a line.")
    private Format output = Format.TABLE;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "The longest wait, such as 500ms, 30s or 5m.")
    private @Nullable Duration timeout;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this text.")
    private boolean help;

    @Nullable Path home() {
        return home;
    }

    @Nullable String address() {
        return address;
    }

    Format output() {
        return output;
    }

    Duration timeout(Duration otherwise) {
        return timeout == null ? otherwise : timeout;
    }

    boolean help() {
        return help;
    }

    /** "30s". */
    static final class TimeConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return Durations.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "': " + e.getMessage());
            }
        }
    }

    /** "table" or "json". */
    static final class FormatConverter implements ITypeConverter<Format> {
        @Override
        public Format convert(String text) {
            return switch (text) {
                case "table" -> Format.TABLE;
                case "json" -> Format.JSON;
                default ->
                        throw new TypeConversionException(
                                "'" + text + "' is neither table nor json");
            };
        }
    }
}
