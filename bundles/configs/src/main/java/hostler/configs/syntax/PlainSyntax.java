package hostler.configs.syntax;

import java.util.Optional;

/** Anything. */
record PlainSyntax() implements Syntax {
    @Override
    public Optional<SyntaxError> check(String text) {
        return Optional.empty();
    }
}
