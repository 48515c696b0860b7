package hostler.launcher.systemd;

import hostler.core.api.ServiceSpec;
import hostler.launcher.api.LaunchException;
import hostler.launcher.systemd.bus.BusException;

/** Where units come from, see {@link CreateMode}. */
interface UnitSource {

    /**
     * Checks that a package and its unit fit.
     *
     * @throws LaunchException that names the key of the package.json
     */
    void check(ServiceSpec spec, UnitRef unit) throws LaunchException;

    /** Starts the unit of a launch; it is there and runs when this returns. */
    MainProcess start(ServiceSpec spec, HeldUnit unit)
            throws BusException, InterruptedException, LaunchException;
}
