package hostler.agent.config;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps FileInstall from feeding a PID that agent.yaml feeds: two sources of one configuration
 * would overwrite each other. All other configuration files are left to FileInstall. It must be
 * there before FileInstall starts.
 */
@Component(
        service = {ArtifactInstaller.class, PidGuard.class},
        immediate = true,
        property = "service.ranking:Integer=100")
public final class PidGuard implements ArtifactInstaller {
    private static final List<String> SUFFIXES = List.of(".cfg", ".config");
    private static final Logger LOG = LoggerFactory.getLogger(PidGuard.class);

    private final Map<Path, String> conflicts = new ConcurrentSkipListMap<>();

    /** What is wrong now: each refused file with its PID, and what to do. */
    public List<String> conflicts() {
        return List.copyOf(conflicts.values());
    }

    @Override
    public boolean canHandle(File artifact) {
        return pid(artifact).isPresent();
    }

    @Override
    public void install(File artifact) {
        pid(artifact).ifPresent(pid -> refuse(artifact.toPath(), pid));
    }

    @Override
    public void update(File artifact) {
        install(artifact);
    }

    @Override
    public void uninstall(File artifact) {
        conflicts.remove(artifact.toPath());
    }

    private void refuse(Path file, String pid) {
        String shown = file.subpath(Math.max(0, file.getNameCount() - 2), file.getNameCount()) + "";
        String conflict =
                shown + ": PID " + pid + " is fed from conf/agent.yaml; remove one of them";
        if (conflicts.put(file, conflict) == null) {
            LOG.error("{}", conflict);
        }
    }

    /** The PID of ours a file names; FileInstall's form for a factory is {@code PID-name.cfg}. */
    private static Optional<String> pid(File artifact) {
        String name = artifact.getName();
        return SUFFIXES.stream()
                .filter(name::endsWith)
                .map(suffix -> name.substring(0, name.length() - suffix.length()))
                .flatMap(base -> Schema.pids().stream().filter(pid -> names(base, pid)))
                .findFirst();
    }

    private static boolean names(String base, String pid) {
        return base.equals(pid) || base.startsWith(pid + "-") || base.startsWith(pid + "~");
    }
}
