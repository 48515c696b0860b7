package hostler.registrar.etcd;

import hostler.etcd.Entry;
import hostler.etcd.EtcdException;
import hostler.etcd.Watch;
import hostler.etcd.Watcher;
import org.jspecify.annotations.Nullable;

/** Sees what others do to the keys of a registration, until it is dismissed. */
final class Guardian implements Watcher, Watch {
    private final long lease;
    private final Runnable alarm;
    private volatile boolean dismissed;
    private volatile @Nullable Watch watch;

    /**
     * @param lease what is written under it is our own
     * @param alarm told when somebody else changed a key, or when that cannot be seen any more;
     *     must not block
     */
    Guardian(long lease, Runnable alarm) {
        this.lease = lease;
        this.alarm = alarm;
    }

    Guardian over(Watch opened) {
        watch = opened;
        return this;
    }

    @Override
    public void written(Entry entry) {
        if (entry.lease() != lease) {
            raise();
        }
    }

    @Override
    public void deleted(String key) {
        raise();
    }

    @Override
    public void ended(EtcdException reason) {
        raise();
    }

    private void raise() {
        if (!dismissed) {
            alarm.run();
        }
    }

    @Override
    public void close() {
        dismissed = true;
        Watch opened = watch;
        if (opened != null) {
            opened.close();
        }
    }
}
