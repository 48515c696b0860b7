package hostler.console;

import hostler.core.api.AgentConfiguration;
import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceControl;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceRegistry;
import java.util.StringJoiner;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Has services, or the agent, read their configuration at once, from the console. */
@Component(
        service = ReloadCommand.class,
        property = {"osgi.command.scope=hostler", "osgi.command.function=reload"})
public final class ReloadCommand {
    private final AgentConfiguration configuration;
    private final ServiceControl control;
    private final ServiceRegistry registry;

    @Activate
    public ReloadCommand(
            @Reference AgentConfiguration configuration,
            @Reference ServiceControl control,
            @Reference ServiceRegistry registry) {
        this.configuration = configuration;
        this.control = control;
        this.registry = registry;
    }

    @Descriptor("has services read their configuration; without a name, the agent its own")
    public String reload(@Descriptor("the services; does not wait") String... names)
            throws ServiceException {
        return names.length == 0
                ? reloadAgent()
                : ServiceCommands.command(
                        "reload", names, id -> control.reload(id, ServiceCommands.BY));
    }

    private String reloadAgent() {
        AgentConfiguration.Reload reload = configuration.reload();
        control.rescan();
        StringJoiner lines = new StringJoiner("\n");
        lines.add(
                reload.applied()
                        ? "agent.yaml is in force"
                        : "agent.yaml is refused; what was before stays in force");
        reload.changed().forEach(key -> lines.add("changed: " + key));
        reload.needRestart().forEach(key -> lines.add("waits for the next start: " + key));
        reload.problems().forEach(lines::add);
        registry.problems().stream().map(PackageProblem::toString).forEach(lines::add);
        return lines.toString();
    }
}
