package hostler.health.script;

import static org.osgi.service.component.annotations.ConfigurationPolicy.OPTIONAL;

import hostler.core.api.AgentInfo;
import hostler.core.api.ServiceSpec;
import hostler.health.api.CheckResult;
import hostler.health.api.CheckTarget;
import hostler.health.api.CheckerType;
import hostler.health.api.Deadline;
import hostler.health.api.HealthChecker;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import hostler.os.api.Output;
import hostler.os.api.ProcessTable;
import hostler.os.api.ProcessWatch;
import hostler.os.api.RunRecords;
import hostler.os.api.SpawnDoor;
import hostler.os.api.SpawnException;
import hostler.os.api.SpawnOrder;
import hostler.os.api.UnknownAccountException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Healthy while {@code /bin/sh script_path} exits with 0.
 *
 * <p>The script runs as the service's user, in the package's directory, with a small declared
 * environment and in a process tree of its own, which is killed whole at the deadline. Of what it
 * prints the first {@value #OUTPUT_LIMIT} bytes are kept. It can only be named by a package.json on
 * this machine.
 */
@CheckerType("script")
@Designate(ocd = ScriptHealthChecker.Config.class)
@Component(configurationPid = "hostler.health.script", configurationPolicy = OPTIONAL)
public final class ScriptHealthChecker implements HealthChecker {

    /** Settings of all script checks together. */
    @ObjectClassDefinition(name = "Script health checker")
    @interface Config {
        @AttributeDefinition(
                description = "How many check scripts may run at a time; more wait for their turn",
                min = "1")
        int max_concurrent() default 16;
    }

    /** How much of a script's output is kept, in bytes. */
    static final int OUTPUT_LIMIT = 4_096;

    private static final Path SHELL = Path.of("/bin/sh");
    private static final String SEARCH_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int UMASK = 0022;

    private final RunRecords records;
    private final Accounts accounts;
    private final ScriptRun.Doors doors;
    private final int maxConcurrent;
    private final Semaphore turns;

    @Activate
    public ScriptHealthChecker(
            @Reference AgentInfo agent,
            @Reference Accounts accounts,
            @Reference SpawnDoor spawn,
            @Reference ProcessWatch watch,
            @Reference ProcessTable processes,
            Config config) {
        this.records = new RunRecords(agent.home().toAbsolutePath().resolve("var/run/checks"));
        this.accounts = accounts;
        this.doors = new ScriptRun.Doors(spawn, watch, processes);
        this.maxConcurrent = Math.max(1, config.max_concurrent());
        this.turns = new Semaphore(maxConcurrent);
    }

    @Override
    public CheckResult check(CheckTarget target, Deadline deadline) throws InterruptedException {
        if (!turns.tryAcquire(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS)) {
            return CheckResult.inconclusive(
                    "not run: all " + maxConcurrent + " turns of hostler.health.script are taken");
        }
        try {
            return run(order(target, deadline));
        } catch (ScriptRefused | UnknownAccountException e) {
            return CheckResult.inconclusive(String.valueOf(e.getMessage()));
        } catch (SpawnException e) {
            return CheckResult.inconclusive("the check script cannot be run: " + e.getMessage());
        } catch (IOException e) {
            return CheckResult.inconclusive("no place for the records of a check: " + e);
        } finally {
            turns.release();
        }
    }

    private CheckResult run(SpawnOrder order) throws SpawnException, InterruptedException {
        try (ScriptRun run = ScriptRun.start(doors, order)) {
            return ScriptVerdict.of(run.await(), run.output(OUTPUT_LIMIT));
        }
    }

    private SpawnOrder order(CheckTarget target, Deadline deadline)
            throws ScriptRefused, UnknownAccountException, IOException {
        ServiceSpec spec = target.spec();
        Path script = CheckScript.of(spec, target.check(), accounts.ownUid());
        Path directory = records.directory();
        String launchId = records.nextLaunchId(spec.id() + ".check");
        return new SpawnOrder(
                launchId,
                SHELL,
                List.of(script.toString()),
                environment(spec),
                spec.directory(),
                account(spec),
                UMASK,
                new Output.Capped(directory.resolve(launchId + ".out"), OUTPUT_LIMIT),
                directory,
                Optional.of(atLeastOneMilli(deadline.remaining())));
    }

    /** No time at all would mean no limit at all. */
    private static Duration atLeastOneMilli(Duration remaining) {
        return remaining.compareTo(Duration.ofMillis(1)) > 0 ? remaining : Duration.ofMillis(1);
    }

    private static Map<String, String> environment(ServiceSpec spec) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", SEARCH_PATH);
        environment.put("LANG", "C.UTF-8");
        spec.startup().user().ifPresent(user -> environment.put("USER", user));
        environment.putAll(spec.startup().environment());
        environment.put("HOSTLER_SERVICE", spec.id().name());
        return environment;
    }

    /** Only root can run a script as somebody else; otherwise it runs as the agent's own user. */
    private Optional<Account> account(ServiceSpec spec) throws UnknownAccountException {
        Optional<String> user = spec.startup().user();
        return user.isPresent() && accounts.ownUid() == 0
                ? Optional.of(accounts.resolve(user.get(), spec.startup().group()))
                : Optional.empty();
    }
}
