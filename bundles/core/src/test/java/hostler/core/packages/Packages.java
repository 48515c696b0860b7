package hostler.core.packages;

import hostler.core.api.PackageProblem;
import hostler.core.api.Recovery;
import hostler.core.api.ServiceSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Packages for tests; JSON is written with single quotes. */
final class Packages {
    static final Path WORKSPACE = Path.of("/srv/workspace");
    static final Path FILE = WORKSPACE.resolve("apps/web/package.json");

    private Packages() {}

    static PackageDefaults defaults(Path workspace) {
        return new PackageDefaults(
                workspace,
                Path.of("/var/log/hostler"),
                false,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                3,
                new Recovery(true, 5, Duration.ofSeconds(5), 2.0, Duration.ofSeconds(60)),
                100L << 20,
                10);
    }

    static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    static PackageFile.Parsed parse(byte[] content, Path... existing) {
        return PackageFile.parse(FILE, content, defaults(WORKSPACE), Set.of(existing)::contains);
    }

    static PackageFile.Parsed parse(String text, Path... existing) {
        return parse(json(text), existing);
    }

    /** The specification of a package with nothing wrong. */
    static ServiceSpec spec(String text, Path... existing) {
        PackageFile.Parsed parsed = parse(text, existing);
        if (!parsed.problems().isEmpty() || parsed.spec().isEmpty()) {
            throw new AssertionError(parsed.problems().toString());
        }
        return parsed.spec().get();
    }

    /** {@code line:column: key: message} of every problem, warnings with "warning: " before. */
    static List<String> problems(String text) {
        return shown(parse(text).problems());
    }

    static List<String> shown(List<PackageProblem> problems) {
        return problems.stream()
                .map(
                        problem ->
                                (problem.fatal() ? "" : "warning: ")
                                        + (problem.line() > 0
                                                ? problem.line() + ":" + problem.column() + ": "
                                                : "")
                                        + (problem.key().isEmpty() ? "" : problem.key() + ": ")
                                        + problem.message())
                .toList();
    }
}
