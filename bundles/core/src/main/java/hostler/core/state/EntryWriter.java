package hostler.core.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import hostler.launcher.api.LaunchHandle;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes entries as JSON; {@link EntryReader} reads them back. */
final class EntryWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;

    private EntryWriter(JsonGenerator json) {
        this.json = json;
    }

    /** The entry as JSON on one line. */
    static String json(Entry entry) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            new EntryWriter(json).write(entry);
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON in memory", e);
        }
        return text.toString();
    }

    private void write(Entry entry) throws IOException {
        json.writeStartObject();
        switch (entry) {
            case Entry.Header(int version, int records) -> {
                json.writeStringField("format", EntryReader.FORMAT);
                json.writeNumberField("version", version);
                json.writeNumberField("records", records);
            }
            case Entry.Put(ServiceRecord record) -> {
                json.writeObjectFieldStart("put");
                write(record);
                json.writeEndObject();
            }
            case Entry.Removed removed -> json.writeStringField("remove", removed.id().name());
        }
        json.writeEndObject();
    }

    private void write(ServiceRecord record) throws IOException {
        json.writeStringField("service", record.id().name());
        if (record.desired().isPresent()) {
            json.writeStringField("desired", lower(record.desired().get()));
        }
        json.writeStringField("by", record.commandedBy());
        json.writeBooleanField("ready", record.ready());
        json.writeNumberField("restarts", record.restarts());
        json.writeNumberField("total_restarts", record.totalRestarts());
        if (record.handle().isPresent()) {
            write("handle", record.handle().get());
        }
        if (record.standby().isPresent()) {
            write("standby", record.standby().get());
        }
        if (record.lastExit().isPresent()) {
            write(record.lastExit().get());
        }
        if (record.pause().isPresent()) {
            write(record.pause().get());
        }
    }

    private void write(Pause pause) throws IOException {
        json.writeObjectFieldStart("pause");
        json.writeStringField("by", pause.by());
        json.writeBooleanField("ending", pause.ending());
        json.writeEndObject();
    }

    private void write(String key, LaunchHandle handle) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeNumberField("version", handle.version());
        json.writeStringField("launcher", handle.launcher());
        json.writeStringField("launch", handle.launchId());
        json.writeObjectFieldStart("data");
        for (Map.Entry<String, String> datum : new TreeMap<>(handle.data()).entrySet()) {
            json.writeStringField(datum.getKey(), datum.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void write(ExitRecord exit) throws IOException {
        json.writeObjectFieldStart("last_exit");
        json.writeStringField("launch", exit.launchId());
        json.writeStringField("at", exit.at().toString());
        json.writeBooleanField("deadline_exceeded", exit.deadlineExceeded());
        if (!exit.verdict().isEmpty()) {
            json.writeStringField("verdict", exit.verdict());
        }
        switch (exit.status()) {
            case ExitStatus.Exited(int code) -> json.writeNumberField("code", code);
            case ExitStatus.Killed(int signal, boolean coreDumped) -> {
                json.writeNumberField("signal", signal);
                json.writeBooleanField("core", coreDumped);
            }
            case ExitStatus.Unknown unknown -> json.writeBooleanField("unknown", true);
        }
        json.writeEndObject();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
