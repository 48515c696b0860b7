package hostler.deploy;

import hostler.deploy.ManifestHeader.Clause;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Constants;

/**
 * What a plugin may be: a bundle that exports nothing, sees one family's API, and is wired to
 * nobody in a way that would drag others along when it is replaced.
 */
final class AdmissionPolicy {
    /** The families of plugins; each has one API bundle. */
    static final Set<String> FAMILIES =
            Set.of("health", "launcher", "logs", "metrics", "registrar");

    private static final String OURS = "hostler.";
    private static final Set<String> SHARED = Set.of("hostler.core.api", "hostler.os.api");

    private static final Map<String, String> FORBIDDEN = forbidden();

    private AdmissionPolicy() {}

    private static Map<String, String> forbidden() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put(Constants.FRAGMENT_HOST, "a fragment changes another bundle");
        reasons.put(Constants.DYNAMICIMPORT_PACKAGE, "it would be wired to whatever comes");
        reasons.put(Constants.BUNDLE_NATIVECODE, "native code cannot be unloaded");
        reasons.put(Constants.REQUIRE_BUNDLE, "import the API's package instead");
        reasons.put(Constants.EXPORT_PACKAGE, "who used it would be restarted with the plugin");
        return reasons;
    }

    /**
     * Looks at the manifest.
     *
     * @throws RefusedException with everything that is against it
     */
    static void check(PluginJar jar) throws RefusedException {
        List<String> objections =
                Stream.of(headers(jar), foreignImports(jar), families(jar))
                        .flatMap(objection -> objection)
                        .toList();
        if (!objections.isEmpty()) {
            throw new RefusedException(String.join("; ", objections));
        }
    }

    private static Stream<String> headers(PluginJar jar) {
        return FORBIDDEN.entrySet().stream()
                .filter(entry -> jar.headers().containsKey(entry.getKey()))
                .map(entry -> entry.getKey() + " is not allowed in a plugin: " + entry.getValue());
    }

    private static Stream<String> foreignImports(PluginJar jar) {
        return imports(jar)
                .filter(name -> !SHARED.contains(name) && !isFamilyApi(name))
                .map(
                        name ->
                                "it imports "
                                        + name
                                        + "; of ours a plugin imports its own family's API,"
                                        + " hostler.core.api and hostler.os.api");
    }

    private static Stream<String> families(PluginJar jar) {
        List<String> apis = imports(jar).filter(AdmissionPolicy::isFamilyApi).sorted().toList();
        return apis.size() <= 1
                ? Stream.empty()
                : Stream.of(
                        "it imports the APIs of several families ("
                                + String.join(", ", apis)
                                + "); make it one plugin for each");
    }

    private static Stream<String> imports(PluginJar jar) {
        return jar.clauses(Constants.IMPORT_PACKAGE).stream()
                .map(Clause::names)
                .flatMap(List::stream)
                .filter(name -> name.startsWith(OURS));
    }

    private static boolean isFamilyApi(String name) {
        return FAMILIES.stream().anyMatch(family -> name.equals(OURS + family + ".api"));
    }
}
