package hostler.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 with its core schema, one document. Aliases and tags are refused: a configuration
 * needs neither, and both have been used to exhaust or to trick a reader.
 */
public final class YamlDocument {
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?|0o[0-7]+|0x[0-9a-fA-F]+");

    private YamlDocument() {}

    /**
     * Reads a document; an empty one is an empty table.
     *
     * @param file its name in messages
     * @throws DocumentException at the first thing that is not accepted
     */
    public static Node read(String file, byte[] content) throws DocumentException {
        if (content.length > Limits.BYTES) {
            throw new DocumentException(
                    Place.whole(file),
                    content.length + " bytes; at most " + Limits.BYTES + " are accepted");
        }
        String text = JsonDocument.decode(file, content);
        LoadSettings settings = LoadSettings.builder().setLabel(file).build();
        TreeBuilder builder = new TreeBuilder();
        int documents = 0;
        try {
            for (Event event : new Parse(settings).parseString(text)) {
                documents += event instanceof DocumentStartEvent ? 1 : 0;
                if (documents > 1) {
                    throw new DocumentException(place(file, event), "a second document begins");
                }
                accept(file, builder, event);
            }
        } catch (MarkedYamlEngineException e) {
            throw new DocumentException(
                    e.getProblemMark().map(mark -> at(file, mark)).orElse(Place.whole(file)),
                    "not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new DocumentException(Place.whole(file), "not valid YAML: " + e.getMessage());
        }
        return builder.root(file);
    }

    private static void accept(String file, TreeBuilder builder, Event event)
            throws DocumentException {
        Place place = place(file, event);
        switch (event) {
            case AliasEvent alias ->
                    throw new DocumentException(place, "aliases (*name) are not accepted here");
            case MappingStartEvent start -> {
                refuseTag(place, start.getTag());
                builder.beginTable(place);
            }
            case SequenceStartEvent start -> {
                refuseTag(place, start.getTag());
                builder.beginSequence(place);
            }
            case ScalarEvent scalar -> {
                refuseTag(place, scalar.getTag());
                if (builder.expectsKey()) {
                    builder.key(place, scalar.getValue());
                } else {
                    builder.scalar(place, scalar.getValue(), type(scalar));
                }
            }
            default -> {
                if (event.getEventId() == Event.ID.MappingEnd
                        || event.getEventId() == Event.ID.SequenceEnd) {
                    builder.end();
                }
            }
        }
    }

    private static void refuseTag(Place place, Optional<?> tag) throws DocumentException {
        if (tag.isPresent()) {
            throw new DocumentException(place, "tags (" + tag.get() + ") are not accepted here");
        }
    }

    private static Node.Type type(ScalarEvent scalar) {
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
            return Node.Type.TEXT;
        }
        return switch (scalar.getValue().toLowerCase(Locale.ROOT)) {
            case "", "~", "null" -> Node.Type.EMPTY;
            case "true", "false" -> Node.Type.FLAG;
            default ->
                    NUMBER.matcher(scalar.getValue()).matches() ? Node.Type.NUMBER : Node.Type.TEXT;
        };
    }

    private static Place place(String file, Event event) {
        return event.getStartMark().map(mark -> at(file, mark)).orElse(Place.whole(file));
    }

    private static Place at(String file, Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
