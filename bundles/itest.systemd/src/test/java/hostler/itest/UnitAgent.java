package hostler.itest;

import hostler.systemd.testkit.Bed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** The agent as a unit, from the file that is shipped, of the distribution in {@code /opt}. */
final class UnitAgent extends RunningAgent {
    static final String UNIT = "hostler.service";

    private static final Path INSTALLED = Path.of("/opt/hostler");
    private static final String LAUNCHER = "hostler.launcher.systemd";

    private final UnitManager manager;

    private UnitAgent(UnitManager manager) throws IOException {
        super(manager.home());
        this.manager = manager;
    }

    /** Installs it as its unit file says; {@link #start} starts it. */
    static UnitAgent install(UnitManager manager, String yaml) throws Exception {
        UnitAgent agent = new UnitAgent(manager);
        agent.configure(yaml);
        agent.installPlugin();
        Files.createDirectories(manager.units());
        Files.copy(
                Project.DISTRIBUTION.resolve(manager.unitFile()),
                manager.units().resolve(UNIT),
                StandardCopyOption.REPLACE_EXISTING);
        if (!Files.exists(INSTALLED)) {
            Files.createDirectory(INSTALLED);
            Bed.run("mount", "--bind", Project.DISTRIBUTION.toString(), INSTALLED.toString());
        }
        manager.systemctl("daemon-reload");
        return agent;
    }

    /** Where the distribution has it, there is nothing to do. */
    private void installPlugin() throws IOException {
        Files.createDirectories(deploy());
        if (!Files.exists(Project.BUNDLES.resolve(LAUNCHER + ".jar"))) {
            Path target = Project.ROOT.resolve("bundles/launcher.systemd/target");
            try (Stream<Path> files = Files.list(target)) {
                Path jar =
                        files.filter(file -> file.getFileName().toString().startsWith(LAUNCHER))
                                .filter(file -> file.toString().endsWith(".jar"))
                                .findFirst()
                                .orElseThrow();
                Jars.drop(jar, deploy(), LAUNCHER + ".jar");
            }
        }
    }

    /** Another setting of its unit, as an operator's drop-in. */
    UnitAgent with(String setting) throws Exception {
        Path directory = Files.createDirectories(manager.units().resolve(UNIT + ".d"));
        Files.writeString(directory.resolve("test.conf"), "[Service]\n" + setting + "\n");
        manager.systemctl("daemon-reload");
        return this;
    }

    /** Starts its unit and waits until it answers. */
    UnitAgent start() throws Exception {
        manager.own(home());
        manager.own(manager.units());
        manager.systemctl("start", UNIT);
        return awaitAnswer();
    }

    UnitAgent awaitAnswer() {
        await("the agent answers", this::answers);
        return this;
    }

    /** Stops its unit; returns when all of it has ended. */
    UnitAgent stop() throws Exception {
        manager.systemctl("stop", UNIT);
        return this;
    }

    /** {@code kill -9} of all of its unit, which brings it back. */
    UnitAgent kill() throws Exception {
        int before = pid();
        manager.systemctl("kill", "--signal=KILL", UNIT);
        await("the next agent runs", () -> pid() != 0 && pid() != before);
        return awaitAnswer();
    }

    int pid() throws Exception {
        return Integer.parseInt(manager.property(UNIT, "MainPID"));
    }

    /** Ends what it started as well, and takes its unit away. */
    @Override
    public void close() {
        try {
            stop();
            manager.systemctl("stop", "hostler.slice");
            super.close();
            Bed.run(
                    "sh",
                    "-c",
                    "rm -rf \"$0\" \"$1\"/hostler.service*",
                    home().toString(),
                    manager.units().toString());
            manager.systemctl("daemon-reload");
            Bed.run("sh", "-c", "systemctl reset-failed || true");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new AssertionError("what the test has left cannot be ended", e);
        }
    }
}
