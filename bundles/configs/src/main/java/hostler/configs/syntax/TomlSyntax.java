package hostler.configs.syntax;

import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;

/** TOML 1.0. */
record TomlSyntax() implements Syntax {
    @Override
    public Optional<SyntaxError> check(String text) {
        return Toml.parse(text).errors().stream().findFirst().map(TomlSyntax::error);
    }

    private static SyntaxError error(TomlParseError error) {
        return new SyntaxError(error.position().line(), "not valid TOML: " + error.getMessage());
    }
}
