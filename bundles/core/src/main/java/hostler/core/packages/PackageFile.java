package hostler.core.packages;

import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.settings.DocumentException;
import hostler.settings.JsonDocument;
import hostler.settings.Node;
import hostler.settings.Problem;
import hostler.settings.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads one package.json: both forms that are in use ({@code healthcheck} and {@code dependencies},
 * or {@code operations}), complete, all errors at once. Whatever the bytes are, reading them never
 * throws, and says at which line and column something is wrong.
 */
public final class PackageFile {
    /** Problems of one file that are told; the last one says how many there are beyond. */
    static final int MAX_PROBLEMS = 100;

    private static final int MAX_KEY = 200;

    private PackageFile() {}

    /**
     * What a file says.
     *
     * @param id the name, where it could be read; also of a file that is wrong otherwise
     * @param spec empty when one of the problems is fatal
     * @param problems everything that is wrong, in the file's order
     */
    public record Parsed(
            Optional<ServiceId> id, Optional<ServiceSpec> spec, List<PackageProblem> problems) {
        public Parsed {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads the content of a package.json. Looks at the disk only to see which program a relative
     * {@code binary.path} means.
     *
     * @param file absolute path it was read from
     */
    public static Parsed parse(Path file, byte[] content, PackageDefaults defaults) {
        return parse(file, content, defaults, Files::exists);
    }

    static Parsed parse(
            Path file, byte[] content, PackageDefaults defaults, Predicate<Path> exists) {
        try {
            Node root = JsonDocument.read(file.toString(), content);
            Problems problems = new Problems();
            TextRules.check(root, problems);
            return new PackageReader(file, content, defaults, exists, problems).read(root);
        } catch (DocumentException e) {
            return new Parsed(
                    Optional.empty(), Optional.empty(), List.of(located(file, e.problem())));
        }
    }

    static PackageProblem located(Path file, Problem problem) {
        return new PackageProblem(
                file,
                problem.place().line(),
                problem.place().column(),
                shortened(problem.key()),
                problem.message(),
                problem.fatal());
    }

    /** A key is shown to people, and a hostile one may be as long as the file. */
    private static String shortened(String key) {
        return key.length() <= MAX_KEY ? key : key.substring(0, MAX_KEY) + "...";
    }
}
