package hostler.launcher.systemd;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The process that leaves the daemon of a {@code Type=forking} unit behind: the first command of
 * {@code ExecStart}, whose property tells what became of it, {@code a(sasbttttuii)} of
 * org.freedesktop.systemd1(5). No signal carries that property: it is of the last full look.
 *
 * @param process who it is, or was
 * @param ending how it ended; empty: it runs, as far as was looked
 */
record Starter(MainProcess process, Optional<Ending> ending) {

    /** Where in that structure times are in microseconds: of the wall clock, then monotonic. */
    private static final int STARTED = 3;

    private static final int ENDED = 5;
    private static final int PID = 7;
    private static final int CODE = 8;
    private static final int STATUS = 9;

    /** Empty when it was never run. */
    static Optional<Starter> of(List<?> commands) {
        return commands.isEmpty() || !(commands.getFirst() instanceof Object[] first)
                ? Optional.empty()
                : Optional.of(first).filter(run -> number(run, PID) != 0).map(Starter::run);
    }

    private static Starter run(Object[] command) {
        Instant started = Instant.EPOCH.plus(number(command, STARTED), ChronoUnit.MICROS);
        long ended = number(command, ENDED);
        return new Starter(
                new MainProcess((int) number(command, PID), number(command, STARTED + 1), started),
                ended == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Ending(
                                        number(command, CODE),
                                        (int) number(command, STATUS),
                                        ended)));
    }

    private static long number(Object[] command, int field) {
        return ((Number) command[field]).longValue();
    }
}
