package hostler.configs.syntax;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML 1.2, any number of documents. Only the events are looked at: aliases are not followed, so
 * none can blow up, and no tag makes anything.
 */
record YamlSyntax() implements Syntax {
    private static final int DEPTH = 200;

    @Override
    public Optional<SyntaxError> check(String text) {
        LoadSettings settings = LoadSettings.builder().build();
        int depth = 0;
        try {
            for (Event event : new Parse(settings).parseString(text)) {
                depth += step(event.getEventId());
                if (depth > DEPTH) {
                    return Optional.of(new SyntaxError(line(event), "nested deeper than " + DEPTH));
                }
            }
            return Optional.empty();
        } catch (MarkedYamlEngineException e) {
            return Optional.of(
                    new SyntaxError(
                            e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0),
                            "not valid YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            return Optional.of(new SyntaxError(0, "not valid YAML: " + e.getMessage()));
        }
    }

    private static int step(Event.ID event) {
        return switch (event) {
            case MappingStart, SequenceStart -> 1;
            case MappingEnd, SequenceEnd -> -1;
            default -> 0;
        };
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
