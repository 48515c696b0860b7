package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.os.api.BirthRecord;
import hostler.os.api.KeeperDuties;
import hostler.os.api.NotifyRecord;
import hostler.os.api.SpawnOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifySocketTest {

    private static final KeeperDuties NOTIFIED =
            new KeeperDuties(Optional.empty(), false, Optional.empty(), true, Optional.empty());

    /** Speaks to the socket, and ends when what it said is in the record. */
    @TempDir static Path tools;

    @TempDir Path directory;
    private Launches launches;

    @BeforeAll
    static void compile() throws Exception {
        TellProgram.compileInto(tools);
    }

    @BeforeEach
    void open() throws Exception {
        launches = new Launches(directory);
    }

    @AfterEach
    void close() {
        launches.close();
    }

    private SpawnOrder notified(String script) {
        return Launches.with(launches.shell("PATH=$PATH:" + tools + "; " + script), NOTIFIED);
    }

    private NotifyRecord said(String script) throws Exception {
        SpawnOrder order = notified(script + "; echo > there; exec sleep 60");
        launches.spawn(order);
        assertThat(Records.await(directory.resolve("there"))).isTrue();
        return launches.door.notices(launches.records, order.launchId()).orElseThrow();
    }

    @Test
    void whatIsSaidIsOnRecordBeforeTheBarrierOpens() throws Exception {
        assertThat(said("tell READY=1 'STATUS=Serving, 3 of 4'"))
                .isEqualTo(new NotifyRecord(true, false, Optional.of("Serving, 3 of 4"), false));
    }

    @Test
    void oneMessageMaySayManyThings() throws Exception {
        assertThat(said("tell 'X_UNKNOWN=1\nSTOPPING=1\n\nREADY=1\nREADY=0\nSTATUS=é=2\n'"))
                .isEqualTo(new NotifyRecord(true, true, Optional.of("é=2"), false));
    }

    @Test
    void theLastStatusCounts() throws Exception {
        assertThat(said("tell STATUS=one; tell STATUS=two READY=1").status()).contains("two");
    }

    @Test
    void aStatusIsShortAndWithoutControlCharacters() throws Exception {
        String status =
                said("tell \"STATUS=$(printf 'a\\tb\\033[1m\\302\\233c')x$(printf 'é%.0s' $(seq 200))\"")
                        .status()
                        .orElseThrow();

        assertThat(status).startsWith("a b [1m  cxéé").endsWith("é");
        assertThat(status.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(255, 256);
    }

    @Test
    void aMessageThatIsTooLongIsNone() throws Exception {
        assertThat(said("tell READY=1; tell \"STATUS=$(head -c 5000 /dev/zero | tr '\\0' x)\""))
                .isEqualTo(new NotifyRecord(true, false, Optional.empty(), false));
    }

    @Test
    void strangersAreNotListenedTo() throws Exception {
        SpawnOrder order = notified("exec sleep 60");
        launches.spawn(order);
        ProcessBuilder stranger = new ProcessBuilder(tools.resolve("tell").toString(), "READY=1");
        stranger.environment().put("NOTIFY_SOCKET", "@hostler/" + order.launchId());

        assertThat(stranger.start().waitFor()).as("it was read").isZero();
        assertThat(launches.door.notices(launches.records, order.launchId())).isEmpty();
    }

    @Test
    void whoeverHasForkedAwayIsListenedTo() throws Exception {
        SpawnOrder order = notified("(setsid tell READY=1 &) ; exec sleep 60");
        launches.spawn(order);

        assertThat(launches.awaitNotices(order, NotifyRecord::ready).ready()).isTrue();
    }

    @Test
    void theMainProcessCanBeHandedOn() throws Exception {
        SpawnOrder order =
                notified("mkfifo go; read x < go; setsid sleep 60 & tell MAINPID=$!; wait");
        BirthRecord birth = launches.spawn(order);
        Records.await(directory, () -> Files.exists(directory.resolve("go")));
        Files.writeString(directory.resolve("go"), "\n");
        BirthRecord next = launches.awaitAnotherMain(order, birth);
        launches.kill(next.process());

        assertThat(next.keeper()).isEqualTo(birth.keeper());
        assertThat(launches.awaitExit(order).status().describe()).contains("unknown");
    }

    @Test
    void theMainProcessIsNotHandedToAStranger() throws Exception {
        SpawnOrder order =
                notified("tell MAINPID=1 MAINPID=$PPID MAINPID=x MAINPID=0 READY=1; exec sleep 60");
        BirthRecord birth = launches.spawn(order);
        launches.awaitNotices(order, NotifyRecord::ready);

        assertThat(launches.birth(order)).isEqualTo(birth);
    }

    @Test
    void theSocketIsOfferedAndNotInherited() throws Exception {
        SpawnOrder order =
                notified(
                        "echo $NOTIFY_SOCKET $WATCHDOG_PID; for f in /proc/$$/fd/*; do readlink $f; done");
        launches.run(order);

        String log = order.output().file().toString();
        assertThat(launches.output(order).lines())
                .containsExactly("@hostler/" + order.launchId(), "/dev/null", log, log);
    }

    @Test
    void aLongLaunchIdHasASocketToo() throws Exception {
        SpawnOrder order = longNamed(notified("tell READY=1; exec sleep 60"));
        launches.spawn(order);

        assertThat(launches.awaitNotices(order, NotifyRecord::ready).ready()).isTrue();
    }

    private static SpawnOrder longNamed(SpawnOrder o) {
        String id = o.launchId() + "-".repeat(128 - o.launchId().length());
        return OrderCopy.of(o, copy -> copy.launchId = id);
    }

    @Test
    void aSocketThatIsTakenIsNamed() throws Exception {
        SpawnOrder order = notified("exec sleep 60");
        launches.spawn(order);

        assertThatThrownBy(() -> launches.door.spawn(order))
                .hasMessageEndingWith(
                        "cannot bind its notify socket @hostler/"
                                + order.launchId()
                                + ": Address already in use (EADDRINUSE)");
    }

    @Test
    void aKeeperThatListensCostsLessThanHundredKilobytes() throws Exception {
        launches.spawn(launches.shell("exec sleep 60"));
        SpawnOrder order = notified("tell READY=1 STATUS=x; exec sleep 60");
        BirthRecord birth = launches.spawn(order);
        launches.awaitNotices(order, NotifyRecord::ready);

        assertThat(PrivateMemory.kilobytes(birth.keeper().pid())).isPositive().isLessThan(100);
    }

    @Test
    void forgottenIsForgotten() throws Exception {
        SpawnOrder order = notified("tell READY=1");
        launches.run(order);
        assertThat(launches.door.notices(launches.records, order.launchId())).isPresent();
        launches.door.forget(launches.records, order.launchId());

        assertThat(launches.records).isEmptyDirectory();
    }
}
