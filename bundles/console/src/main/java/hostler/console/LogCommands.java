package hostler.console;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.logs.api.ServiceLogs;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What services write, on the console. */
@Component(
        service = LogCommands.class,
        property = {"osgi.command.scope=hostler", "osgi.command.function=logs"})
public final class LogCommands {
    private static final int LINES = 50;

    private final ServiceLogs logs;

    @Activate
    public LogCommands(@Reference ServiceLogs logs) {
        this.logs = logs;
    }

    @Descriptor("the newest lines of a service")
    public String logs(@Descriptor("the service") String name) throws ServiceException {
        if (!ServiceId.isValid(name)) {
            throw ServiceException.notFound(name);
        }
        return String.join("\n", logs.recent(new ServiceId(name), LINES));
    }
}
