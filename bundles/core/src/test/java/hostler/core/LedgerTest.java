package hostler.core;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Desired;
import hostler.core.api.ServiceId;
import hostler.core.state.ServiceRecord;
import hostler.core.state.StateStore;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final ServiceId WEB = Specs.id("web");

    @TempDir Path directory;

    @Test
    void whatIsAmendedBecomesDurableWithTheNextCommit() throws Exception {
        ExitRecord exit = new ExitRecord("web.1", new ExitStatus.Exited(1), Instant.EPOCH, false);
        try (StateStore store = StateStore.open(directory)) {
            Ledger ledger = new Ledger(store, ServiceRecord.unknown(WEB));

            ledger.amend(record -> record.ended(exit));
            assertThat(store.records()).isEmpty();
            ledger.commit(record -> record);

            assertThat(store.records().get(WEB).lastExit()).contains(exit);
        }
    }

    @Test
    void aServiceCanBeCommandedWhileTheDiskRefuses() throws Exception {
        StateStore store = StateStore.open(directory);
        Ledger ledger = new Ledger(store, ServiceRecord.unknown(WEB));
        store.close();

        boolean durable = ledger.tryCommit(record -> record.commanded(Desired.RUNNING, "tester"));

        assertThat(durable).isFalse();
        assertThat(ledger.desired()).isEqualTo(Desired.RUNNING);
    }
}
