package hostler.cli.fleet;

import hostler.cli.args.Arguments;
import hostler.cli.args.UsageException;
import hostler.cli.view.Format;
import hostler.cli.view.Output;
import java.time.Duration;
import java.util.List;

/** Parts of a command that runs. */
final class FleetFixture {
    private FleetFixture() {}

    static Fleet of(List<Registry.Entry> entries, Terminal terminal) {
        return new Fleet(
                Roster.of(entries, Selection.ALL),
                terminal.environment(),
                new Output(terminal.environment().out(), Format.TABLE, false, 0),
                Report.Telling.PRINTED,
                Duration.ofSeconds(20));
    }

    static FleetOptions options(String... given) throws UsageException {
        Arguments arguments = new Arguments();
        FleetOptions options = new FleetOptions(arguments);
        arguments.parse(List.of(given));
        return options;
    }
}
