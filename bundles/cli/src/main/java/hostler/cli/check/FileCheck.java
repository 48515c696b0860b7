package hostler.cli.check;

import hostler.agent.config.AgentFile;
import hostler.agent.config.Settings;
import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.graph.DependencyGraph;
import hostler.core.graph.Startability;
import hostler.core.packages.PackageFile;
import hostler.core.packages.WorkspaceScan;
import hostler.proto.v1.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what the agent would say about a file: an agent.yaml, a package.json, a workspace, or an
 * agent's whole directory.
 */
public final class FileCheck {
    private static final Path AGENT_FILE = Path.of("conf", "agent.yaml");

    private final Path home;
    private final List<Problem> problems = new ArrayList<>();
    private String subject = "";

    private FileCheck(Path home) {
        this.home = home;
    }

    /**
     * What was found.
     *
     * @param subject what was looked at: "3 packages"
     * @param problems everything that is wrong, in the order of files and lines
     */
    public record Findings(String subject, List<Problem> problems) {
        public Findings {
            problems = List.copyOf(problems);
        }

        /** Whether the agent would refuse something. */
        public boolean fatal() {
            return problems.stream().anyMatch(Problem::getFatal);
        }
    }

    /**
     * Looks at a file or a directory. Blocks for the disk.
     *
     * @param home the agent's directory: its agent.yaml fills what a package leaves open
     * @throws IOException when it cannot be read, or is nothing the agent reads
     */
    public static Findings of(Path path, Path home) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        FileCheck check = new FileCheck(home);
        check.look(absolute);
        return new Findings(check.subject, check.problems);
    }

    private void look(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        if (Files.isRegularFile(path.resolve(AGENT_FILE))) {
            lookAtHome(path);
        } else if (Files.isDirectory(path)) {
            lookAtWorkspace(new Defaults(settings()), path);
        } else if (!Files.exists(path)) {
            throw new IOException(path + " does not exist");
        } else if (name.endsWith(".json")) {
            lookAtPackage(path);
        } else if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            agentFile(path, homeOf(path));
            subject = "agent.yaml";
        } else {
            throw new IOException(
                    path + " is neither an agent.yaml nor a package.json nor a directory");
        }
    }

    private void lookAtHome(Path directory) throws IOException {
        Defaults defaults =
                new Defaults(
                        agentFile(directory.resolve(AGENT_FILE), directory)
                                .orElse(Settings.defaults(directory)));
        lookAtWorkspace(defaults, defaults.workspace());
        subject = "agent.yaml and " + subject;
    }

    private Optional<Settings> agentFile(Path file, Path directory) throws IOException {
        AgentFile.Parsed parsed =
                AgentFile.parse(file.toString(), Files.readAllBytes(file), directory);
        for (hostler.settings.Problem problem : parsed.problems()) {
            add(problem.toString(), problem.fatal());
        }
        return parsed.settings();
    }

    /** A file in a conf directory belongs to the directory above. */
    private Path homeOf(Path file) {
        return Optional.ofNullable(file.getParent())
                .filter(conf -> conf.endsWith("conf"))
                .map(Path::getParent)
                .orElse(home);
    }

    /** The agent's own settings, where it has good ones. */
    private Settings settings() throws IOException {
        Path file = home.resolve(AGENT_FILE);
        return Files.isReadable(file)
                ? AgentFile.parse(file.toString(), Files.readAllBytes(file), home)
                        .settings()
                        .orElse(Settings.defaults(home))
                : Settings.defaults(home);
    }

    private void lookAtPackage(Path file) throws IOException {
        Path directory = Optional.ofNullable(file.getParent()).orElse(file);
        Path workspace = Optional.ofNullable(directory.getParent()).orElse(directory);
        PackageFile.parse(file, Files.readAllBytes(file), new Defaults(settings()).below(workspace))
                .problems()
                .forEach(this::add);
        subject = "1 package";
    }

    private void lookAtWorkspace(Defaults defaults, Path workspace) {
        WorkspaceScan.Findings findings = WorkspaceScan.scan(defaults.below(workspace));
        findings.problems().forEach(this::add);
        Map<ServiceId, List<ServiceId>> needs = new HashMap<>();
        findings.specs().forEach((id, spec) -> needs.put(id, spec.dependencies()));
        DependencyGraph graph = DependencyGraph.of(needs);
        findings.specs().values().forEach(spec -> lookAtDependencies(spec, graph));
        int count = findings.specs().size();
        subject = count + (count == 1 ? " good package" : " good packages");
    }

    private void lookAtDependencies(ServiceSpec spec, DependencyGraph graph) {
        switch (graph.startOrder(spec.id())) {
            case Startability.Cyclic cyclic -> dependencies(spec, cyclic.describe());
            case Startability.Incomplete incomplete -> dependencies(spec, incomplete.describe());
            case Startability.Ordered ordered -> {
                // Nothing is wrong with it.
            }
        }
    }

    private void dependencies(ServiceSpec spec, String message) {
        add(spec.source() + ": dependencies: " + message, true);
    }

    private void add(PackageProblem problem) {
        add(problem.toString(), problem.fatal());
    }

    private void add(String text, boolean fatal) {
        problems.add(Problem.newBuilder().setText(text).setFatal(fatal).build());
    }
}
