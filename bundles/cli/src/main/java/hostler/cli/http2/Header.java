package hostler.cli.http2;

/**
 * A field of a header block.
 *
 * @param name in lower case; pseudo-fields begin with a colon
 * @param value as received
 */
public record Header(String name, String value) {

    /** What HPACK counts for an entry: RFC 7541 section 4.1. */
    int size() {
        return name.length() + value.length() + 32;
    }
}
