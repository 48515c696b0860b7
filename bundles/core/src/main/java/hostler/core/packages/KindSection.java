package hostler.core.packages;

import hostler.core.api.Readiness;
import hostler.core.api.ServiceKind;
import hostler.settings.Fields;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The keys {@code type}, {@code pid_file}, {@code success_codes}, {@code ready_log} and {@code
 * watchdog} of the table {@code startup}. A key that means nothing for a type is an error: whoever
 * wrote it expects something that will not happen.
 */
record KindSection(ServiceKind kind, Readiness readiness) {
    static final String ONESHOT = Type.ONESHOT.word();

    private static final String TYPE = "type";
    private static final String PID_FILE = "pid_file";
    private static final String SUCCESS_CODES = "success_codes";
    private static final String READY_LOG = "ready_log";
    private static final String WATCHDOG = "watchdog";

    private static final Set<Integer> SUCCESS = Set.of(0);

    /** As much as wait(2) tells of an exit code. */
    private static final int MAX_CODE = 255;

    private static final Pattern CODE = Pattern.compile("[0-9]{1,3}");
    private static final int MAX_TEXT = 256;

    /** A value of {@code type}. */
    private enum Type {
        SIMPLE,
        FORKING,
        ONESHOT,
        NOTIFY;

        boolean takes(String key) {
            return switch (key) {
                case PID_FILE -> this == FORKING;
                case SUCCESS_CODES -> this == ONESHOT;
                case WATCHDOG -> this == NOTIFY;
                default -> this == SIMPLE || this == FORKING;
            };
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Type named(String text) {
            return Arrays.stream(values())
                    .filter(type -> type.word().equals(text))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            "simple, forking, oneshot or notify was expected"));
        }

        /** {@code 'simple' or 'forking'}. */
        static String thatTake(String key) {
            return Arrays.stream(values())
                    .filter(type -> type.takes(key))
                    .map(type -> "'" + type.word() + "'")
                    .collect(Collectors.joining(" or "));
        }
    }

    static KindSection read(Fields startup, Path workingDirectory) {
        Optional<Type> named = startup.value(TYPE, Type::named);
        Type type = named.orElse(Type.SIMPLE);
        // Beside a type that is wrong nobody can tell what belongs there.
        if (named.isPresent() || !startup.has(TYPE)) {
            reportMisplaced(startup, type);
        }
        // All are read, so that all are checked.
        ServiceKind forking = new ServiceKind.Forking(pidFile(startup, workingDirectory));
        ServiceKind oneShot = new ServiceKind.OneShot(codes(startup));
        Readiness own = readyLog(startup);
        Readiness told = new Readiness.Notify(watchdog(startup));
        return switch (type) {
            case SIMPLE -> new KindSection(new ServiceKind.Simple(), own);
            case FORKING -> new KindSection(forking, own);
            case ONESHOT -> new KindSection(oneShot, own);
            case NOTIFY -> new KindSection(new ServiceKind.Simple(), told);
        };
    }

    private static Optional<Path> pidFile(Fields startup, Path workingDirectory) {
        return startup.value(PID_FILE, KindSection::file)
                .map(file -> workingDirectory.resolve(file).normalize());
    }

    private static Readiness readyLog(Fields startup) {
        return startup.value(READY_LOG, KindSection::line)
                .<Readiness>map(Readiness.LogLine::new)
                .orElseGet(Readiness.Check::new);
    }

    private static Optional<Duration> watchdog(Fields startup) {
        return startup.value(WATCHDOG, Forms.duration(Forms.SHORTEST, Forms.LONGEST));
    }

    private static void reportMisplaced(Fields startup, Type type) {
        for (String key : List.of(PID_FILE, SUCCESS_CODES, READY_LOG, WATCHDOG)) {
            if (startup.has(key) && !type.takes(key)) {
                startup.reportWrong(
                        key,
                        "belongs to "
                                + startup.pathOf(TYPE)
                                + " "
                                + Type.thatTake(key)
                                + "; it means nothing for '"
                                + type.word()
                                + "'");
            }
        }
    }

    private static Path file(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the path of a file was expected");
        }
        return Forms.path(text);
    }

    private static Set<Integer> codes(Fields startup) {
        Set<Integer> codes =
                startup.texts(SUCCESS_CODES).stream()
                        .flatMap(text -> code(startup, text).stream())
                        .collect(Collectors.toUnmodifiableSet());
        return codes.isEmpty() ? SUCCESS : codes;
    }

    private static Optional<Integer> code(Fields startup, String text) {
        Optional<Integer> code =
                Optional.of(text)
                        .filter(CODE.asMatchPredicate())
                        .map(Integer::valueOf)
                        .filter(number -> number <= MAX_CODE);
        if (code.isEmpty()) {
            startup.reportWrong(
                    SUCCESS_CODES,
                    "exit codes from 0 to " + MAX_CODE + " were expected, not '" + text + "'");
        }
        return code;
    }

    private static String line(String text) {
        boolean oneLine = text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
        if (text.isBlank() || !oneLine || text.codePointCount(0, text.length()) > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "a part of one line, not blank and at most "
                            + MAX_TEXT
                            + " characters long, was expected");
        }
        return text;
    }
}
