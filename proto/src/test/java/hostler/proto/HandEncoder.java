package hostler.proto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Encodes a sample of each message straight from the contract's types and numbers, by the rules of
 * the protobuf encoding and nothing else (protobuf.dev/programming-guides/encoding).
 */
final class HandEncoder {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;

    /** How many elements a repeated field of a sample has. */
    static final int REPEATED = 2;

    private final Map<String, List<Contract.Field>> messages;
    private final Map<String, List<String>> enums;

    HandEncoder(Contract contract) {
        this.messages = contract.messages();
        this.enums = contract.enums();
    }

    /** The value every field of this type has in a sample; bytes for a message. */
    Object sample(String type) {
        return switch (type) {
            case "string" -> "Grüße \"1\"";
            case "bool" -> true;
            // Negative numbers take ten bytes, whatever their size.
            case "int32" -> -2;
            case "int64" -> 1_234_567_890_123L;
            case "double" -> 12.75;
            default -> enums.containsKey(type) ? 2 : message(type);
        };
    }

    /** A message with every field set. */
    byte[] message(String name) {
        return message(messages.get(name));
    }

    byte[] message(List<Contract.Field> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fields.forEach(field -> field(out, field));
        return out.toByteArray();
    }

    private void field(ByteArrayOutputStream out, Contract.Field field) {
        if (field.map()) {
            delimited(out, field.number(), message(field.entry()));
        } else if (field.repeated() && enums.containsKey(field.type())) {
            delimited(out, field.number(), packed(field));
        } else {
            for (int i = 0; i < (field.repeated() ? REPEATED : 1); i++) {
                single(out, field);
            }
        }
    }

    /** proto3 packs repeated scalars: one field that holds all of them. */
    private byte[] packed(Contract.Field field) {
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        for (int i = 0; i < REPEATED; i++) {
            varint(values, (Integer) sample(field.type()));
        }
        return values.toByteArray();
    }

    private void single(ByteArrayOutputStream out, Contract.Field field) {
        switch (sample(field.type())) {
            case String text ->
                    delimited(out, field.number(), text.getBytes(StandardCharsets.UTF_8));
            case byte[] nested -> delimited(out, field.number(), nested);
            case Boolean flag -> tagged(out, field.number(), flag ? 1 : 0);
            case Integer number -> tagged(out, field.number(), number);
            case Long number -> tagged(out, field.number(), number);
            case Double number -> fixed64(out, field.number(), number);
            case Object other -> throw new IllegalArgumentException(field + ": " + other);
        }
    }

    private static void tagged(ByteArrayOutputStream out, int number, long value) {
        varint(out, (long) number << 3 | VARINT);
        varint(out, value);
    }

    private static void fixed64(ByteArrayOutputStream out, int number, double value) {
        varint(out, (long) number << 3 | FIXED64);
        long bits = Double.doubleToRawLongBits(value);
        for (int i = 0; i < Long.BYTES; i++) {
            out.write((int) (bits >>> (8 * i)));
        }
    }

    private static void delimited(ByteArrayOutputStream out, int number, byte[] content) {
        varint(out, (long) number << 3 | LENGTH_DELIMITED);
        varint(out, content.length);
        out.writeBytes(content);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
