package hostler.settings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON (RFC 8259), strictly: UTF-8 without a byte order mark, no duplicate keys, nothing
 * behind the end.
 */
public final class JsonDocument {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Limits.DEPTH)
                                    .maxNumberLength(Limits.NUMBER)
                                    .maxStringLength(Limits.TEXT)
                                    .maxDocumentLength(Limits.BYTES)
                                    .build())
                    .build();

    private JsonDocument() {}

    /**
     * Reads a document.
     *
     * @param file its name in messages
     * @throws DocumentException at the first thing that is not JSON, or at a limit
     */
    public static Node read(String file, byte[] content) throws DocumentException {
        if (content.length > Limits.BYTES) {
            throw new DocumentException(
                    Place.whole(file),
                    content.length + " bytes; at most " + Limits.BYTES + " are accepted");
        }
        String text = decode(file, content);
        if (text.startsWith("\uFEFF")) {
            throw new DocumentException(
                    new Place(file, 1, 1), "begins with a byte order mark; JSON has none");
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            return tree(file, parser);
        } catch (JsonProcessingException e) {
            throw new DocumentException(
                    place(file, e.getLocation()), "not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("reading a text in memory", e);
        }
    }

    /** UTF-8 bytes as text, or an error that names the first offset that is none. */
    static String decode(String file, byte[] content) throws DocumentException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new DocumentException(
                    Place.whole(file), "not valid UTF-8 at byte " + bytes.position());
        }
    }

    private static Node tree(String file, JsonParser parser) throws IOException, DocumentException {
        TreeBuilder builder = new TreeBuilder();
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new DocumentException(Place.whole(file), "empty; a JSON object was expected");
        }
        int depth = 0;
        do {
            Place place = place(file, parser.currentTokenLocation());
            switch (token) {
                case START_OBJECT -> builder.beginTable(place);
                case START_ARRAY -> builder.beginSequence(place);
                case END_OBJECT, END_ARRAY -> builder.end();
                case FIELD_NAME -> builder.key(place, parser.currentName());
                default -> builder.scalar(place, parser.getText(), type(token));
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            token = parser.nextToken();
        } while (token != null && depth > 0);
        if (token != null) {
            throw new DocumentException(
                    place(file, parser.currentTokenLocation()), "something follows the JSON value");
        }
        return builder.root(file);
    }

    private static Node.Type type(JsonToken token) {
        return switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Node.Type.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> Node.Type.FLAG;
            case VALUE_NULL -> Node.Type.EMPTY;
            default -> Node.Type.TEXT;
        };
    }

    private static Place place(String file, JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? Place.whole(file)
                : new Place(file, location.getLineNr(), Math.max(1, location.getColumnNr()));
    }
}
