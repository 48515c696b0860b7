package hostler.core.state;

import hostler.core.api.ServiceId;
import hostler.launcher.api.LaunchHandle;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that writes one record after the other, says so for each that is durable, and ends
 * without a last word at a step of its writer: {@code DIRECTORY STEP TIMES}.
 */
final class DyingWriter {
    /** Records are large, so that compaction comes often. */
    private static final Map<String, String> BALLAST = Map.of("ballast", "x".repeat(30_000));

    static final int SERVICES = 3;

    private DyingWriter() {}

    public static void main(String[] arguments) throws IOException {
        Step last = Step.valueOf(arguments[1]);
        Sync fatal = new Fatal(last, Integer.parseInt(arguments[2]));
        writeForEver(StateStore.open(Path.of(arguments[0]), fatal));
    }

    /** Says the number of each record that is durable. */
    static void writeForEver(StateStore store) throws IOException {
        for (long total = total(store) + 1; ; total++) {
            store.put(record(total));
            System.out.println(total);
        }
    }

    /** Runs a program among the tests in a JVM of its own. */
    static Process start(Class<?> program, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Dslf4j.internal.verbosity=ERROR",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    }

    private static ServiceRecord record(long total) {
        ServiceId id = new ServiceId("s" + total % SERVICES);
        return ServiceRecord.unknown(id)
                .launched(new LaunchHandle(1, "direct", id, "l" + total, BALLAST), Optional.empty())
                .counted(0, total);
    }

    /** The number of the newest record; each has the next one. */
    static long total(StateStore store) {
        return store.records().values().stream()
                .mapToLong(ServiceRecord::totalRestarts)
                .max()
                .orElse(0);
    }

    private static final class Fatal implements Sync {
        private final Step last;
        private int left;

        Fatal(Step last, int times) {
            this.last = last;
            this.left = times;
        }

        @Override
        public void sync(FileDescriptor file) throws IOException {
            file.sync();
        }

        @Override
        public void taken(Step step) {
            if (step == last && --left == 0) {
                Runtime.getRuntime().halt(137);
            }
        }
    }
}
