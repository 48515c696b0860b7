package hostler.proto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The Controller's contract as contract.txt says it; knows nothing of generated code. */
final class Contract {
    private final List<String> lines;

    private Contract(List<String> lines) {
        this.lines = lines;
    }

    /**
     * A field.
     *
     * @param type a scalar's name, a full name, or {@code map<KEY,VALUE>}
     */
    record Field(String name, boolean repeated, String type, int number) {
        /** Reads {@code name [repeated] type #n}. */
        static Field of(String text) {
            String[] words = text.split(" ");
            return new Field(
                    words[0],
                    words[1].equals("repeated"),
                    words[words.length - 2],
                    Integer.parseInt(words[words.length - 1].substring(1)));
        }

        boolean map() {
            return type.startsWith("map<");
        }

        /** The fields of a map's entry, which is a message on the wire. */
        List<Field> entry() {
            String[] types = type.substring("map<".length(), type.length() - 1).split(",");
            return List.of(
                    new Field("key", false, types[0], 1), new Field("value", false, types[1], 2));
        }

        @Override
        public String toString() {
            return name + (repeated ? " repeated " : " ") + type + " #" + number;
        }
    }

    static Contract read() {
        try (InputStream text = Contract.class.getResourceAsStream("contract.txt")) {
            return new Contract(
                    new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("contract.txt", e);
        }
    }

    /** The fields of every message, by full name. */
    Map<String, List<Field>> messages() {
        Map<String, List<Field>> messages = new TreeMap<>();
        declarations("message ")
                .forEach(
                        (name, fields) ->
                                messages.put(name, fields.stream().map(Field::of).toList()));
        return messages;
    }

    /** The values of every enum, as {@code NAME=NUMBER}. */
    Map<String, List<String>> enums() {
        return declarations("enum ");
    }

    private Map<String, List<String>> declarations(String kind) {
        Map<String, List<String>> found = new TreeMap<>();
        for (String line : lines) {
            if (line.startsWith(kind)) {
                String[] parts = line.substring(kind.length()).split(":", 2);
                found.put(
                        parts[0],
                        Arrays.stream(parts[1].strip().split("[;,] "))
                                .filter(part -> !part.isEmpty())
                                .toList());
            }
        }
        return found;
    }

    /** Every method, as {@code SERVICE/METHOD REQUEST -> [stream] RESPONSE}. */
    List<String> methods() {
        return lines.stream()
                .filter(line -> line.startsWith("rpc "))
                .map(line -> line.substring("rpc ".length()))
                .toList();
    }
}
