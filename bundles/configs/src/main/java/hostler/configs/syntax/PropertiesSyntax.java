package hostler.configs.syntax;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** What {@link Properties} reads: everything but a broken Unicode escape. */
record PropertiesSyntax() implements Syntax {
    @Override
    public Optional<SyntaxError> check(String text) {
        try {
            new Properties().load(new StringReader(text));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(new SyntaxError(0, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException("reading a text in memory", e);
        }
    }
}
