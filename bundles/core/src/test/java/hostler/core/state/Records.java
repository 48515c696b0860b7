package hostler.core.state;

import hostler.core.api.Desired;
import hostler.core.api.ServiceId;
import hostler.launcher.api.LaunchHandle;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Records for tests. */
final class Records {
    private Records() {}

    static ServiceRecord record(String name) {
        return ServiceRecord.unknown(new ServiceId(name));
    }

    static ServiceRecord full(String name, ExitStatus status) {
        ServiceId id = new ServiceId(name);
        return new ServiceRecord(
                id,
                Optional.of(Desired.RUNNING),
                "root on the \"local\" socket\nµ",
                Optional.of(
                        new LaunchHandle(
                                2, "direct", id, "launch-1", Map.of("pid", "17", "boot", "b"))),
                Optional.of(new LaunchHandle(2, "direct", id, "launch-2", Map.of("a", "b"))),
                true,
                3,
                4_000_000_000L,
                Optional.of(
                        new ExitRecord(
                                "launch-0",
                                status,
                                Instant.parse("2026-02-03T04:05:06.789Z"),
                                true,
                                "systemd says \"oom-kill\"")),
                Optional.of(new Pause("tester", true)));
    }
}
