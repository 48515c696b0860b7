package hostler.launcher.systemd;

import org.freedesktop.dbus.types.Variant;

/**
 * One setting of a unit, in the two forms systemd takes it in.
 *
 * @param property its name and value over the bus
 * @param value with its D-Bus type
 * @param directive its name in a unit file
 * @param text its value there, quoted where that means something
 */
record Setting(String property, Variant<?> value, String directive, String text) {

    /** As StartTransientUnit takes it. */
    Object[] overTheBus() {
        return new Object[] {property, value};
    }

    /** As a line of a unit file. */
    String line() {
        return directive + "=" + text;
    }
}
