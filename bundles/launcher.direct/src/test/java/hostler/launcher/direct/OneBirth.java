package hostler.launcher.direct;

import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.NotifyRecord;
import hostler.os.api.SpawnDoor;
import hostler.os.api.SpawnOrder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** One launch that somebody else started; its exit record comes when the test says so. */
record OneBirth(BirthRecord record, AtomicReference<ExitRecord> exit) implements SpawnDoor {

    OneBirth(BirthRecord record) {
        this(record, new AtomicReference<>());
    }

    @Override
    public BirthRecord spawn(SpawnOrder order) {
        throw new UnsupportedOperationException("nothing is started here");
    }

    @Override
    public Optional<BirthRecord> birth(Path records, String launchId) {
        return Optional.of(record);
    }

    @Override
    public Optional<NotifyRecord> notices(Path records, String launchId) {
        return Optional.empty();
    }

    @Override
    public Optional<ExitRecord> exit(Path records, String launchId) {
        return Optional.ofNullable(exit.get());
    }

    @Override
    public void forget(Path records, String launchId) {}
}
