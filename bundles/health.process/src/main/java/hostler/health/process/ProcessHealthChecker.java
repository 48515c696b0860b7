package hostler.health.process;

import hostler.health.api.CheckResult;
import hostler.health.api.CheckTarget;
import hostler.health.api.CheckerType;
import hostler.health.api.Deadline;
import hostler.health.api.HealthChecker;
import hostler.os.api.ProcessTable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Healthy while the service's main process lives. The kernel is asked each time; a zombie and
 * another process under the same pid are both not the service.
 */
@CheckerType("process")
@Component
public final class ProcessHealthChecker implements HealthChecker {
    private final ProcessTable processes;

    @Activate
    public ProcessHealthChecker(@Reference ProcessTable processes) {
        this.processes = processes;
    }

    @Override
    public CheckResult check(CheckTarget target, Deadline deadline) {
        String process = "process " + target.process().pid();
        return processes.alive(target.process())
                ? CheckResult.ok(process + " is running")
                : CheckResult.critical(process + " is not running");
    }
}
