package hostler.logs.journald;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceSpec;
import hostler.logs.api.LogBackend;
import hostler.logs.testkit.LogBackendContract;
import hostler.logs.testkit.LogQueryContract;
import hostler.logs.testkit.LoggedService;
import hostler.systemd.testkit.Bed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The journal of a real unit of a real system manager. */
@Timeout(60)
class JournaldLogBackendTest implements LogBackendContract, LogQueryContract {
    private static final AtomicInteger UNITS = new AtomicInteger();
    private static final String UNLIMITED = "LogRateLimitIntervalSec=0";

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
        unit =
                new WritingUnit(
                        "web-" + UNITS.incrementAndGet(), directory.resolve("unit"), UNLIMITED);
    }

    @AfterEach
    void stop() throws Exception {
        unit.stop();
        bench.close();
        assertThat(bench.leftovers()).isEmpty();
    }

    @Override
    public LogBackend backend() {
        return bench.backend();
    }

    @Override
    public ServiceSpec service() {
        return new LoggedService(unit.name(), "systemd", directory.resolve("none.log"), 1).spec();
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        unit.write(bytes);
    }

    @Override
    public void write(String text) throws IOException {
        LogBackendContract.super.write(text);
    }

    @Override
    public void end() throws IOException {
        unit.end();
    }

    @Override
    public String marked(String level, String text) {
        return "<" + Priority.of(level) + ">" + text;
    }
}
