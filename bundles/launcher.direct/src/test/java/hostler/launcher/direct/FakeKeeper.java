package hostler.launcher.direct;

import hostler.os.api.AttachedLaunch;
import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.NotifyRecord;
import hostler.os.api.SpawnDoor;
import hostler.os.api.SpawnOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The keeper of one launch that somebody else started; it writes when the test says so. */
final class FakeKeeper implements SpawnDoor {
    private volatile BirthRecord birth;
    private volatile @Nullable ExitRecord exit;
    private volatile @Nullable NotifyRecord notices;
    private final AtomicInteger forgotten = new AtomicInteger();

    FakeKeeper(BirthRecord birth) {
        this.birth = birth;
    }

    /** Another process is the main one; its record appears in the directory. */
    void births(BirthRecord next, Path directory) throws IOException {
        birth = next;
        appear(directory, ".birth");
    }

    void exits(ExitRecord record) {
        exit = record;
    }

    void exits(ExitRecord record, Path directory) throws IOException {
        exits(record);
        appear(directory, ".exit");
    }

    void notices(NotifyRecord record, Path directory) throws IOException {
        notices = record;
        appear(directory, ".notify");
    }

    /** By rename, as a keeper does. */
    private void appear(Path directory, String suffix) throws IOException {
        Path written = Files.createFile(directory.resolve(birth.launchId() + suffix + ".tmp"));
        Files.move(
                written,
                directory.resolve(birth.launchId() + suffix),
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public BirthRecord spawn(SpawnOrder order) {
        throw new UnsupportedOperationException("nothing is started here");
    }

    @Override
    public AttachedLaunch attach(SpawnOrder order) {
        throw new UnsupportedOperationException("nothing is started here");
    }

    @Override
    public Optional<BirthRecord> birth(Path records, String launchId) {
        return Optional.of(birth);
    }

    @Override
    public boolean over(Path records, String launchId) {
        return false;
    }

    @Override
    public Optional<NotifyRecord> notices(Path records, String launchId) {
        return Optional.ofNullable(notices);
    }

    @Override
    public Optional<ExitRecord> exit(Path records, String launchId) {
        return Optional.ofNullable(exit);
    }

    @Override
    public void forget(Path records, String launchId) {
        forgotten.incrementAndGet();
    }

    /** How often its records were removed. */
    int forgotten() {
        return forgotten.get();
    }
}
