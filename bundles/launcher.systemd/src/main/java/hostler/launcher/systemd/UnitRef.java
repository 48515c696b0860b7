package hostler.launcher.systemd;

import hostler.launcher.api.LaunchHandle;
import hostler.systemd.UnitName;
import java.util.Map;

/**
 * Which unit a launch is, as its handle keeps it.
 *
 * @param launchId the launch
 * @param scope whose unit
 * @param name the unit
 * @param mode where it comes from
 */
record UnitRef(String launchId, Scope scope, UnitName name, CreateMode mode) {
    private static final String SCOPE = "scope";
    private static final String UNIT = "unit";
    private static final String CREATE = "create";

    static UnitRef of(LaunchHandle handle) {
        Map<String, String> data = handle.data();
        return new UnitRef(
                handle.launchId(),
                Scope.of(data.getOrDefault(SCOPE, Scope.SYSTEM.word())),
                new UnitName(data.getOrDefault(UNIT, handle.service().name() + ".service")),
                CreateMode.of(data.getOrDefault(CREATE, CreateMode.NEVER.word())));
    }

    /** The same unit of another launch. */
    UnitRef ofLaunch(String other) {
        return new UnitRef(other, scope, name, mode);
    }

    Map<String, String> data() {
        return Map.of(SCOPE, scope.word(), UNIT, name.full(), CREATE, mode.word());
    }

    /** Whether the unit in this state is the one of this launch: an adopted one always is. */
    boolean isOf(UnitState state) {
        return !mode.makes() || state.cookie().equals(launchId);
    }

    @Override
    public String toString() {
        return name.full();
    }
}
