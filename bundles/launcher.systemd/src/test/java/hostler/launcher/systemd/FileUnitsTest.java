package hostler.launcher.systemd;

/** Units as files. */
class FileUnitsTest extends MadeUnitsContract {
    @Override
    CreateMode mode() {
        return CreateMode.FILE;
    }
}
