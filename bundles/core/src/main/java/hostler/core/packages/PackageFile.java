package hostler.core.packages;

import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads one package.json. */
public final class PackageFile {

    private PackageFile() {}

    /** What a file says, and everything that is wrong with it. */
    public record Parsed(Optional<ServiceSpec> spec, List<PackageProblem> problems) {}

    public static Parsed parse(Path file, byte[] content, PackageDefaults defaults) {
        return new Parsed(Optional.empty(), List.of());
    }
}
