package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.ProcessIdentity;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeeperRecordsTest {

    private static final String BIRTH =
            """
            version=1
            launch=web.1
            boot_id=b
            pid=7
            start_ticks=70
            keeper_pid=6
            keeper_start_ticks=60
            at_unix_ms=1000
            """;
    private static final String EXIT =
            """
            version=1
            launch=web.1
            signal=11
            core=1
            at_unix_ms=2000
            at_boottime_ms=5
            deadline=0
            """;

    @Test
    void birthIsRead() {
        assertThat(KeeperRecords.parseBirth("web.1", BIRTH))
                .hasValueSatisfying(
                        birth -> {
                            assertThat(birth.process()).isEqualTo(new ProcessIdentity("b", 7, 70));
                            assertThat(birth.keeper()).isEqualTo(new ProcessIdentity("b", 6, 60));
                            assertThat(birth.at()).isEqualTo(Instant.ofEpochSecond(1));
                        });
    }

    @Test
    void exitIsRead() {
        assertThat(KeeperRecords.parseExit("web.1", EXIT))
                .contains(
                        new ExitRecord(
                                "web.1",
                                new ExitStatus.Killed(11, true),
                                Instant.ofEpochSecond(2),
                                false));
    }

    @Test
    void keysOfANewerKeeperAndEmptyLinesAreSkipped() {
        String newer = EXIT.replace("version=1", "version=2\nreason=a=b") + "\n\n\n";

        assertThat(KeeperRecords.parseExit("web.1", newer)).isPresent();
    }

    @Test
    void everyTornRecordReadsAsAbsent() {
        int last = EXIT.indexOf("deadline=0");
        for (int length = 0; length < last; length++) {
            assertThat(KeeperRecords.parseExit("web.1", EXIT.substring(0, length))).isEmpty();
        }
    }

    @Test
    void garbageReadsAsAbsent() {
        assertThat(KeeperRecords.parseBirth("web.1", "\0\0\0\0")).isEmpty();
        assertThat(KeeperRecords.parseBirth("web.1", BIRTH.replace("pid=7", "pid=x"))).isEmpty();
        assertThat(KeeperRecords.parseBirth("web.1", BIRTH.replace("pid=7", "pid=-1"))).isEmpty();
        assertThat(KeeperRecords.parseBirth("web.1", BIRTH.replace("=7\n", "=70000000000\n")))
                .isEmpty();
    }

    @Test
    void recordOfAnotherLaunchIsNotTaken() {
        assertThat(KeeperRecords.parseExit("web.2", EXIT)).isEmpty();
    }

    @Test
    void birthOfADaemonTellsWhatIsNotSettledAndWhereOutputBegins() {
        String newer = BIRTH + "settled=0\noutput_start=4096\n";

        assertThat(KeeperRecords.parseBirth("web.1", newer))
                .hasValueSatisfying(
                        birth -> {
                            assertThat(birth.settled()).isFalse();
                            assertThat(birth.outputStart()).hasValue(4096);
                        });
        assertThat(KeeperRecords.parseBirth("web.1", BIRTH))
                .hasValueSatisfying(
                        birth -> {
                            assertThat(birth.settled()).isTrue();
                            assertThat(birth.outputStart()).isEmpty();
                        });
    }

    @Test
    void endOfWhichNobodyKnowsTheStatusIsUnknown() {
        String unknown = EXIT.replace("signal=11\ncore=1\n", "unknown=1\n");

        assertThat(KeeperRecords.parseExit("web.1", unknown))
                .map(ExitRecord::status)
                .contains(new ExitStatus.Unknown());
    }
}
