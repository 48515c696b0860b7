package hostler.cli.args;

import hostler.settings.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A point in time as people write it. */
public final class Moment {
    private Moment() {}

    /**
     * Reads a moment.
     *
     * @param text how long ago ("10m", "1h30m"), a date, or a date and a time, with "T" or a blank
     *     between them; with an offset or "Z" where the zone is another
     * @throws IllegalArgumentException that says which form was expected
     */
    public static Instant parse(String text, Instant now, ZoneId zone) {
        String iso = text.replace(' ', 'T');
        return Stream.<Supplier<Instant>>of(
                        () -> LocalDate.parse(iso).atStartOfDay(zone).toInstant(),
                        () -> LocalDateTime.parse(iso).atZone(zone).toInstant(),
                        () -> OffsetDateTime.parse(iso).toInstant(),
                        () -> now.minus(Durations.parse(text)))
                .flatMap(form -> read(form).stream())
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "how long ago (10m, 2h) or when (2026-02-03,"
                                                + " 2026-02-03 12:00, 2026-02-03T12:00:00Z) was"
                                                + " expected"));
    }

    private static Optional<Instant> read(Supplier<Instant> form) {
        try {
            return Optional.of(form.get());
        } catch (DateTimeException | IllegalArgumentException ignored) {
            return Optional.empty(); // in another form, or in none
        }
    }
}
