package hostler.launcher.systemd.bus;

import java.util.List;

/**
 * A method call.
 *
 * @param path the object
 * @param type the interface of the method
 * @param member the method
 * @param signature of the arguments, as the D-Bus specification writes types
 * @param arguments as dbus-java takes them: lists for arrays, arrays for structures
 */
public record Call(
        String path, String type, String member, String signature, List<Object> arguments) {

    public Call {
        arguments = List.copyOf(arguments);
    }

    /** Arguments may hold secrets. */
    @Override
    public String toString() {
        return type + "." + member + " of " + path;
    }
}
