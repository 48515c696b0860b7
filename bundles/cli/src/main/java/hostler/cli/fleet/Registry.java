package hostler.cli.fleet;

import hostler.cli.rpc.RpcException;
import java.util.List;

/** Where the agents of a fleet are registered. */
interface Registry {

    /** A key and what it holds. */
    record Entry(String key, String value) {}

    /** Everything under {@link RegistryEntries#PREFIX}, sorted by key; blocks. */
    List<Entry> entries() throws RpcException;
}
