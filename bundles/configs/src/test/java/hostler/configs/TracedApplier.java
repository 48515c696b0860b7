package hostler.configs;

import hostler.configs.Change.Agreed;
import hostler.configs.api.ConfigTerms;
import hostler.configs.api.ConfigText;
import hostler.core.api.ServiceConfiguration.Effect;
import hostler.core.api.ServiceStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that changes the files of a service again and again, and dies when somebody else wants
 * it: says the thread that does the changing, and begins when it reads something: {@code DIRECTORY
 * FIRST}. Says the number of each change that is in force; every third is a bad one and is put
 * back.
 */
final class TracedApplier {
    private TracedApplier() {}

    public static void main(String[] arguments) throws Exception {
        try (Rig rig =
                new Rig(Path.of(arguments[0]), new Effect.Restarted(), Rig.LIMITS, Steps.UNHEARD)) {
            rig.workshop.open();
            System.out.println(Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName());
            if (System.in.read() >= 0) {
                for (int number = Integer.parseInt(arguments[1]); ; number++) {
                    change(rig, number);
                }
            }
        }
    }

    /** On this thread: it is the one that is traced. */
    private static void change(Rig rig, int number) throws Exception {
        ServiceStatus status = rig.service.find(FakeService.WEB).orElseThrow();
        Wish wish = Wish.of(status.spec(), texts(rig, number), Rig.LIMITS.fileBytes());
        Proposal proposal = rig.workshop.proposal(status, wish);
        var outcome =
                rig.workshop
                        .change(FakeService.WEB, Progress.UNHEARD)
                        .carryOut(
                                new Agreed(
                                        status,
                                        proposal.before(),
                                        proposal.edits(),
                                        ConfigTerms.by("tester"),
                                        "applied"));
        System.out.println(number + " " + outcome.getClass().getSimpleName());
    }

    private static List<ConfigText> texts(Rig rig, int number) {
        return List.of(rig.main(main(number)), rig.extra(extra(number)));
    }

    static boolean good(int number) {
        return number % 3 != 0;
    }

    static String main(int number) {
        return (good(number) ? "good" : "crash") + ": " + number + "\n";
    }

    static String extra(int number) {
        return "{\"number\": " + number + "}";
    }
}
