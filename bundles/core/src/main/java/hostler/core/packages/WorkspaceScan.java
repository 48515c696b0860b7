package hostler.core.packages;

import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One look at the whole workspace. Every package stands for itself: what is wrong with one costs
 * that one only.
 */
public final class WorkspaceScan {
    /** Files named package.json; more are not looked at. */
    static final int MAX_PACKAGES = 10_000;

    private static final Comparator<PackageProblem> BY_PLACE =
            Comparator.comparing(PackageProblem::file)
                    .thenComparingInt(PackageProblem::line)
                    .thenComparingInt(PackageProblem::column);

    private final PackageDefaults defaults;
    private final FileTrust trust;
    private final SortedMap<ServiceId, ServiceSpec> specs = new TreeMap<>();
    private final List<PackageProblem> problems = new ArrayList<>();
    private final Set<ServiceId> broken = new TreeSet<>();

    private WorkspaceScan(PackageDefaults defaults, FileTrust trust) {
        this.defaults = defaults;
        this.trust = trust;
    }

    /**
     * What was found.
     *
     * @param specs the good packages
     * @param problems everything that is wrong, sorted by file and line
     * @param invalid names whose file is there and wrong, where the name could be read
     */
    public record Findings(
            SortedMap<ServiceId, ServiceSpec> specs,
            List<PackageProblem> problems,
            Set<ServiceId> invalid) {
        public Findings {
            specs = Collections.unmodifiableSortedMap(new TreeMap<>(specs));
            problems = List.copyOf(problems);
            invalid = Set.copyOf(invalid);
        }

        /**
         * Why the package of a specification that was found earlier is out of sight and yet not
         * gone: its file is wrong, or it or a directory above it cannot be read. Empty when it is
         * really gone.
         */
        public Optional<String> hidden(ServiceSpec known) {
            Optional<String> reason =
                    problems.stream()
                            .filter(PackageProblem::fatal)
                            .filter(problem -> known.source().startsWith(problem.file()))
                            .map(PackageProblem::toString)
                            .findFirst();
            return invalid.contains(known.id())
                    ? reason.or(() -> Optional.of("its package.json is wrong"))
                    : reason;
        }
    }

    /**
     * Looks through the workspace: every regular file named package.json, at most {@value
     * PackageDirectories#MAX_DEPTH} directories deep. Directories that are links, hidden, or of a
     * package manager of JavaScript are passed over. Blocks for the disk; never throws for what it
     * finds there, not even for a workspace that is not there.
     */
    public static Findings scan(PackageDefaults defaults) {
        return scan(defaults, MAX_PACKAGES, new FileTrust(agentIsRoot()));
    }

    static Findings scan(PackageDefaults defaults, int limit, FileTrust trust) {
        WorkspaceScan scan = new WorkspaceScan(defaults, trust);
        try {
            PackageWalk walk = PackageWalk.over(defaults.workspace(), limit);
            scan.problems.addAll(walk.problems());
            walk.files().forEach(scan::look);
        } catch (IOException e) {
            scan.refuse(defaults.workspace(), "the workspace cannot be read: " + e);
        }
        return scan.findings();
    }

    /** The owner of a process's directory is its effective user, see proc_pid(5). */
    static boolean agentIsRoot() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        } catch (IOException noProcFileSystem) {
            // The stricter rule is the safe one where it cannot be told.
            return true;
        }
    }

    private void look(Path file) {
        try {
            take(file, PackageSource.read(file, defaults.workspace()));
        } catch (NoSuchFileException goneMeanwhile) {
            if (Files.isSymbolicLink(file)) {
                refuse(file, "a link to a file that does not exist");
            }
        } catch (IOException e) {
            refuse(file, "cannot be read: " + e.getMessage());
        }
    }

    private void take(Path file, PackageSource source) {
        PackageFile.Parsed parsed = PackageFile.parse(file, source.content(), defaults);
        problems.addAll(parsed.problems());
        if (parsed.spec().isEmpty()) {
            parsed.id().ifPresent(broken::add);
            return;
        }
        ServiceSpec spec = parsed.spec().get();
        String objection = trust.objection(source, spec).orElse("");
        ServiceSpec first = specs.get(spec.id());
        if (!objection.isEmpty()) {
            broken.add(spec.id());
            refuse(file, objection);
        } else if (first != null) {
            refuse(file, "the name '" + spec.id() + "' is taken by " + first.source());
        } else {
            specs.put(spec.id(), spec);
        }
    }

    private void refuse(Path file, String message) {
        problems.add(new PackageProblem(file, 0, 0, "", message, true));
    }

    private Findings findings() {
        broken.removeAll(specs.keySet());
        problems.sort(BY_PLACE);
        return new Findings(specs, problems, broken);
    }
}
