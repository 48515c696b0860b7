package hostler.core.state;

import hostler.core.api.Desired;
import hostler.core.api.ServiceId;
import hostler.launcher.api.LaunchHandle;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import hostler.settings.DocumentException;
import hostler.settings.Fields;
import hostler.settings.JsonDocument;
import hostler.settings.Problem;
import hostler.settings.Problems;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Reads entries as {@link EntryWriter} writes them; keys of later versions are passed over. */
final class EntryReader {
    /** Names the format in every header. */
    static final String FORMAT = "hostler-state";

    private EntryReader() {}

    /**
     * Reads an entry.
     *
     * @throws IllegalArgumentException when it is none; the message says why
     */
    static Entry read(byte[] json) {
        Problems problems = new Problems();
        try {
            Entry entry = entry(Fields.of(JsonDocument.read("entry", json), problems));
            if (problems.fatal()) {
                throw new IllegalArgumentException(
                        problems.list().stream().map(Problem::toString).findFirst().orElse(""));
            }
            return entry;
        } catch (DocumentException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Entry entry(Fields fields) {
        if (fields.has("format")) {
            return header(fields);
        }
        return fields.has("remove")
                ? new Entry.Removed(required(fields, "remove", ServiceId::new))
                : new Entry.Put(record(fields.table("put")));
    }

    private static Entry header(Fields fields) {
        required(fields, "format", EntryReader::format);
        return new Entry.Header(
                required(fields, "version", Integer::valueOf),
                fields.value("records", Integer::valueOf).orElse(0));
    }

    private static String format(String name) {
        if (!name.equals(FORMAT)) {
            throw new IllegalArgumentException("format " + FORMAT + " was expected");
        }
        return name;
    }

    private static ServiceRecord record(Fields fields) {
        ServiceId id = required(fields, "service", ServiceId::new);
        return new ServiceRecord(
                id,
                fields.value("desired", EntryReader::desired),
                fields.text("by").orElse(""),
                handle(id, fields, "handle"),
                handle(id, fields, "standby"),
                fields.flag("ready").orElse(false),
                fields.value("restarts", Integer::valueOf).orElse(0),
                fields.value("total_restarts", Long::valueOf).orElse(0L),
                fields.has("last_exit")
                        ? Optional.of(exit(fields.table("last_exit")))
                        : Optional.empty(),
                fields.has("pause") ? Optional.of(pause(fields.table("pause"))) : Optional.empty());
    }

    private static Pause pause(Fields fields) {
        return new Pause(required(fields, "by", text -> text), fields.flag("ending").orElse(false));
    }

    private static Desired desired(String name) {
        return Desired.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static Optional<LaunchHandle> handle(ServiceId id, Fields fields, String key) {
        return fields.has(key) ? Optional.of(handle(id, fields.table(key))) : Optional.empty();
    }

    private static LaunchHandle handle(ServiceId id, Fields fields) {
        return new LaunchHandle(
                required(fields, "version", Integer::valueOf),
                required(fields, "launcher", text -> text),
                id,
                required(fields, "launch", text -> text),
                fields.map("data"));
    }

    private static ExitRecord exit(Fields fields) {
        return new ExitRecord(
                required(fields, "launch", text -> text),
                status(fields),
                required(fields, "at", EntryReader::instant),
                fields.flag("deadline_exceeded").orElse(false),
                fields.text("verdict").orElse(""));
    }

    private static ExitStatus status(Fields fields) {
        if (fields.has("code")) {
            return new ExitStatus.Exited(required(fields, "code", Integer::valueOf));
        }
        return fields.has("signal")
                ? new ExitStatus.Killed(
                        required(fields, "signal", Integer::valueOf),
                        fields.flag("core").orElse(false))
                : new ExitStatus.Unknown();
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a time of ISO 8601 was expected", e);
        }
    }

    private static <T> T required(Fields fields, String key, Fields.Form<T> form) {
        return fields.value(key, form)
                .orElseThrow(
                        () -> new IllegalArgumentException(fields.pathOf(key) + " is not there"));
    }
}
