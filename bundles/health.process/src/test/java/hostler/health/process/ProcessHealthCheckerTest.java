package hostler.health.process;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.health.api.CheckResult;
import hostler.health.api.CheckTarget;
import hostler.health.api.Deadline;
import hostler.health.api.HealthChecker;
import hostler.health.testkit.CheckTargets;
import hostler.health.testkit.HealthCheckerContract;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.ProcessTable;
import hostler.os.linux.ProcTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessHealthCheckerTest implements HealthCheckerContract {
    private final ProcessTable processes = new ProcTable();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endProcesses() {
        started.forEach(Process::destroyForcibly);
    }

    @Override
    public HealthChecker checker() {
        return new ProcessHealthChecker(processes);
    }

    @Override
    public CheckTarget healthyTarget() throws IOException {
        return target(identity(sleep()));
    }

    @Override
    public CheckTarget deadTarget() throws Exception {
        Process process = sleep();
        ProcessIdentity identity = identity(process);
        process.destroyForcibly().waitFor();
        return target(identity);
    }

    @Override
    public Optional<CheckTarget> hangingTarget() {
        return Optional.empty();
    }

    /** Defect 10: a verdict from a cached status may stay healthy for ever. */
    @Test
    void defect10ADeadProcessIsNeverHealthy() throws Exception {
        Process process = sleep();
        CheckTarget target = target(identity(process));

        assertThat(check(target).message()).isEqualTo("process " + process.pid() + " is running");
        process.destroyForcibly().waitFor();
        assertThat(check(target))
                .isEqualTo(CheckResult.critical("process " + process.pid() + " is not running"));
    }

    @Test
    void anotherProcessUnderTheSamePidIsNotTheService() throws Exception {
        ProcessIdentity now = identity(sleep());
        ProcessIdentity earlier =
                new ProcessIdentity(now.bootId(), now.pid(), now.startTicks() - 1);

        assertThat(check(target(earlier)).outcome()).isEqualTo(CheckResult.Outcome.CRITICAL);
    }

    @Test
    void processOfAnEarlierBootIsNotTheService() throws Exception {
        ProcessIdentity now = identity(sleep());
        ProcessIdentity earlier = new ProcessIdentity("another", now.pid(), now.startTicks());

        assertThat(check(target(earlier)).outcome()).isEqualTo(CheckResult.Outcome.CRITICAL);
    }

    private CheckResult check(CheckTarget target) {
        return new ProcessHealthChecker(processes).check(target, Deadline.after(TIMEOUT));
    }

    private Process sleep() throws IOException {
        Process process = new ProcessBuilder("sleep", "600").start();
        started.add(process);
        return process;
    }

    private ProcessIdentity identity(Process process) {
        return processes.identify(Math.toIntExact(process.pid())).orElseThrow();
    }

    private static CheckTarget target(ProcessIdentity process) {
        return CheckTargets.ofProcess(process, TIMEOUT);
    }
}
