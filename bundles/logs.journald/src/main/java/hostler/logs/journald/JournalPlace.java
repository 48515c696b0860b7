package hostler.logs.journald;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where reading begins. As text it is the cursor of a reader. */
sealed interface JournalPlace {

    /** The option of journalctl for it. */
    String option();

    /** The entry that was read last; empty: none was. */
    default Optional<At> entry() {
        return this instanceof At at ? Optional.of(at) : Optional.empty();
    }

    /**
     * At an entry that was read already.
     *
     * @param cursor as journald writes it, see sd_journal_get_cursor(3)
     */
    record At(String cursor) implements JournalPlace {
        private static final Pattern FORM =
                Pattern.compile(
                        "s=[0-9a-f]{32};i=[0-9a-f]{1,16};b=[0-9a-f]{32}"
                                + ";m=[0-9a-f]{1,16};t=[0-9a-f]{1,16};x=[0-9a-f]{1,16}");

        /** {@code --after-cursor} would skip an entry where this one is gone. */
        @Override
        public String option() {
            return "--cursor=" + cursor;
        }

        /** When the entry was written. */
        Instant time() {
            return Instant.EPOCH.plus(Long.parseUnsignedLong(field(";t="), 16), ChronoUnit.MICROS);
        }

        /** The boot in which the entry was written, as the kernel's identity without dashes. */
        String boot() {
            return field(";b=");
        }

        /** Whether the journal has numbered it lower than another; not of another numbering. */
        boolean comesBefore(At other) {
            return numbering().equals(other.numbering())
                    && Long.compareUnsigned(number(), other.number()) < 0;
        }

        /** Whether there never was anything between it and another. */
        boolean isFollowedBy(At other) {
            return numbering().equals(other.numbering()) && number() + 1 == other.number();
        }

        private String numbering() {
            return cursor.substring(0, cursor.indexOf(";i="));
        }

        private long number() {
            return Long.parseUnsignedLong(field(";i="), 16);
        }

        private String field(String name) {
            int begin = cursor.indexOf(name) + name.length();
            return cursor.substring(begin, cursor.indexOf(';', begin));
        }

        @Override
        public String toString() {
            return cursor;
        }
    }

    /** At the first entry from this time on. */
    record Since(Instant time) implements JournalPlace {
        /** Before everything. */
        static final Since BEGINNING = new Since(Instant.EPOCH);

        @Override
        public String option() {
            return "--since=" + stamp(time);
        }

        @Override
        public String toString() {
            return stamp(time);
        }
    }

    /** Reads a cursor; empty when it is none. */
    static Optional<JournalPlace> parse(String cursor) {
        if (At.FORM.matcher(cursor).matches()) {
            return Optional.of(new At(cursor));
        }
        return cursor.matches("@[0-9]{1,11}\\.[0-9]{6}")
                ? Optional.of(new Since(time(cursor)))
                : Optional.empty();
    }

    private static Instant time(String stamp) {
        int dot = stamp.indexOf('.');
        return Instant.ofEpochSecond(
                Long.parseLong(stamp.substring(1, dot)),
                Long.parseLong(stamp.substring(dot + 1)) * 1_000);
    }

    /** A time as journalctl reads it, to the microsecond; see systemd.time(7). */
    static String stamp(Instant time) {
        Instant known = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
        return "@%d.%06d".formatted(known.getEpochSecond(), known.getNano() / 1_000);
    }
}
