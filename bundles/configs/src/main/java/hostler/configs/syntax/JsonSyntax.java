package hostler.configs.syntax;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** RFC 8259: one value, and no key twice in an object. */
record JsonSyntax() implements Syntax {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    @Override
    public Optional<SyntaxError> check(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return check(parser);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
            return Optional.of(new SyntaxError(line, "not valid JSON: " + e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("reading a text in memory", e);
        }
    }

    private static Optional<SyntaxError> check(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return Optional.of(new SyntaxError(0, "not valid JSON: it holds no value"));
        }
        parser.skipChildren();
        return parser.nextToken() == null
                ? Optional.empty()
                : Optional.of(
                        new SyntaxError(
                                parser.currentTokenLocation().getLineNr(),
                                "not valid JSON: something follows the value"));
    }
}
