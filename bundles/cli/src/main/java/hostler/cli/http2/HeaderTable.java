package hostler.cli.http2;

import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/**
 * The index space of HPACK: the static table, then what the peer had remembered (RFC 7541, 2.3).
 */
final class HeaderTable {

    /** RFC 7541 appendix A, from index 1; a name and its value where it has one. */
    private static final String[] STATIC = {
        ":authority",
        ":method=GET",
        ":method=POST",
        ":path=/",
        ":path=/index.html",
        ":scheme=http",
        ":scheme=https",
        ":status=200",
        ":status=204",
        ":status=206",
        ":status=304",
        ":status=400",
        ":status=404",
        ":status=500",
        "accept-charset",
        "accept-encoding=gzip, deflate",
        "accept-language",
        "accept-ranges",
        "accept",
        "access-control-allow-origin",
        "age",
        "allow",
        "authorization",
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "content-location",
        "content-range",
        "content-type",
        "cookie",
        "date",
        "etag",
        "expect",
        "expires",
        "from",
        "host",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "last-modified",
        "link",
        "location",
        "max-forwards",
        "proxy-authenticate",
        "proxy-authorization",
        "range",
        "referer",
        "refresh",
        "retry-after",
        "server",
        "set-cookie",
        "strict-transport-security",
        "transfer-encoding",
        "user-agent",
        "vary",
        "via",
        "www-authenticate"
    };

    private final List<Header> remembered = new ArrayList<>();
    private final int limit;
    private int capacity;
    private int size;

    /**
     * @param limit the largest size that was promised to the peer (SETTINGS_HEADER_TABLE_SIZE)
     */
    HeaderTable(int limit) {
        this.limit = limit;
        this.capacity = limit;
    }

    Header get(int index) throws ProtocolException {
        if (index >= 1 && index <= STATIC.length) {
            return fixed(STATIC[index - 1]);
        }
        int newest = index - STATIC.length - 1;
        if (newest < 0 || newest >= remembered.size()) {
            throw new ProtocolException("HPACK: no entry " + index);
        }
        return remembered.get(newest);
    }

    private static Header fixed(String entry) {
        int split = entry.indexOf('=');
        return split < 0
                ? new Header(entry, "")
                : new Header(entry.substring(0, split), entry.substring(split + 1));
    }

    /** Remembers an entry and forgets the oldest ones; one that does not fit empties the table. */
    void add(Header header) {
        remembered.addFirst(header);
        size += header.size();
        evict();
    }

    void resize(int wanted) throws ProtocolException {
        if (wanted > limit) {
            throw new ProtocolException(
                    "HPACK: a table of " + wanted + " where " + limit + " is allowed");
        }
        capacity = wanted;
        evict();
    }

    private void evict() {
        while (size > capacity) {
            size -= remembered.removeLast().size();
        }
    }

    /** The size of what is remembered, as RFC 7541 section 4.1 counts it. */
    int size() {
        return size;
    }
}
