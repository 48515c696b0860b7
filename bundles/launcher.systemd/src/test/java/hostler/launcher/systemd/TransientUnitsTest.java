package hostler.launcher.systemd;

/** Units that leave no file. */
class TransientUnitsTest extends MadeUnitsContract {
    @Override
    CreateMode mode() {
        return CreateMode.TRANSIENT;
    }
}
