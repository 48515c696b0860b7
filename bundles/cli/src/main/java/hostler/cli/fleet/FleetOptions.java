package hostler.cli.fleet;

import hostler.cli.args.Arguments;
import hostler.cli.args.Option;
import hostler.settings.Durations;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Options of every command to a fleet, beside those that every command takes. */
public final class FleetOptions {
    private static final int CONCURRENCY = 16;

    private final Option<@Nullable String> fleet;
    private final Option<Selection> agents;
    private final Option<Integer> concurrency;
    private final Option<BatchSize> batch;
    private final Option<Duration> pause;
    private final Option<Integer> maxFailed;
    private final Option<@Nullable Path> ca;
    private final Option<@Nullable Path> certificate;
    private final Option<@Nullable Path> key;

    public FleetOptions(Arguments arguments) {
        fleet =
                arguments.optional(
                        "URL",
                        text -> text,
                        "etcd://HOST:2379[,HOST:2379...]: where the agents are registered.",
                        "--fleet");
        agents =
                arguments.value(
                        "GLOB[,GLOB...]",
                        Selection.ALL,
                        Selection::parse,
                        "Only agents whose code or address (HOST:PORT) fits. Default: all.",
                        "--agents");
        concurrency =
                arguments.value(
                        "N",
                        CONCURRENCY,
                        FleetOptions::positive,
                        "So many agents at a time. Default: " + CONCURRENCY + ".",
                        "--concurrency");
        batch =
                arguments.value(
                        "N|N%",
                        BatchSize.DEFAULT,
                        BatchSize::parse,
                        "What changes something is done in batches of so many agents. Default: "
                                + BatchSize.DEFAULT
                                + ", at least one.",
                        "--batch");
        pause =
                arguments.value(
                        "TIME",
                        Duration.ZERO,
                        Durations::parse,
                        "How long a batch has to stay healthy before the next. Default: 0s.",
                        "--pause");
        maxFailed =
                arguments.count(
                        0,
                        "Begin nothing more when more agents than so many failed.",
                        "--max-failed");
        ca = file(arguments, "etcd is reached over TLS and trusted by this CA (PEM).", "--etcd-ca");
        certificate = file(arguments, "The client's certificate for etcd (PEM).", "--etcd-cert");
        key = file(arguments, "The key of --etcd-cert (PEM).", "--etcd-key");
    }

    private static Option<@Nullable Path> file(
            Arguments arguments, String description, String name) {
        return arguments.optional("FILE", Arguments::path, description, name);
    }

    private static int positive(String text) {
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("a number from 1 to 9999 was expected");
        }
        return Integer.parseInt(text);
    }

    @Nullable String fleet() {
        return fleet.value();
    }

    Selection agents() {
        return agents.value();
    }

    int concurrency() {
        return concurrency.value();
    }

    BatchSize batch() {
        return batch.value();
    }

    Duration pause() {
        return pause.value();
    }

    int maxFailed() {
        return maxFailed.value();
    }

    @Nullable Path ca() {
        return ca.value();
    }

    @Nullable Path certificate() {
        return certificate.value();
    }

    @Nullable Path key() {
        return key.value();
    }
}
