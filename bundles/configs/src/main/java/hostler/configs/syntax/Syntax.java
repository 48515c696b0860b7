package hostler.configs.syntax;

import hostler.core.api.ServiceConfiguration.Format;
import java.util.Optional;

/**
 * The syntax of a format, and nothing beyond: which keys a service knows is its own business.
 * Stateless; reads in memory, in time and space that grow with the text.
 */
public sealed interface Syntax
        permits IniSyntax, JsonSyntax, PlainSyntax, PropertiesSyntax, TomlSyntax, YamlSyntax {

    /** The first error; empty when the text is of this syntax. */
    Optional<SyntaxError> check(String text);

    /** The syntax of a format. */
    static Syntax of(Format format) {
        return switch (format) {
            case JSON -> new JsonSyntax();
            case YAML -> new YamlSyntax();
            case TOML -> new TomlSyntax();
            case INI -> new IniSyntax();
            case PROPERTIES -> new PropertiesSyntax();
            case PLAIN -> new PlainSyntax();
        };
    }
}
