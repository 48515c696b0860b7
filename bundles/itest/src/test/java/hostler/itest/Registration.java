package hostler.itest;

import hostler.etcd.testkit.EtcdMember;
import java.util.Arrays;
import java.util.stream.Collectors;

/** An agent's entry for the Controller, written by a test in the agent's place. */
record Registration(String code, String address) {

    /** As the contract has it, byte for byte; but under no lease. */
    private static final String VALUE =
            """
            {"Addr":"ADDRESS","MetadataX":{"Address":"ADDRESS","AppID":"CODE","Metadata":\
            {"agent_code":"CODE","services":"[SERVICES]"},"Name":"server-agent",\
            "Scheme":"grpc"},"Op":0}""";

    /** In the value the list of services is a text. */
    private static final String SERVICE =
            """
            {\\"name\\":\\"NAME\\",\\"version\\":\\"1.0.0\\",\\"is_running\\":true,\\"duration\\":1}""";

    void put(EtcdMember etcd, String... services) {
        String value =
                VALUE.replace("ADDRESS", address)
                        .replace("CODE", code)
                        .replace("SERVICES", list(services));
        etcd.ctl("put", "grpc://server-agent/" + address, value);
    }

    private static String list(String... services) {
        return Arrays.stream(services)
                .map(name -> SERVICE.replace("NAME", name))
                .collect(Collectors.joining(","));
    }
}
