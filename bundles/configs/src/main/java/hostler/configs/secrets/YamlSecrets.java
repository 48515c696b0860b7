package hostler.configs.secrets;

import hostler.configs.secrets.Secrets.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Every single value under a secret's key, however deep. */
final class YamlSecrets {
    private final String text;
    private final List<Span> spans = new ArrayList<>();
    private final Deque<Level> levels = new ArrayDeque<>();

    /** A collection that is open. */
    private static final class Level {
        private final boolean mapping;
        private final boolean secret;
        private boolean keyComes;
        private boolean keyIsSecret;

        Level(boolean mapping, boolean secret) {
            this.mapping = mapping;
            this.secret = secret;
            this.keyComes = mapping;
        }

        boolean secret() {
            return secret || keyIsSecret;
        }

        /** One more key or value has been read. */
        void advance() {
            keyComes = mapping && !keyComes;
        }
    }

    private YamlSecrets(String text) {
        this.text = text;
        levels.push(new Level(false, false));
    }

    /** Empty when the text is no YAML. */
    static Optional<List<Span>> in(String text) {
        YamlSecrets secrets = new YamlSecrets(text);
        try {
            for (Event event : new Parse(LoadSettings.builder().build()).parseString(text)) {
                secrets.take(event);
            }
            return Optional.of(secrets.spans);
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
    }

    private void take(Event event) {
        Level level = levels.element();
        switch (event.getEventId()) {
            case MappingStart -> levels.push(new Level(true, level.secret()));
            case SequenceStart -> levels.push(new Level(false, level.secret()));
            case MappingEnd, SequenceEnd -> {
                levels.pop();
                levels.element().advance();
            }
            case Scalar -> take(level, (ScalarEvent) event);
            case Alias -> level.advance();
            default -> {}
        }
    }

    private void take(Level level, ScalarEvent scalar) {
        if (level.keyComes) {
            level.keyIsSecret = SecretNames.includes(scalar.getValue());
        } else if (level.secret() && !scalar.getValue().isEmpty()) {
            hide(scalar);
        }
        level.advance();
    }

    private void hide(ScalarEvent scalar) {
        boolean block =
                scalar.getScalarStyle() == ScalarStyle.LITERAL
                        || scalar.getScalarStyle() == ScalarStyle.FOLDED;
        spans.add(
                new Span(
                        offset(scalar.getStartMark()),
                        offset(scalar.getEndMark()),
                        '"' + Secrets.MASK + '"' + (block ? "\n" : "")));
    }

    /** A mark counts characters as people do, not those of Java. */
    private int offset(Optional<Mark> mark) {
        return text.offsetByCodePoints(0, mark.map(Mark::getIndex).orElse(0));
    }
}
