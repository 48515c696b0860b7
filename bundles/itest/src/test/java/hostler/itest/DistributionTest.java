package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;

/** Rules on what is shipped; each failure names the jar and the rule. */
class DistributionTest {
    /**
     * Of ours, what the bundles of a family may import; a plugin imports its family's API and these
     * two.
     */
    private static final Map<String, String> FAMILIES =
            Map.of(
                    "launcher.",
                    "launcher.api",
                    "health.",
                    "health.api",
                    "notify.",
                    "health.api",
                    "logs.",
                    "logs.api",
                    "registrar.",
                    "registrar.api",
                    "metrics.",
                    "metrics.api");

    private static final Set<String> SHARED = Set.of("core.api", "os.api");

    @TempDir Path directory;

    static List<Path> ours() throws IOException {
        try (Stream<Path> jars = Files.list(Project.BUNDLES)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("hostler."))
                    .filter(jar -> !jar.getFileName().toString().startsWith("hostler.lib."))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> plugins() throws IOException {
        return ours().stream()
                .filter(jar -> family(jar) != null && !name(jar).endsWith(".api"))
                .toList();
    }

    private static String name(Path jar) {
        return jar.getFileName()
                .toString()
                .replaceFirst("^hostler\\.", "")
                .replaceFirst("\\.jar$", "");
    }

    private static String family(Path jar) {
        return FAMILIES.entrySet().stream()
                .filter(entry -> name(jar).startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void aPluginImportsOnlyItsFamilysApiAndExportsNothing(Path jar) throws IOException {
        Set<String> allowed = new TreeSet<>(SHARED);
        allowed.add(family(jar));
        assertThat(hostlerImports(jar)).as(jar.getFileName() + " imports").isSubsetOf(allowed);
        assertThat(header(jar, "Export-Package")).as(jar.getFileName() + " exports").isEmpty();
    }

    @Test
    void coreKnowsNoPluginByName() throws IOException {
        Path core = Project.BUNDLES.resolve("hostler.core.jar");
        assertThat(hostlerImports(core))
                .allMatch(name -> name.endsWith(".api") || name.equals("settings"));
    }

    @Test
    void theApisImportNothingOfOursButTheWordsBelowThem() throws IOException {
        assertThat(hostlerImports(Project.BUNDLES.resolve("hostler.os.api.jar"))).isEmpty();
        assertThat(hostlerImports(Project.BUNDLES.resolve("hostler.core.api.jar")))
                .containsExactly("os.api");
    }

    private static Set<String> hostlerImports(Path jar) throws IOException {
        return Arrays.stream(
                        header(jar, "Import-Package").split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))
                .map(clause -> clause.replaceFirst(";.*", "").trim())
                .filter(imported -> imported.startsWith("hostler."))
                .map(imported -> imported.substring("hostler.".length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String header(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String value = file.getManifest().getMainAttributes().getValue(name);
            return value == null ? "" : value;
        }
    }

    @ParameterizedTest
    @MethodSource("ours")
    void nobodyStartsAProcessButTheSpawnDoor(Path jar) throws IOException {
        assertThat(classesUsedBy(jar))
                .doesNotContain("java/lang/ProcessBuilder", "java/lang/Runtime.exec");
    }

    @ParameterizedTest
    @MethodSource("ours")
    void nativeCallsAreInOnePlace(Path jar) throws IOException {
        if (!name(jar).equals("os.linux")) {
            assertThat(classesUsedBy(jar)).doesNotContain("java/lang/foreign/Linker");
        }
    }

    private static Set<String> classesUsedBy(Path jar) throws IOException {
        Set<String> used = new TreeSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (var entry : file.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
                for (var constant :
                        ClassFile.of()
                                .parse(file.getInputStream(entry).readAllBytes())
                                .constantPool()) {
                    if (constant instanceof ClassEntry type) {
                        used.add(type.asInternalName());
                    } else if (constant instanceof MethodRefEntry method) {
                        used.add(
                                method.owner().asInternalName()
                                        + "."
                                        + method.name().stringValue());
                    }
                }
            }
        }
        return used;
    }

    @Test
    void theDistributionHoldsExactlyWhatTheRunDescriptorResolvesTo() throws IOException {
        String resolved =
                Files.readString(Project.ROOT.resolve("runtime/target/resolved/agent.bndrun"));
        Set<String> required =
                Pattern.compile("^\\s+([\\w.-]+);version=", Pattern.MULTILINE)
                        .matcher(resolved)
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> shipped = new TreeSet<>();
        try (Stream<Path> jars = Files.list(Project.BUNDLES)) {
            for (Path jar : jars.toList()) {
                shipped.add(header(jar, "Bundle-SymbolicName").replaceFirst(";.*", ""));
            }
        }
        assertThat(shipped).isEqualTo(required);
    }

    @Test
    void everyShippedBundleIsActive() throws Exception {
        try (EmbeddedAgent agent = new EmbeddedAgent(directory)) {
            agent.start();
            assertThat(agent.context().getBundles())
                    .filteredOn(bundle -> bundle.getState() != Bundle.ACTIVE)
                    .isEmpty();
        }
    }
}
