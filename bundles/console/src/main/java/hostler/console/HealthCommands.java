package hostler.console;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.health.api.HealthBook;
import hostler.health.api.HealthEntry;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the checks have found, on the console. */
@Component(
        service = HealthCommands.class,
        property = {"osgi.command.scope=hostler", "osgi.command.function=health"})
public final class HealthCommands {
    private static final int ENTRIES = 20;

    private final HealthBook book;

    @Activate
    public HealthCommands(@Reference HealthBook book) {
        this.book = book;
    }

    @Descriptor("the last checks of a service, newest first")
    public String health(@Descriptor("the service") String name) throws ServiceException {
        if (!ServiceId.isValid(name)) {
            throw ServiceException.notFound(name);
        }
        Columns columns = new Columns("AT", "VERDICT", "CHECK", "TOOK", "FOUND");
        for (HealthEntry entry : book.history(new ServiceId(name), ENTRIES)) {
            columns.row(
                    entry.at().toString(),
                    entry.verdict().name(),
                    entry.type().isEmpty() ? "-" : entry.type(),
                    entry.duration().toMillis() + "ms",
                    entry.result().outcome() + ": " + entry.result().message());
        }
        return columns.toString();
    }
}
