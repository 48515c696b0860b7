package hostler.logs.journald;

import static hostler.logs.testkit.LogBackendContract.A_MOMENT;
import static hostler.logs.testkit.LogBackendContract.SOON;
import static hostler.logs.testkit.LogBackendContract.drain;
import static hostler.logs.testkit.LogBackendContract.line;
import static hostler.logs.testkit.LogBackendContract.numbered;
import static hostler.logs.testkit.LogBackendContract.take;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hostler.core.api.ServiceSpec;
import hostler.logs.api.LogEntry;
import hostler.logs.api.LogReader;
import hostler.logs.testkit.LoggedService;
import hostler.systemd.testkit.Bed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fault E21: what may happen to a journal, and to who reads it. */
@Timeout(60)
class JournalFaultsTest {
    private static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";
    private static final AtomicInteger UNITS = new AtomicInteger();

    @TempDir Path directory;
    private JournalBench bench;
    private WritingUnit unit;

    @BeforeAll
    static void bed() {
        Bed.required();
    }

    @BeforeEach
    void start() throws Exception {
        bench = new JournalBench(directory, Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        unit.stop();
        bench.close();
    }

    /** A unit that may write so many lines a minute; 0: any. */
    private void unit(int burst) throws Exception {
        unit =
                new WritingUnit(
                        "faulty-" + UNITS.incrementAndGet(),
                        directory.resolve("unit"),
                        "LogRateLimitBurst=" + burst,
                        "LogRateLimitIntervalSec=" + (burst == 0 ? "0" : "1s"));
    }

    private ServiceSpec service() {
        return new LoggedService(unit.name(), "systemd", directory.resolve("none.log"), 1).spec();
    }

    private LogReader follow(int tail) throws Exception {
        return bench.backend().open(service(), tail, true);
    }

    private void write(String text) throws IOException {
        unit.write(text.getBytes(UTF_8));
    }

    private static void rotate() throws Exception {
        Bed.run("journalctl", "--rotate");
    }

    /** Throws away everything but the file that is written now. */
    private static void vacuum() throws Exception {
        rotate();
        Bed.run("journalctl", "--vacuum-files=1");
    }

    @Test
    void defect7FollowingAcrossARotationLosesAndDoublesNothing() throws Exception {
        unit(0);
        write(numbered(1, 3));
        try (LogReader follower = follow(10)) {
            assertThat(take(follower, 3)).isEqualTo(numbered(1, 3).lines().toList());
            rotate();
            write(numbered(4, 6));
            rotate();
            write(numbered(7, 9));
            assertThat(take(follower, 6)).isEqualTo(numbered(4, 9).lines().toList());
            assertThat(follower.next(A_MOMENT)).isEmpty();
        }
    }

    @Test
    void aFollowerIsNotDisturbedByAVacuum() throws Exception {
        unit(0);
        try (LogReader follower = follow(10)) {
            write(numbered(1, 3));
            assertThat(take(follower, 3)).isEqualTo(numbered(1, 3).lines().toList());
            vacuum();
            write(numbered(4, 6));
            assertThat(take(follower, 3)).isEqualTo(numbered(4, 6).lines().toList());
        }
    }

    @Test
    void aFollowerGoesOnWhenJournaldIsRestarted() throws Exception {
        unit(0);
        write(numbered(1, 3));
        try (LogReader follower = follow(10)) {
            assertThat(take(follower, 3)).isEqualTo(numbered(1, 3).lines().toList());
            Bed.run("systemctl", "restart", "systemd-journald.service");
            write(numbered(4, 6));
            assertThat(take(follower, 3)).isEqualTo(numbered(4, 6).lines().toList());
        }
    }

    @Test
    void aFollowerGoesOnWhenItsJournalctlIsKilled() throws Exception {
        unit(0);
        write(numbered(1, 3));
        try (LogReader follower = follow(10)) {
            assertThat(take(follower, 3)).isEqualTo(numbered(1, 3).lines().toList());
            for (int round = 0; round < 5; round++) {
                killJournalctl();
                write(numbered(4 + 2 * round, 5 + 2 * round));
                assertThat(take(follower, 2))
                        .isEqualTo(numbered(4 + 2 * round, 5 + 2 * round).lines().toList());
            }
        }
    }

    @Test
    void aFollowerGoesOnWhenItsJournalctlIsKilledBeforeItHasReadAnything() throws Exception {
        unit(0);
        write(numbered(1, 3));
        followKilledAtFirst(2);
        try (LogReader follower = follow(10)) {
            assertThat(take(follower, 3)).isEqualTo(numbered(1, 3).lines().toList());
            write("four\n");
            assertThat(follower.next(SOON)).contains(line("four"));
        }
    }

    @Test
    void aFollowerFailsWhoseJournalctlEndsAgainAndAgain() throws Exception {
        unit(0);
        write(numbered(1, 3));
        followKilledAtFirst(Integer.MAX_VALUE);
        try (LogReader follower = follow(10)) {
            assertThat(take(follower, 3)).isEqualTo(numbered(1, 3).lines().toList());
            assertThatThrownBy(() -> follower.next(SOON))
                    .hasMessage(
                            "journalctl ends instead of following %s.service: killed by signal 15",
                            unit.name());
        }
    }

    /** journald may be held up after it has looked at the clock. */
    @Test
    void aLineWithATimeBeforeTheLookThatIsWrittenAfterItIsNotLost() throws Exception {
        unit(0);
        write("late\n");
        beforeJournalctl("case \"$*\" in *--reverse*) exit 0; esac");
        try (LogReader follower = follow(10)) {
            assertThat(follower.next(SOON)).contains(line("late"));
        }
    }

    @Test
    void aFollowerGoesOnAfterAReboot() throws Exception {
        unit(0);
        writeInAnotherBoot("before\n");
        String cursor = lastCursor();
        try (LogReader follower = bench.backend().resume(service(), cursor, true)) {
            assertThat(follower.next(A_MOMENT)).isEmpty();
            write("after\n");
            assertThat(follower.next(SOON)).contains(line("after"));
        }
    }

    private String lastCursor() throws Exception {
        try (LogReader reader = bench.backend().open(service(), 10, false)) {
            while (!reader.ended()) {
                reader.next(SOON);
            }
            return reader.cursor().orElseThrow();
        }
    }

    /** journald takes this boot for another meanwhile. */
    private void writeInAnotherBoot(String text) throws Exception {
        Path another = directory.resolve("boot_id");
        Files.writeString(another, UUID.randomUUID() + "\n");
        Bed.run("mount", "--bind", another.toString(), BOOT_ID);
        try {
            Bed.run("systemctl", "restart", "systemd-journald.service");
            write(text);
        } finally {
            Bed.run("umount", BOOT_ID);
            Bed.run("systemctl", "restart", "systemd-journald.service");
        }
    }

    /** On a machine where a journalctl that is to follow is killed at once, for so many times. */
    private void followKilledAtFirst(int times) throws Exception {
        beforeJournalctl(
                """
                case "$*" in *--follow*)
                    echo >> "$0.runs"
                    [ "$(wc -l < "$0.runs")" -gt %d ] || kill -TERM $$
                esac
                """
                        .formatted(times));
    }

    /** On a machine where this is done before each journalctl. */
    private void beforeJournalctl(String script) throws Exception {
        bench.close();
        Path programs = Files.createDirectory(directory.resolve("bin"));
        Path journalctl = programs.resolve("journalctl");
        Files.writeString(
                journalctl, "#!/bin/sh\n" + script + "\nexec /usr/bin/journalctl \"$@\"\n");
        Files.setPosixFilePermissions(journalctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        bench = new JournalBench(directory, Map.of(), List.of(programs), Journalctl.JOURNALS, null);
    }

    /** The one that follows; there is no other in here. */
    private static void killJournalctl() throws Exception {
        await().until(() -> !running("journalctl").isEmpty());
        Bed.run("kill", "-KILL", running("journalctl").getFirst());
    }

    private static List<String> running(String program) throws Exception {
        List<String> pids = new ArrayList<>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (name(process).equals(program)) {
                    pids.add(process.getFileName().toString());
                }
            }
        }
        return pids;
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException ignored) {
            return ""; // it has ended
        }
    }

    @Test
    void whatIsLostToAVacuumBetweenTwoReadersIsDeclared() throws Exception {
        unit(0);
        write(numbered(1, 3));
        String cursor;
        try (LogReader reader = bench.backend().open(service(), 10, false)) {
            assertThat(take(reader, 2)).isEqualTo(numbered(1, 2).lines().toList());
            cursor = reader.cursor().orElseThrow();
        }
        vacuum();
        write(numbered(4, 5));
        try (LogReader reader = bench.backend().resume(service(), cursor, false)) {
            assertThat(reader.next(SOON).orElseThrow())
                    .isInstanceOf(LogEntry.Gap.class)
                    .extracting(LogEntry::text)
                    .asString()
                    .contains("thrown away what was read last");
            assertThat(drain(reader)).isEqualTo(numbered(4, 5).lines().toList());
        }
        try (LogReader follower = bench.backend().resume(service(), cursor, true)) {
            assertThat(follower.next(SOON).orElseThrow()).isInstanceOf(LogEntry.Gap.class);
            assertThat(take(follower, 2)).isEqualTo(numbered(4, 5).lines().toList());
            write("six\n");
            assertThat(follower.next(SOON)).contains(line("six"));
        }
    }

    @Test
    void whatAVacuumThrowsAwayBeforeASlowFollowerReadsItIsDeclared() throws Exception {
        unit(0);
        write(numbered(1, 3));
        try (LogReader follower = follow(10)) {
            assertThat(take(follower, 3)).isEqualTo(numbered(1, 3).lines().toList());
            write(numbered(4, 20_000));
            awaitKept("line 20000");
            awaitBlocked();
            vacuum();
            write("last\n");

            List<LogEntry> entries = new ArrayList<>();
            while (!entries.contains(line("last"))) {
                follower.next(SOON).ifPresent(entries::add);
            }
            int gap = entries.size() - 2;
            assertThat(entries.get(gap).text()).contains("not read in time");
            assertThat(entries.subList(0, gap))
                    .extracting(LogEntry::text)
                    .isEqualTo(numbered(4, gap + 3).lines().toList());
        }
    }

    @Test
    void aSlowFollowerThatAVacuumDidNotOvertakeMissesNothing() throws Exception {
        unit(0);
        try (LogReader follower = follow(10)) {
            write(numbered(1, 20_000));
            awaitKept("line 20000");
            awaitBlocked();
            rotate();
            write(numbered(20_001, 20_003));
            assertThat(take(follower, 20_003)).isEqualTo(numbered(1, 20_003).lines().toList());
        }
    }

    /** Until journald has this as its last line. */
    private void awaitKept(String last) {
        await().until(
                        () -> {
                            try (LogReader reader = bench.backend().open(service(), 1, false)) {
                                return drain(reader).equals(List.of(last));
                            }
                        });
    }

    /** Until the journalctl that follows cannot write any more. */
    private static void awaitBlocked() {
        await().until(
                        () ->
                                running("journalctl").size() == 1
                                        && Files.readString(
                                                        Path.of(
                                                                "/proc",
                                                                running("journalctl").getFirst(),
                                                                "wchan"))
                                                .contains("pipe_write"));
    }

    @Test
    void theNextAgentGoesOnWhereOneHasStopped() throws Exception {
        unit(0);
        write(numbered(1, 3));
        String cursor;
        try (LogReader follower = follow(10)) {
            assertThat(take(follower, 2)).isEqualTo(numbered(1, 2).lines().toList());
            cursor = follower.cursor().orElseThrow();
        }
        bench.close();
        write(numbered(4, 5));
        bench = new JournalBench(directory, Map.of());
        try (LogReader follower = bench.backend().resume(service(), cursor, true)) {
            assertThat(take(follower, 3)).isEqualTo(numbered(3, 5).lines().toList());
        }
    }

    @Test
    void whatARotationMovesBetweenTwoReadersIsNotLost() throws Exception {
        unit(0);
        write(numbered(1, 3));
        String cursor;
        try (LogReader reader = bench.backend().open(service(), 10, false)) {
            assertThat(take(reader, 2)).isEqualTo(numbered(1, 2).lines().toList());
            cursor = reader.cursor().orElseThrow();
        }
        rotate();
        Bed.run("systemctl", "restart", "systemd-journald.service");
        write(numbered(4, 5));
        try (LogReader reader = bench.backend().resume(service(), cursor, false)) {
            assertThat(drain(reader)).isEqualTo(numbered(3, 5).lines().toList());
        }
    }

    @Test
    void whatJournaldDropsIsDeclaredWhereItIsMissing() throws Exception {
        unit(10);
        try (LogReader follower = follow(10)) {
            assertThat(follower.next(A_MOMENT)).isEmpty();
            write(numbered(1, 1000));
            List<LogEntry> entries = new ArrayList<>();
            while (entries.stream().noneMatch(LogEntry.Gap.class::isInstance)) {
                // journald tells when the unit writes again after the interval.
                write("later\n");
                follower.next(A_MOMENT).ifPresent(entries::add);
            }
            assertThat(entries.getFirst()).isEqualTo(line("line 1"));
            assertThat(entries.getLast().text()).containsPattern("dropped [0-9]+ messages");
        }
    }

    @Test
    void aDamagedFileIsDeclaredAndTheRestIsRead() throws Exception {
        unit(0);
        write(numbered(1, 3));
        rotate();
        Path archived = archived();
        write(numbered(4, 6));
        try (var file = Files.newByteChannel(archived, StandardOpenOption.WRITE)) {
            file.truncate(10);
        }
        try (LogReader reader = bench.backend().open(service(), 10, false)) {
            List<String> lines = drain(reader);
            assertThat(lines).containsAll(numbered(4, 6).lines().toList());
            assertThat(lines.stream().filter(text -> text.contains(archived.toString())))
                    .hasSize(1);
        } finally {
            Files.delete(archived);
        }
    }

    private static Path archived() throws Exception {
        try (var files = Files.walk(Path.of("/run/log/journal"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("system@"))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow();
        }
    }

    @Test
    void nothingIsLeftOfManyReaders() throws Exception {
        unit(0);
        write(numbered(1, 3));
        try (LogReader first = follow(3)) {
            assertThat(take(first, 3)).hasSize(3);
        }
        await().until(() -> bench.leftovers().isEmpty());
        int before = descriptors();
        for (int i = 0; i < 30; i++) {
            try (LogReader follower = follow(2)) {
                assertThat(take(follower, 2)).hasSize(2);
            }
            follow(0).close();
        }
        await().until(() -> running("journalctl").isEmpty());
        await().until(() -> running("hostler-keeper").size() <= 1); // one stands by
        await().until(() -> bench.leftovers().isEmpty());
        await().until(() -> descriptors() <= before);
    }

    private static int descriptors() {
        return Path.of("/proc/self/fd").toFile().list().length;
    }

    @Test
    void readersEndWhenTheBackendGoes() throws Exception {
        unit(0);
        write(numbered(1, 3));
        try (LogReader follower = follow(10)) {
            assertThat(take(follower, 3)).hasSize(3);
            assertThat(follower.next(A_MOMENT)).isEmpty();
            bench.end();
            assertThat(drain(follower)).isEmpty();
        }
    }
}
