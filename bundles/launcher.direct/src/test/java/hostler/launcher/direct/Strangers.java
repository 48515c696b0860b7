package hostler.launcher.direct;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Processes that have got the pids of others, see {@code stranger.c}. */
final class Strangers implements AutoCloseable {
    private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");

    private final Process program;
    private final PrintWriter orders;
    private final BufferedReader answers;
    private final Path log;
    private final List<Stranger> taken = new ArrayList<>();

    /** One of them, and when it began. */
    private record Stranger(int pid, long startTicks) {

        static Stranger at(int pid) {
            return new Stranger(pid, Judge.at(pid).orElseThrow().startTicks());
        }

        boolean untouched() {
            return Judge.at(pid)
                    .filter(look -> look.startTicks() == startTicks && look.goesOn())
                    .isPresent();
        }
    }

    Strangers(Path directory) throws IOException, InterruptedException {
        log = Files.createFile(directory.resolve("signals"));
        program =
                new ProcessBuilder(
                                CProgram.compile("stranger", directory).toString(), log.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        orders = new PrintWriter(program.outputWriter(StandardCharsets.US_ASCII), true);
        answers = program.inputReader(StandardCharsets.US_ASCII);
    }

    /** Why no pid can be chosen here; empty when one can. */
    static Optional<String> obstacle() {
        try {
            Files.writeString(LAST_PID, Files.readString(LAST_PID).strip());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("cannot write " + LAST_PID + ", which takes root: " + e);
        }
    }

    /** Whether a stranger has exactly this pid now; false when somebody else was faster. */
    boolean take(int pid) throws IOException {
        String[] answer = answerTo("take " + pid).split(" ", -1);
        if (answer[0].equals("missed")) {
            return false;
        }
        taken.add(Stranger.at(Integer.parseInt(answer[1])));
        taken.add(Stranger.at(Integer.parseInt(answer[2])));
        return true;
    }

    private String answerTo(String order) throws IOException {
        orders.println(order);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the program of strangers has ended at: " + order);
        }
        return answer;
    }

    /** Every signal that any of them was sent, and whoever was killed or stopped. */
    List<String> harm() throws IOException {
        List<String> harm = new ArrayList<>(Files.readAllLines(log));
        taken.stream()
                .filter(stranger -> !stranger.untouched())
                .map(stranger -> stranger + " is now " + Judge.at(stranger.pid()))
                .forEach(harm::add);
        return harm;
    }

    /** Ends them; their pids are free then. */
    void end() throws IOException {
        answerTo("end");
        taken.clear();
        Files.writeString(log, "");
    }

    /** All of them end with their program, and that with its input. */
    @Override
    public void close() {
        orders.close();
        program.onExit().join();
    }
}
