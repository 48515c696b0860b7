package hostler.etcd;

import java.util.List;

/** Entries as they were at one revision, sorted by key. */
public record Listing(List<Entry> entries, Position position) {
    public Listing {
        entries = List.copyOf(entries);
    }
}
