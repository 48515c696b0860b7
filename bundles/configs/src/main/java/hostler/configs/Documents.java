package hostler.configs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import hostler.configs.api.ConfigOutcome.Reason;
import hostler.core.api.ServiceConfiguration.Effect;
import hostler.os.api.FileAttributes;
import hostler.os.api.Signal;
import hostler.settings.DocumentException;
import hostler.settings.Fields;
import hostler.settings.JsonDocument;
import hostler.settings.Node;
import hostler.settings.Problems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The records beside the configuration files, as JSON that people can read. */
final class Documents {
    private static final int FORMAT = 1;
    private static final int MODE_RADIX = 8;
    private static final JsonFactory JSON = new JsonFactory();

    private final ContentSource contents;

    /** Finds a content by its digest. */
    @FunctionalInterface
    interface ContentSource {
        Content content(String digest) throws IOException;
    }

    Documents(ContentSource contents) {
        this.contents = contents;
    }

    @FunctionalInterface
    private interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] document(Writer writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            writer.write(json);
            json.writeEndObject();
        }
        out.writeBytes("\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    static byte[] write(Intent intent) throws IOException {
        return document(
                json -> {
                    json.writeNumberField("version", intent.version());
                    json.writeStringField("hash", intent.hash());
                    json.writeStringField("by", intent.by());
                    if (intent.launch().isPresent()) {
                        json.writeStringField("launch", intent.launch().get());
                    }
                    json.writeStringField("effect", word(intent.effect()));
                    json.writeBooleanField("told", intent.told());
                    json.writeArrayFieldStart("files");
                    for (Edit edit : intent.edits()) {
                        json.writeStartObject();
                        json.writeStringField("path", edit.path().toString());
                        write(json, "before", edit.before());
                        write(json, "after", edit.after());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    private static String word(Effect effect) {
        return switch (effect) {
            case Effect.Nothing nothing -> "none";
            case Effect.Reloaded reloaded -> "reload";
            case Effect.Restarted restarted -> "restart";
            case Effect.Signalled(Signal signal) -> signal.name();
        };
    }

    private static void write(JsonGenerator json, String field, Optional<Stored> stored)
            throws IOException {
        if (stored.isEmpty()) {
            return;
        }
        FileAttributes attributes = stored.get().attributes();
        json.writeObjectFieldStart(field);
        json.writeStringField("content", stored.get().content().digest());
        json.writeNumberField("uid", attributes.uid());
        json.writeNumberField("gid", attributes.gid());
        json.writeStringField("mode", Integer.toOctalString(attributes.mode()));
        json.writeObjectFieldStart("extended");
        for (Map.Entry<String, String> each : attributes.extended().entrySet()) {
            json.writeStringField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    Intent intent(Path file, byte[] document) throws IOException {
        Reading reading = new Reading(file, document);
        List<Edit> edits = new ArrayList<>();
        for (Fields item : reading.items("files")) {
            edits.add(
                    new Edit(
                            Path.of(reading.text(item, "path")),
                            stored(reading, item, "before"),
                            stored(reading, item, "after")));
        }
        return new Intent(
                reading.number(reading.top, "version"),
                reading.text(reading.top, "hash"),
                reading.text(reading.top, "by"),
                reading.top.text("launch"),
                effect(reading.text(reading.top, "effect")),
                reading.top.flag("told").orElse(true),
                edits);
    }

    private static Effect effect(String word) {
        return switch (word) {
            case "none" -> new Effect.Nothing();
            case "reload" -> new Effect.Reloaded();
            case "restart" -> new Effect.Restarted();
            default -> new Effect.Signalled(Signal.named(word));
        };
    }

    private Optional<Stored> stored(Reading reading, Fields item, String field) throws IOException {
        if (!item.hasTable(field)) {
            return Optional.empty();
        }
        Fields table = item.table(field);
        return Optional.of(
                new Stored(
                        contents.content(reading.text(table, "content")),
                        new FileAttributes(
                                reading.number(table, "uid"),
                                reading.number(table, "gid"),
                                Integer.parseInt(reading.text(table, "mode"), MODE_RADIX),
                                table.map("extended"))));
    }

    static byte[] write(Version version) throws IOException {
        return document(
                json -> {
                    json.writeNumberField("version", version.number());
                    json.writeStringField("hash", version.hash());
                    json.writeStringField("at", version.at().toString());
                    json.writeStringField("by", version.by());
                    json.writeStringField("how", version.how());
                    json.writeObjectFieldStart("files");
                    for (Map.Entry<Path, String> file : version.digests().entrySet()) {
                        json.writeStringField(file.getKey().toString(), file.getValue());
                    }
                    json.writeEndObject();
                });
    }

    static Version version(Path file, byte[] document) throws IOException {
        Reading reading = new Reading(file, document);
        SequencedMap<Path, String> digests = new LinkedHashMap<>();
        reading.top.map("files").forEach((path, digest) -> digests.put(Path.of(path), digest));
        try {
            return new Version(
                    reading.number(reading.top, "version"),
                    reading.text(reading.top, "hash"),
                    Instant.parse(reading.text(reading.top, "at")),
                    reading.text(reading.top, "by"),
                    reading.text(reading.top, "how"),
                    digests);
        } catch (DateTimeParseException e) {
            throw new IOException(file + ": at: " + e.getMessage(), e);
        }
    }

    static byte[] write(List<Refusal> refusals) throws IOException {
        return document(
                json -> {
                    json.writeArrayFieldStart("refused");
                    for (Refusal refusal : refusals) {
                        json.writeStartObject();
                        json.writeStringField("hash", refusal.hash());
                        json.writeStringField("document", refusal.document());
                        json.writeStringField("reason", refusal.reason().name());
                        json.writeStringField("message", refusal.message());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    static List<Refusal> refusals(Path file, byte[] document) throws IOException {
        Reading reading = new Reading(file, document);
        List<Refusal> refusals = new ArrayList<>();
        for (Fields item : reading.items("refused")) {
            refusals.add(
                    new Refusal(
                            reading.text(item, "hash"),
                            reading.text(item, "document"),
                            Reason.valueOf(reading.text(item, "reason")),
                            reading.text(item, "message")));
        }
        return refusals;
    }

    /** A document that is read; what is missing in it is damage. */
    private static final class Reading {
        private final Path file;
        private final Problems problems = new Problems();
        private final Fields top;

        Reading(Path file, byte[] document) throws IOException {
            this.file = file;
            try {
                top = Fields.of(JsonDocument.read(file.toString(), document), problems);
            } catch (DocumentException e) {
                throw new IOException(String.valueOf(e.getMessage()), e);
            }
            if (number(top, "format") > FORMAT) {
                throw new IOException(file + " was written by a newer agent");
            }
        }

        String text(Fields fields, String key) throws IOException {
            return fields.text(key).orElseThrow(() -> missing(fields, key));
        }

        int number(Fields fields, String key) throws IOException {
            return fields.number(key, 0, Integer.MAX_VALUE).orElseThrow(() -> missing(fields, key));
        }

        private IOException missing(Fields fields, String key) {
            return new IOException(file + " is damaged: " + fields.pathOf(key) + " is missing");
        }

        List<Fields> items(String key) throws IOException {
            List<Fields> items = new ArrayList<>();
            for (Node item : top.items(key)) {
                if (!(item instanceof Node.Table table)) {
                    throw new IOException(file + " is damaged at " + item.place());
                }
                items.add(new Fields(table, key, problems));
            }
            return items;
        }
    }
}
