package hostler.configs;

import hostler.core.api.ServiceConfiguration.Effect;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that changes the files of a service and ends without a last word at a step of it:
 * {@code DIRECTORY STEP TIMES TEXT}. Without such a step it says what came of the change.
 */
final class DyingApplier {
    static final int KILLED = 137;

    private DyingApplier() {}

    public static void main(String[] arguments) throws Exception {
        Step last = Step.valueOf(arguments[1]);
        Steps fatal = new Fatal(last, Integer.parseInt(arguments[2]));
        try (Rig rig = new Rig(Path.of(arguments[0]), new Effect.Restarted(), Rig.LIMITS, fatal)) {
            rig.workshop.open();
            change(rig, arguments[3]);
        }
    }

    /** Changes both files. */
    static void change(Rig rig, String text) throws Exception {
        System.out.println(
                rig.apply(rig.main(text + ": main\n"), rig.extra("{\"" + text + "\": \"extra\"}")));
    }

    /** Runs a program among the tests in a JVM of its own. */
    static Process start(Class<?> program, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dslf4j.internal.verbosity=ERROR",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    }

    /** What both files hold; "absent" for one that is not there. */
    static List<String> files(Rig rig) throws IOException {
        return List.of(text(rig.main), text(rig.extra));
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "absent";
    }

    private static final class Fatal implements Steps {
        private final Step last;
        private int left;

        Fatal(Step last, int times) {
            this.last = last;
            this.left = times;
        }

        @Override
        public void taken(Step step) {
            if (step == last && --left == 0) {
                Runtime.getRuntime().halt(KILLED);
            }
        }
    }
}
