package hostler.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KeyValue;

/**
 * A key with its value, as it was at one revision.
 *
 * @param value as text; etcd itself knows bytes
 * @param modified the revision that last changed it
 * @param lease the lease it ends with; 0: none
 */
public record Entry(String key, String value, long modified, long lease) {
    static Entry of(KeyValue pair) {
        return new Entry(
                pair.getKey().toStringUtf8(),
                pair.getValue().toStringUtf8(),
                pair.getModRevision(),
                pair.getLease());
    }

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
