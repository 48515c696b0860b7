package hostler.core.packages;

import hostler.core.api.Logging;
import hostler.core.api.ServiceId;
import hostler.settings.Fields;
import hostler.settings.Sizes;

/**
 * The table {@code logging}. The file's place is the agent's decision: a package's {@code
 * directory} is accepted and, as ever, not followed.
 */
final class LoggingSection {
    private static final int MAX_FILES = 1000;

    private LoggingSection() {}

    static Logging read(Fields fields, ServiceId id, PackageDefaults defaults) {
        fields.text("directory");
        fields.text("level");
        Logging logging =
                new Logging(
                        defaults.logDirectory().resolve(id.name() + ".log"),
                        fields.value("max_size", Sizes::parse)
                                .filter(bytes -> bytes > 0)
                                .orElse(defaults.logMaxBytes()),
                        fields.number("max_files", 0, MAX_FILES).orElse(defaults.logMaxFiles()),
                        fields.value("capture", LoggingSection::capture)
                                .orElse(Logging.Capture.FILE));
        fields.reportUnknown(false);
        return logging;
    }

    private static Logging.Capture capture(String text) {
        return switch (text) {
            case "file" -> Logging.Capture.FILE;
            case "pipe" -> Logging.Capture.PIPE;
            default -> throw new IllegalArgumentException("file or pipe was expected");
        };
    }
}
