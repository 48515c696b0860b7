package hostler.console;

import hostler.core.api.ServiceException;
import hostler.health.api.HealthBook;
import hostler.health.api.HealthEntry;
import hostler.health.api.ServiceHealth;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the checks have found, on the console. */
@Component(
        service = HealthCommands.class,
        property = {"osgi.command.scope=hostler", "osgi.command.function=health"})
public final class HealthCommands {
    /** As many as health keeps of a service, and more. */
    private static final int MAX_CHECKS = 10_000;

    private final HealthBook book;

    @Activate
    public HealthCommands(@Reference HealthBook book) {
        this.book = book;
    }

    @Descriptor("the health of every service")
    public String health() {
        Columns columns = new Columns("NAME", "HEALTH", "WHY");
        for (ServiceHealth health : book.list()) {
            columns.row(health.service().name(), Words.word(health.verdict()), health.message());
        }
        return columns.toString();
    }

    @Descriptor("the last checks of a service, newest first")
    public String health(
            @Descriptor("how many")
                    @Parameter(
                            names = {"-n", "--limit"},
                            absentValue = "20")
                    int limit,
            @Descriptor("the service") String name)
            throws ServiceException {
        Columns columns = new Columns("AT", "HEALTH", "CHECK", "TOOK", "FOUND");
        int checks = Math.clamp(limit, 1, MAX_CHECKS);
        for (HealthEntry entry : book.history(ServiceName.parse(name), checks)) {
            columns.row(
                    entry.at().toString(),
                    Words.word(entry.verdict()),
                    entry.type().isEmpty() ? "-" : entry.type(),
                    entry.duration().toMillis() + "ms",
                    Words.word(entry.result().outcome()) + ": " + entry.result().message());
        }
        return columns.toString();
    }
}
