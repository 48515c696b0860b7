package hostler.cli.fleet;

import hostler.cli.ExitCode;
import hostler.cli.fleet.Outcome.Result;
import hostler.cli.fleet.RegistryEntries.Reading;
import hostler.cli.view.Cell;
import hostler.cli.view.JsonObject;
import hostler.cli.view.Output;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Keeps how it went with each agent, tells it while it happens, and sums it up. For several
 * threads.
 */
final class Report {
    private final Roster roster;
    private final Output output;
    private final PrintStream err;
    private final Telling telling;
    private final int nameWidth;
    private final Map<Member, Outcome> outcomes =
            new TreeMap<>(Comparator.comparing(Member::name).thenComparing(Member::address));

    /** How it is told of an agent that it is done with. */
    enum Telling {
        /** Not at all. */
        SILENT,
        /** As progress: a counted line. */
        COUNTED,
        /** As the answer: a line that begins with the agent's name. */
        PRINTED
    }

    /**
     * @param err gets progress and the summary
     */
    Report(Roster roster, Output output, PrintStream err, Telling telling) {
        this.roster = roster;
        this.output = output;
        this.err = err;
        this.telling = telling;
        this.nameWidth =
                roster.members().stream().mapToInt(one -> one.name().length()).max().orElse(0);
    }

    /** The beginning of an agent's JSON object. */
    static JsonObject object(Member member) {
        return new JsonObject().add("agent", member.code()).add("address", member.address());
    }

    /**
     * Notes how it went; once more where that turned out to be wrong.
     *
     * @param object what the agent answered, begun with {@link #object}
     */
    synchronized void add(Member member, Outcome outcome, JsonObject object) {
        outcomes.put(member, outcome);
        if (output.json()) {
            output.raw(
                    object.add("result", outcome.result().word())
                            .add("reason", outcome.reason())
                            .toString());
        } else if (telling == Telling.PRINTED) {
            output.raw(prefix(member) + Cell.of(words(outcome)).text());
        }
        if (telling == Telling.COUNTED) {
            String count = "[" + outcomes.size() + "/" + roster.members().size() + "] ";
            say(count + member.name() + " " + words(outcome));
        }
    }

    /**
     * Prints a line that belongs to an agent, behind its name.
     *
     * @param object the same for scripts
     */
    synchronized void print(Member member, String line, Supplier<JsonObject> object) {
        output.raw(output.json() ? object.get().toString() : prefix(member) + line);
    }

    /** What begins a line that belongs to an agent; equally wide for all. */
    private String prefix(Member member) {
        return member.name() + " ".repeat(nameWidth - member.name().length()) + " | ";
    }

    /** As {@link #add(Member, Outcome, JsonObject)}, where nothing was answered. */
    void add(Member member, Outcome outcome) {
        add(member, outcome, object(member));
    }

    /** Progress that is not of one agent. */
    synchronized void progress(String line) {
        say(line);
    }

    private void say(String line) {
        err.println(Cell.of(line).text());
        err.flush();
    }

    private static String words(Outcome outcome) {
        String word = outcome.result().word();
        return outcome.reason().isEmpty() ? word : word + ": " + outcome.reason();
    }

    synchronized Outcome of(Member member) {
        Outcome outcome = outcomes.get(member);
        if (outcome == null) {
            throw new IllegalStateException("nothing is known of " + member);
        }
        return outcome;
    }

    /** Those of whom something is known, sorted by name. */
    synchronized List<Member> members() {
        return List.copyOf(outcomes.keySet());
    }

    synchronized int count(Result result) {
        return (int)
                outcomes.values().stream().filter(outcome -> outcome.result() == result).count();
    }

    /** Prints the summary, unless all went well, and tells what it means for the caller. */
    synchronized ExitCode conclude() {
        if (output.json()) {
            roster.broken().forEach(entry -> output.raw(json(entry)));
        }
        output.flush();
        if (exitCode() != ExitCode.OK) {
            say("hostler: " + headline());
            details().forEach(this::say);
        }
        return exitCode();
    }

    private static String json(Reading.Broken entry) {
        return new JsonObject()
                .add("key", entry.key())
                .add("result", "broken")
                .add("reason", entry.reason())
                .toString();
    }

    private String headline() {
        StringJoiner counts = new StringJoiner(", ");
        for (Result result : Result.values()) {
            if (count(result) > 0 || result == Result.DONE) {
                counts.add(count(result) + " " + result.word());
            }
        }
        return counts + " of " + roster.members().size() + " agents" + entriesLeftOut();
    }

    private String entriesLeftOut() {
        int count = roster.broken().size();
        return count == 0 ? "" : "; left out: " + count + (count == 1 ? " entry" : " entries");
    }

    private List<String> details() {
        List<String> lines = new ArrayList<>();
        for (Result result : List.of(Result.FAILED, Result.UNREACHABLE, Result.NOT_BEGUN)) {
            outcomes.forEach(
                    (member, outcome) -> {
                        if (outcome.result() == result) {
                            lines.add(detail(result.word(), place(member), outcome.reason()));
                        }
                    });
        }
        if (count(Result.ABSENT) > 0) {
            lines.add(detail(Result.ABSENT.word(), absent(), "has no such service"));
        }
        for (Reading.Broken entry : roster.broken()) {
            lines.add(detail("left out", entry.key(), entry.reason()));
        }
        return lines;
    }

    private static String place(Member member) {
        return member.name() + " (" + member.address() + ")";
    }

    private String absent() {
        return outcomes.entrySet().stream()
                .filter(entry -> entry.getValue().result() == Result.ABSENT)
                .map(entry -> entry.getKey().name())
                .collect(Collectors.joining(", "));
    }

    private static String detail(String word, String who, String reason) {
        return "  " + word + " ".repeat(Math.max(1, 13 - word.length())) + who + ": " + reason;
    }

    private ExitCode exitCode() {
        int done = count(Result.DONE);
        boolean all =
                roster.broken().isEmpty() && done + count(Result.ABSENT) == roster.members().size();
        if (done == 0) {
            return all ? ExitCode.NOT_FOUND : ExitCode.NONE;
        }
        return all ? ExitCode.OK : ExitCode.PARTIAL;
    }
}
