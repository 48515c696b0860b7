package hostler.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import java.util.ArrayList;
import java.util.List;

/** Reads what may be too much for one answer: page by page, all at the first page's revision. */
final class Pages {
    private static final int LAST_BYTE = 0xff;

    /** Before every key; as an end it is behind every key. */
    private static final ByteString FIRST = ByteString.copyFrom(new byte[1]);

    private Pages() {}

    /** Fetches a page. */
    @FunctionalInterface
    interface Source {
        RangeResponse fetch(RangeRequest request) throws EtcdException;
    }

    static Listing all(String prefix, int page, Source source) throws EtcdException {
        RangeRequest request =
                RangeRequest.newBuilder()
                        .setKey(prefix.isEmpty() ? FIRST : Entry.bytes(prefix))
                        .setRangeEnd(after(Entry.bytes(prefix)))
                        .setLimit(page)
                        .build();
        List<Entry> entries = new ArrayList<>();
        RangeResponse answer = source.fetch(request);
        answer.getKvsList().forEach(pair -> entries.add(Entry.of(pair)));
        Position position = Position.of(answer.getHeader());
        while (answer.getMore()) {
            ByteString last = answer.getKvs(answer.getKvsCount() - 1).getKey();
            answer =
                    source.fetch(
                            request.toBuilder()
                                    .setKey(last.concat(FIRST))
                                    .setRevision(position.revision())
                                    .build());
            answer.getKvsList().forEach(pair -> entries.add(Entry.of(pair)));
        }
        return new Listing(entries, position);
    }

    /** The first key behind all that begin with a prefix, as etcd defines it. */
    static ByteString after(ByteString prefix) {
        for (int at = prefix.size() - 1; at >= 0; at--) {
            int last = prefix.byteAt(at) & LAST_BYTE;
            if (last < LAST_BYTE) {
                byte[] next = {(byte) (last + 1)};
                return prefix.substring(0, at).concat(ByteString.copyFrom(next));
            }
        }
        return FIRST;
    }
}
