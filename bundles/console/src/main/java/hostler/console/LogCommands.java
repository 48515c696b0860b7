package hostler.console;

import hostler.core.api.ServiceException;
import hostler.logs.api.ServiceLogs;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What services write, on the console. */
@Component(
        service = LogCommands.class,
        property = {"osgi.command.scope=hostler", "osgi.command.function=logs"})
public final class LogCommands {
    private final ServiceLogs logs;

    @Activate
    public LogCommands(@Reference ServiceLogs logs) {
        this.logs = logs;
    }

    @Descriptor("the newest lines of a service")
    public String logs(
            @Descriptor("how many")
                    @Parameter(
                            names = {"-n", "--lines"},
                            absentValue = "50")
                    int count,
            @Descriptor("the service") String name)
            throws ServiceException {
        int lines = Math.clamp(count, 0, ServiceLogs.MAX_LINES);
        return String.join("\n", logs.recent(ServiceName.parse(name), lines));
    }
}
