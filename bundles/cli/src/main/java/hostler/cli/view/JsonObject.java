package hostler.cli.view;

import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.StringValue;
import java.util.List;
import java.util.StringJoiner;

/** A JSON object on one line, its fields in the order of adding. Not for several threads. */
public final class JsonObject {
    private final StringJoiner fields = new StringJoiner(",", "{", "}");

    public JsonObject add(String name, String text) {
        return put(name, text(text));
    }

    public JsonObject add(String name, MessageOrBuilder message) {
        return put(name, Json.line(message));
    }

    public JsonObject add(String name, List<? extends MessageOrBuilder> messages) {
        StringJoiner items = new StringJoiner(",", "[", "]");
        messages.forEach(message -> items.add(Json.line(message)));
        return put(name, items.toString());
    }

    private JsonObject put(String name, String json) {
        fields.add(text(name) + ":" + json);
        return this;
    }

    /** A wrapped string is, as JSON, the string. */
    private static String text(String text) {
        return Json.line(StringValue.of(text));
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
