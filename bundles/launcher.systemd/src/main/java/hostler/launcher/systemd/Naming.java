package hostler.launcher.systemd;

import hostler.core.api.ServiceSpec;
import hostler.launcher.api.LaunchException;
import hostler.systemd.UnitName;
import hostler.systemd.UserUnit;

/** Which unit a package means, by the settings of now. */
record Naming(Scopes scopes, UserUnit whose, CreateMode create) {

    /**
     * The unit of a launch.
     *
     * @throws LaunchException when the package names none, or there is no manager for it
     */
    UnitRef unit(ServiceSpec spec, String launchId) throws LaunchException {
        return new UnitRef(launchId, scopes.choose(spec.startup(), whose), name(spec), create);
    }

    private static UnitName name(ServiceSpec spec) throws LaunchException {
        String unit = spec.startup().unit();
        try {
            return UnitName.of(unit, !unit.equals(spec.id().name()));
        } catch (IllegalArgumentException e) {
            throw new LaunchException(
                    LaunchException.Kind.PERMANENT, "startup.service_name: " + e.getMessage(), e);
        }
    }
}
