package hostler.registrar.etcd;

import java.util.List;

/**
 * The keys of one agent, all under one lease.
 *
 * @param controller where the Controller looks: {@code grpc://server-agent/IP:PORT}
 * @param code where an agent is found by its code: {@code PREFIX/agent/CODE}; also what makes the
 *     code its own
 * @param resolver where resolvers of etcd's own clients look: {@code hostler/agents/IP:PORT}
 */
record Keys(String controller, String code, String resolver) {

    /**
     * @param prefix {@code registry.etcd_prefix}
     * @param address {@code IP:PORT}
     */
    static Keys of(String prefix, String code, String address) {
        return new Keys(
                "grpc://server-agent/" + address,
                checked(prefix) + "/agent/" + code,
                "hostler/agents/" + address);
    }

    /**
     * A prefix without its last slash.
     *
     * @throws IllegalArgumentException when it is one under which the Controller looks for agents
     */
    static String checked(String prefix) {
        if (prefix.startsWith("grpc:")) {
            throw new IllegalArgumentException(
                    "registry.etcd_prefix: '"
                            + prefix
                            + "' begins with grpc:, where the Controller would take the entry for"
                            + " another agent; /agents is the usual one");
        }
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    /** Those that another agent may hold. */
    List<String> contested() {
        return List.of(controller, code);
    }

    List<String> all() {
        return List.of(controller, code, resolver);
    }
}
