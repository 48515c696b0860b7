package hostler.deploy;

import hostler.deploy.ManifestHeader.Clause;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** Whether this agent offers what a plugin needs, found out before anything is touched. */
final class Requirements {
    private static final Pattern VERSION = Pattern.compile("\\(version>?=([0-9.]+)\\)");

    /** A requirement of no bundle, to ask the framework with. */
    private record Question(String namespace, String filter) implements Requirement {
        @Override
        public String getNamespace() {
            return namespace;
        }

        @Override
        public Map<String, String> getDirectives() {
            return filter.isEmpty()
                    ? Map.of()
                    : Map.of(Namespace.REQUIREMENT_FILTER_DIRECTIVE, filter);
        }

        @Override
        public Map<String, Object> getAttributes() {
            return Map.of();
        }

        @Override
        @SuppressWarnings("NullAway") // its contract allows a requirement that stands alone
        public Resource getResource() {
            return null;
        }
    }

    private final FrameworkWiring framework;

    Requirements(FrameworkWiring framework) {
        this.framework = framework;
    }

    /** What is missing, in the operator's words; empty when nothing is. */
    Optional<String> missing(PluginJar jar) {
        List<String> missing = new ArrayList<>();
        for (Clause clause : jar.clauses(Constants.IMPORT_PACKAGE)) {
            if (!clause.optional()) {
                clause.names()
                        .forEach(name -> missingPackage(name, clause).ifPresent(missing::add));
            }
        }
        for (Clause clause : jar.clauses(Constants.REQUIRE_CAPABILITY)) {
            if (!clause.optional() && clause.effectiveAtResolve()) {
                clause.names()
                        .forEach(name -> missingCapability(name, clause).ifPresent(missing::add));
            }
        }
        return missing.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", missing));
    }

    private Optional<String> missingPackage(String name, Clause clause) {
        // The framework hands java.* to every bundle.
        if (name.startsWith("java.")) {
            return Optional.empty();
        }
        String range = clause.attributes().getOrDefault(Constants.VERSION_ATTRIBUTE, "0");
        String any = "(" + PackageNamespace.PACKAGE_NAMESPACE + "=" + name + ")";
        String wanted =
                "(&"
                        + any
                        + new VersionRange(range).toFilterString(Constants.VERSION_ATTRIBUTE)
                        + ")";
        if (!providers(PackageNamespace.PACKAGE_NAMESPACE, wanted).isEmpty()) {
            return Optional.empty();
        }
        Collection<BundleCapability> others = providers(PackageNamespace.PACKAGE_NAMESPACE, any);
        return Optional.of(
                others.isEmpty()
                        ? "needs the package "
                                + name
                                + ", which nobody here offers; if it is a"
                                + " library, put it inside the jar"
                        : "needs "
                                + name
                                + " "
                                + range
                                + "; this agent offers "
                                + versions(others));
    }

    private Optional<String> missingCapability(String namespace, Clause clause) {
        String filter =
                clause.directives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
        if (!providers(namespace, filter).isEmpty()) {
            return Optional.empty();
        }
        Matcher version = VERSION.matcher(filter);
        return Optional.of(
                namespace.equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)
                                && version.find()
                        ? "needs Java "
                                + version.group(1)
                                + "; this agent runs on Java "
                                + Runtime.version().feature()
                        : "needs " + namespace + " " + filter + ", which nobody here offers");
    }

    private Collection<BundleCapability> providers(String namespace, String filter) {
        return framework.findProviders(new Question(namespace, filter));
    }

    private static String versions(Collection<BundleCapability> capabilities) {
        return capabilities.stream()
                .map(capability -> capability.getAttributes().get(Constants.VERSION_ATTRIBUTE))
                .map(String::valueOf)
                .sorted()
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
