package hostler.configs.secrets;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import hostler.configs.secrets.Secrets.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every single value under a secret's key, however deep. */
final class JsonSecrets {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final List<Span> spans = new ArrayList<>();
    private int depth;

    /** Values below this depth are secret; -1: nothing is. */
    private int secretFrom = -1;

    private boolean nextIsSecret;

    private JsonSecrets() {}

    /** Empty when the text is no JSON. */
    static Optional<List<Span>> in(String text) {
        JsonSecrets secrets = new JsonSecrets();
        try (JsonParser parser = FACTORY.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                secrets.take(parser, token);
            }
            return Optional.of(secrets.spans);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading a text in memory", e);
        }
    }

    private void take(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.FIELD_NAME) {
            nextIsSecret = SecretNames.includes(parser.currentName());
        } else if (token.isStructStart()) {
            if (nextIsSecret && secretFrom < 0) {
                secretFrom = depth;
            }
            depth++;
            nextIsSecret = false;
        } else if (token.isStructEnd()) {
            depth--;
            secretFrom = depth <= secretFrom ? -1 : secretFrom;
        } else {
            if ((nextIsSecret || secretFrom >= 0) && token != JsonToken.VALUE_NULL) {
                hide(parser);
            }
            nextIsSecret = false;
        }
    }

    private void hide(JsonParser parser) throws IOException {
        parser.finishToken();
        spans.add(
                new Span(
                        (int) parser.currentTokenLocation().getCharOffset(),
                        (int) parser.currentLocation().getCharOffset(),
                        '"' + Secrets.MASK + '"'));
    }
}
