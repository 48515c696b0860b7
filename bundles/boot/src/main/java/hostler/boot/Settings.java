package hostler.boot;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the framework and the bundles are told at start, as framework properties. */
final class Settings {
    /** How often FileInstall looks at conf/ and deploy/. It has no other way than to look. */
    private static final int FILE_INSTALL_POLL_MS = 500;

    private Settings() {}

    /**
     * @param safeMode why deploy/ is left alone; empty: it is not
     */
    static Map<String, String> of(Path home, String version, String safeMode) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("hostler.home", home.toString());
        settings.put("hostler.version", version);
        settings.put("hostler.deploy", home.resolve("deploy").toString());
        AgentSocket socket = new AgentSocket(home, System.getenv("XDG_RUNTIME_DIR"));
        settings.put("hostler.socket", socket.calls().toString());
        settings.put("hostler.console.socket", socket.console().toString());
        // The bundles of lib/ and deploy/ are the truth; the cache is only Felix's way to keep
        // them, and starting
        // with an empty one is what makes deleting it harmless.
        settings.put("org.osgi.framework.storage", home.resolve("var/cache/felix").toString());
        settings.put("org.osgi.framework.storage.clean", "onFirstInit");
        settings.put("org.osgi.framework.bootdelegation", "");
        String directories = home.resolve("conf").toString();
        if (safeMode.isEmpty()) {
            directories += "," + home.resolve("deploy");
        } else {
            settings.put("hostler.safe.mode", safeMode);
        }
        settings.putAll(fileInstall(home, directories));
        return settings;
    }

    private static Map<String, String> fileInstall(Path home, String directories) {
        Map<String, String> settings = new LinkedHashMap<>();
        String prefix = "felix.fileinstall.";
        settings.put(prefix + "dir", directories);
        settings.put(prefix + "poll", Integer.toString(FILE_INSTALL_POLL_MS));
        settings.put(prefix + "noInitialDelay", "true");
        settings.put(prefix + "filter", ".*\\.(jar|cfg|config)");
        settings.put(prefix + "tmpdir", home.resolve("var/cache/fileinstall").toString());
        settings.put(prefix + "log.level", "1");
        // Writing back truncates files (FELIX-6515); the files are the operator's.
        settings.put(prefix + "enableConfigSave", "false");
        // A refresh touches what it was asked for, nothing that imports optionally.
        settings.put(prefix + "optionalImportRefreshScope", "managed");
        settings.put(prefix + "fragmentRefreshScope", "managed");
        return settings;
    }
}
