package hostler.registrar.etcd;

import hostler.registrar.api.Announcement;
import hostler.registrar.api.Announcement.AnnouncedService;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * The values written to etcd, byte for byte as the Controller has always got them: keys in
 * alphabetical order, no spaces, the services as JSON within a JSON string.
 */
final class Texts {
    private Texts() {}

    /** What the Controller reads. */
    static String forController(Announcement agent, Instant now) {
        String address = quoted(agent.address());
        String code = quoted(agent.code());
        return "{\"Addr\":"
                + address
                + ",\"MetadataX\":{\"Address\":"
                + address
                + ",\"AppID\":"
                + code
                + ",\"Metadata\":{\"agent_code\":"
                + code
                + ",\"services\":"
                + quoted(services(agent, now))
                + "},\"Name\":\"server-agent\",\"Scheme\":\"grpc\"},\"Op\":0}";
    }

    /**
     * What the resolver of etcd's own Go client reads. The metadata is a text: that client compares
     * addresses, and cannot compare maps.
     */
    static String forResolvers(Announcement agent) {
        return "{\"Op\":0,\"Addr\":"
                + quoted(agent.address())
                + ",\"Metadata\":"
                + quoted(agent.code())
                + "}";
    }

    private static String services(Announcement agent, Instant now) {
        return agent.services().stream()
                .map(service -> service(service, now))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String service(AnnouncedService service, Instant now) {
        return "{\"name\":"
                + quoted(service.name())
                + ",\"version\":"
                + quoted(service.version())
                + ",\"is_running\":"
                + service.running()
                + ",\"duration\":"
                + service.ran(now).toSeconds()
                + "}";
    }

    /** A JSON string as Go's encoding/json writes it. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        text.chars().forEach(c -> append(json, (char) c));
        return json.append('"').toString();
    }

    private static void append(StringBuilder json, char c) {
        switch (c) {
            case '"', '\\' -> json.append('\\').append(c);
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            case '<', '>', '&', '\u2028', '\u2029' -> json.append("\\u%04x".formatted((int) c));
            default -> json.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
        }
    }
}
