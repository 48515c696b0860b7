package hostler.deploy;

import hostler.deploy.ManifestHeader.Clause;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A jar that was read to its end and calls itself a bundle.
 *
 * @param content a private copy, which nobody changes under our feet
 * @param name symbolic name
 * @param headers of the manifest's main section
 */
record PluginJar(Path content, String name, Version version, Map<String, String> headers) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");

    PluginJar {
        headers = Map.copyOf(headers);
    }

    static PluginJar of(Path content, Manifest manifest) throws RefusedException {
        Map<String, String> headers = new HashMap<>();
        manifest.getMainAttributes()
                .forEach((key, value) -> headers.put(key.toString(), value.toString()));
        String name = firstName(headers, Constants.BUNDLE_SYMBOLICNAME);
        if (!NAME.matcher(name).matches()) {
            throw new RefusedException("Bundle-SymbolicName '" + name + "' is not a plain name");
        }
        String version = firstName(headers, Constants.BUNDLE_VERSION);
        try {
            return new PluginJar(content, name, Version.parseVersion(version), headers);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("Bundle-Version '" + version + "' is not a version", e);
        }
    }

    /** The clauses of a header; none when it is absent. */
    List<Clause> clauses(String header) {
        return ManifestHeader.parse(headers.getOrDefault(header, ""));
    }

    private static String firstName(Map<String, String> headers, String header)
            throws RefusedException {
        return ManifestHeader.parse(headers.getOrDefault(header, "")).stream()
                .flatMap(clause -> clause.names().stream())
                .findFirst()
                .orElseThrow(() -> new RefusedException("the manifest has no " + header));
    }
}
