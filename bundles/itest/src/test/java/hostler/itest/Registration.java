package hostler.itest;

import hostler.etcd.testkit.EtcdMember;

/** An agent's entry for the Controller, written by a test in the agent's place. */
record Registration(String code, String address) {

    /** As the contract has it, byte for byte; but under no lease. */
    private static final String VALUE =
            """
            {"Addr":"ADDRESS","MetadataX":{"Address":"ADDRESS","AppID":"CODE","Metadata":\
            {"agent_code":"CODE","services":"[]"},"Name":"server-agent",\
            "Scheme":"grpc"},"Op":0}""";

    void put(EtcdMember etcd) {
        String value = VALUE.replace("ADDRESS", address).replace("CODE", code);
        etcd.ctl("put", "grpc://server-agent/" + address, value);
    }
}
