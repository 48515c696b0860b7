package hostler.launcher.systemd;

import hostler.core.api.Readiness;
import hostler.core.api.ServiceKind;
import hostler.core.api.ServiceSpec;
import hostler.core.api.Startup;
import hostler.os.api.ResourceLimit;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;

/**
 * What a package asks for, as settings of a service unit, see systemd.service(5) and
 * systemd.exec(5). Bringing it back is the agent's: {@code Restart=no}. The unit stays when its
 * main process has ended ({@code RemainAfterExit=}, and a failed unit does anyway), so that how it
 * ended can be read until the launch is forgotten, by whichever agent.
 */
final class UnitSettings {
    /** Names the launch in the environment of a unit that was made here. */
    static final String COOKIE = "HOSTLER_LAUNCH";

    private static final String SLICE = "hostler.slice";

    private static final String INFINITY = "infinity";

    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final List<Setting> settings = new ArrayList<>();

    private UnitSettings() {}

    /**
     * The settings of the unit of a launch.
     *
     * @param user whom to run as; empty: the user of the manager
     * @param secrets a file that holds the package's environment, which everybody who may speak to
     *     systemd could read in the unit; empty: it is given in the unit
     */
    static List<Setting> of(
            ServiceSpec spec, String launchId, Optional<String> user, Optional<Path> secrets) {
        UnitSettings unit = new UnitSettings();
        unit.text("Slice", SLICE);
        unit.program(spec.startup());
        unit.type(spec.startup());
        unit.environment(spec, launchId, secrets);
        unit.account(spec.startup(), user);
        unit.process(spec.startup());
        unit.output(spec.logging().file());
        unit.end(spec.startup());
        return List.copyOf(unit.settings);
    }

    private void program(Startup startup) {
        String program = startup.executable().orElseThrow().toString();
        List<String> words = new ArrayList<>(List.of(program));
        words.addAll(startup.arguments());
        // The arguments are passed as they are. Over the bus "$$" is "$": ExecStartEx= could say
        // that no variable is meant, but systemd 252 keeps that in a form that it cannot read after
        // a reload.
        List<String> doubled = words.stream().map(word -> word.replace("$", "$$")).toList();
        command("ExecStart", program, doubled, ":" + FileText.words(words));
        startup.reloadSignal().ifPresent(this::reload);
        text("WorkingDirectory", startup.workingDirectory().toString());
    }

    private void command(String name, String program, List<String> words, String text) {
        Object[] command = {program, words, false};
        add(name, new Variant<>(List.<Object[]>of(command), "a(sasb)"), name, text);
    }

    /** So that {@code systemctl reload} by hand does what the agent does. */
    private void reload(Signal signal) {
        List<String> words = List.of("/bin/kill", "-" + signal, "$MAINPID");
        command("ExecReload", words.getFirst(), words, String.join(" ", words));
    }

    private void type(Startup startup) {
        text("Restart", "no");
        add("RemainAfterExit", new Variant<>(true, "b"), "RemainAfterExit", "yes");
        // Core judges how long readiness may take.
        time("TimeoutStart", Optional.empty());
        switch (startup.kind()) {
            case ServiceKind.Forking(Optional<Path> pidFile) -> {
                text("Type", "forking");
                pidFile.ifPresent(file -> text("PIDFile", file.toString()));
            }
            case ServiceKind.Simple simple -> lasting(startup.readiness());
            case ServiceKind.OneShot task -> text("Type", "exec");
        }
    }

    private void lasting(Readiness readiness) {
        if (readiness instanceof Readiness.Notify(Optional<Duration> watchdog)) {
            text("Type", "notify");
            text("NotifyAccess", "all");
            watchdog.ifPresent(time -> time("Watchdog", Optional.of(time)));
        } else {
            text("Type", "exec");
        }
    }

    private void environment(ServiceSpec spec, String launchId, Optional<Path> secrets) {
        Map<String, String> given =
                new TreeMap<>(
                        Map.of(
                                "PATH",
                                PATH,
                                "LANG",
                                "C.UTF-8",
                                "HOSTLER_SERVICE",
                                spec.id().name()));
        if (secrets.isEmpty()) {
            given.putAll(spec.startup().environment());
        }
        given.put(COOKIE, launchId);
        List<String> words = given.entrySet().stream().map(Object::toString).toList();
        add("Environment", new Variant<>(words, "as"), "Environment", FileText.words(words));
        secrets.ifPresent(this::environmentFile);
    }

    private void environmentFile(Path file) {
        List<Object[]> files = List.<Object[]>of(new Object[] {file.toString(), false});
        add(
                "EnvironmentFiles",
                new Variant<>(files, "a(sb)"),
                "EnvironmentFile",
                FileText.plain(file.toString()));
    }

    private void account(Startup startup, Optional<String> user) {
        user.ifPresent(name -> text("User", name));
        startup.group().ifPresent(name -> text("Group", name));
        if (!startup.process().groups().isEmpty()) {
            List<String> groups = startup.process().groups();
            add(
                    "SupplementaryGroups",
                    new Variant<>(groups, "as"),
                    "SupplementaryGroups",
                    FileText.plain(String.join(" ", groups)));
        }
    }

    private void process(Startup startup) {
        int umask = startup.process().umask();
        add("UMask", new Variant<>(new UInt32(umask), "u"), "UMask", String.format("%04o", umask));
        startup.process().limits().forEach(this::limit);
    }

    private void limit(ResourceLimit limit) {
        String name = "Limit" + limit.resource();
        String soft = limited(limit.soft());
        add(name, unsigned(limit.hard()), name, soft + ":" + limited(limit.hard()));
        add(name + "Soft", unsigned(limit.soft()), name, soft + ":" + limited(limit.hard()));
    }

    private static String limited(long value) {
        return value == ResourceLimit.UNLIMITED ? INFINITY : Long.toString(value);
    }

    /** No limit is the greatest number to systemd as it is to setrlimit(2). */
    private static Variant<?> unsigned(long value) {
        return new Variant<>(new UInt64(Long.toUnsignedString(value)), "t");
    }

    private void output(Path log) {
        for (String stream : List.of("StandardOutput", "StandardError")) {
            add(
                    stream + "FileToAppend",
                    new Variant<>(log.toString(), "s"),
                    stream,
                    "append:" + FileText.plain(log.toString()));
        }
    }

    private void end(Startup startup) {
        text("KillMode", "mixed");
        int signal = startup.stopSignal().number();
        add("KillSignal", new Variant<>(signal, "i"), "KillSignal", Integer.toString(signal));
        time("TimeoutStop", Optional.of(startup.grace()));
    }

    /** Empty: without end. */
    private void time(String name, Optional<Duration> time) {
        long micros = time.map(each -> each.toNanos() / 1000).orElse(ResourceLimit.UNLIMITED);
        add(
                name + "USec",
                unsigned(micros),
                name + "Sec",
                time.isPresent() ? micros + "us" : INFINITY);
    }

    private void text(String name, String value) {
        add(name, new Variant<>(value, "s"), name, FileText.plain(value));
    }

    private void add(String property, Variant<?> value, String directive, String text) {
        settings.add(new Setting(property, value, directive, text));
    }
}
