package hostler.cli.fleet;

import hostler.settings.DocumentException;
import hostler.settings.Fields;
import hostler.settings.JsonDocument;
import hostler.settings.Problems;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Reads what agents write about themselves for the Controller: JSON with {@code MetadataX.AppID}
 * (the agent's code) and {@code MetadataX.Address} or {@code Addr}.
 */
final class RegistryEntries {

    /** What the keys of all agents begin with; the address follows. */
    static final String PREFIX = "grpc://server-agent/";

    private static final Pattern ADDRESS =
            Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):([0-9]{1,5})");
    private static final int LONGEST_CODE = 253;

    /** What became of one. */
    sealed interface Reading {
        /** An agent. */
        record Agent(String code, String address) implements Reading {}

        /** Nothing that names an agent, and why. */
        record Broken(String key, String reason) implements Reading {}
    }

    private RegistryEntries() {}

    static Reading read(Registry.Entry entry) {
        try {
            Problems problems = new Problems();
            Fields value = Fields.of(JsonDocument.read("value", bytes(entry)), problems);
            Fields metadata = value.table("MetadataX");
            String code = metadata.text("AppID").orElse("");
            String address = metadata.text("Address").or(() -> value.text("Addr")).orElse("");
            checkCode(code);
            checkAddress(address);
            return new Reading.Agent(code, address);
        } catch (DocumentException | IllegalArgumentException e) {
            return new Reading.Broken(entry.key(), String.valueOf(e.getMessage()));
        }
    }

    private static byte[] bytes(Registry.Entry entry) {
        return entry.value().getBytes(StandardCharsets.UTF_8);
    }

    private static void checkCode(String code) {
        if (code.isBlank()) {
            throw new IllegalArgumentException("MetadataX.AppID, the agent's code, is missing");
        }
        if (code.length() > LONGEST_CODE || code.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("MetadataX.AppID is no code of an agent");
        }
    }

    private static void checkAddress(String address) {
        if (address.isEmpty()) {
            throw new IllegalArgumentException("MetadataX.Address and Addr are missing");
        }
        var parts = ADDRESS.matcher(address);
        if (!parts.matches() || port(parts.group(2)) < 1 || port(parts.group(2)) > 65_535) {
            throw new IllegalArgumentException(
                    "HOST:PORT was expected for the address, not '" + address + "'");
        }
    }

    private static int port(String digits) {
        return Integer.parseInt(digits);
    }
}
