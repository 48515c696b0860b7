package hostler.configs;

import hostler.core.api.ServiceControl;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceRegistry;
import hostler.health.api.HealthBook;
import hostler.os.api.Accounts;
import hostler.os.api.ConfinedFiles;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a change needs of the others.
 *
 * @param health the checks; they may be away for a while
 */
record Doors(
        ServiceRegistry registry,
        ServiceControl control,
        ServiceEvents events,
        Supplier<Optional<HealthBook>> health,
        ConfinedFiles files,
        Accounts accounts) {}
