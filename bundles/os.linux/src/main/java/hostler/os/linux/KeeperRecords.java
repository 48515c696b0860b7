package hostler.os.linux;

import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.NotifyRecord;
import hostler.os.api.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of a directory that keepers wrote: text, {@code key=value}, one a line. Keys that are
 * not known are of a newer keeper and left alone; a record that does not tell what it has to is no
 * record.
 */
final class KeeperRecords {

    private static final Logger LOG = LoggerFactory.getLogger(KeeperRecords.class);
    private static final List<String> SUFFIXES =
            List.of(".birth", ".exit", ".birth.tmp", ".exit.tmp", ".notify", ".notify.tmp");
    private static final int LONGEST_RECORD = 4096;

    private final Path directory;

    KeeperRecords(Path directory) {
        this.directory = directory;
    }

    Optional<BirthRecord> birth(String launchId) {
        return read(launchId, ".birth").flatMap(text -> parseBirth(launchId, text));
    }

    Optional<ExitRecord> exit(String launchId) {
        Optional<String> text = read(launchId, ".exit");
        text.ifPresent(record -> tellDropped(launchId, values(record).get("output_dropped")));
        return text.flatMap(record -> parseExit(launchId, record));
    }

    /** The log itself tells of it as well, unless its disk was full to the end. */
    private void tellDropped(String launchId, @Nullable String bytes) {
        if (bytes != null && !bytes.equals("0")) {
            LOG.warn("{} bytes of the output of {} were lost: its disk was full", bytes, launchId);
        }
    }

    boolean over(String launchId) {
        return read(launchId, ".exit").filter(text -> values(text).containsKey("over")).isPresent();
    }

    Optional<NotifyRecord> notices(String launchId) {
        return read(launchId, ".notify").flatMap(text -> parseNotify(launchId, text));
    }

    void forget(String launchId) {
        for (String suffix : SUFFIXES) {
            Path file = directory.resolve(launchId + suffix);
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("cannot remove the record {}; it stays behind", file, e);
            }
        }
    }

    private Optional<String> read(String launchId, String suffix) {
        Path file = directory.resolve(launchId + suffix);
        try (var in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(LONGEST_RECORD), StandardCharsets.UTF_8));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("cannot read the record {}; taken as absent", file, e);
            return Optional.empty();
        }
    }

    static Optional<BirthRecord> parseBirth(String launchId, String text) {
        Map<String, String> values = values(text);
        try {
            return Optional.of(
                    new BirthRecord(
                            checked(launchId, values),
                            identity(values, ""),
                            identity(values, "keeper_"),
                            Instant.ofEpochMilli(number(values, "at_unix_ms")),
                            !values.getOrDefault("settled", "1").equals("0"),
                            values.containsKey("output_start")
                                    ? OptionalLong.of(number(values, "output_start"))
                                    : OptionalLong.empty()));
        } catch (IllegalArgumentException e) {
            return unreadable("birth", launchId, e);
        }
    }

    static Optional<ExitRecord> parseExit(String launchId, String text) {
        Map<String, String> values = values(text);
        try {
            return Optional.of(
                    new ExitRecord(
                            checked(launchId, values),
                            status(values),
                            Instant.ofEpochMilli(number(values, "at_unix_ms")),
                            number(values, "deadline") != 0));
        } catch (IllegalArgumentException e) {
            return unreadable("exit", launchId, e);
        }
    }

    static Optional<NotifyRecord> parseNotify(String launchId, String text) {
        Map<String, String> values = values(text);
        try {
            checked(launchId, values);
            return Optional.of(
                    new NotifyRecord(
                            values.containsKey("ready"),
                            values.containsKey("stopping"),
                            Optional.ofNullable(values.get("status")),
                            values.containsKey("watchdog_expired")));
        } catch (IllegalArgumentException e) {
            return unreadable("notify", launchId, e);
        }
    }

    private static <T> Optional<T> unreadable(
            String kind, String launchId, IllegalArgumentException why) {
        LOG.warn("the {} record of {} is damaged; taken as absent", kind, launchId, why);
        return Optional.empty();
    }

    private static Map<String, String> values(String text) {
        Map<String, String> values = new HashMap<>();
        for (String line : text.lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return values;
    }

    private static String checked(String launchId, Map<String, String> values) {
        if (!launchId.equals(values.get("launch"))) {
            throw new IllegalArgumentException("it is of launch " + values.get("launch"));
        }
        return launchId;
    }

    private static ProcessIdentity identity(Map<String, String> values, String prefix) {
        return new ProcessIdentity(
                value(values, "boot_id"),
                Integer.parseInt(value(values, prefix + "pid")),
                number(values, prefix + "start_ticks"));
    }

    private static ExitStatus status(Map<String, String> values) {
        if (values.containsKey("unknown")) {
            return new ExitStatus.Unknown();
        }
        return values.containsKey("code")
                ? new ExitStatus.Exited((int) number(values, "code"))
                : new ExitStatus.Killed(
                        (int) number(values, "signal"), number(values, "core") != 0);
    }

    private static long number(Map<String, String> values, String key) {
        return Long.parseLong(value(values, key));
    }

    private static String value(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("it has no " + key);
        }
        return value;
    }
}
