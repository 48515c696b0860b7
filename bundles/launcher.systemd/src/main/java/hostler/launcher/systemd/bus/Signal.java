package hostler.launcher.systemd.bus;

import java.util.List;

/** A signal: the object it is about, the interface, its name, and what it carries. */
public record Signal(String path, String type, String member, List<Object> arguments) {

    /** What is carried first, second … */
    public Object argument(int index) {
        return arguments.get(index);
    }
}
