package hostler.controller.grpc;

import hostler.commands.api.Commands;
import hostler.configs.api.ServiceConfigs;
import hostler.core.api.AgentConfiguration;
import hostler.core.api.AgentInfo;
import hostler.core.api.ServiceControl;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceRegistry;
import hostler.deploy.api.Plugins;
import hostler.health.api.HealthBook;
import hostler.logs.api.ServiceLogs;
import hostler.metrics.api.SampleBook;
import hostler.registrar.api.Registrar;
import java.util.List;
import java.util.function.Supplier;

/** What stands behind the door. */
record Backends(
        AgentInfo agent,
        ServiceRegistry registry,
        ServiceControl control,
        ServiceEvents events,
        Swappable<HealthBook> health,
        Swappable<ServiceLogs> logs,
        Swappable<Plugins> plugins,
        Swappable<AgentConfiguration> configuration,
        Swappable<ServiceConfigs> configs,
        Swappable<Commands> commands,
        Swappable<SampleBook> samples,
        Supplier<List<Registrar>> registrars) {}
