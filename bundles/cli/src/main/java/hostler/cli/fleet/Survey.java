package hostler.cli.fleet;

import hostler.cli.ExitCode;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Asks every agent one thing. */
final class Survey {
    private Survey() {}

    /** Scripts get each answer as it comes, people get all of them together, sorted. */
    static <T> ExitCode run(Fleet fleet, int concurrency, Question<T> question) {
        SortedMap<String, T> answers = new ConcurrentSkipListMap<>();
        Report report = fleet.report();
        fleet.each(
                concurrency,
                (member, agent) -> {
                    T answer = question.ask(agent);
                    answers.put(member.name(), answer);
                    report.add(
                            member,
                            Outcome.DONE,
                            Report.object(member).add("answer", question.json(answer)));
                });
        if (!fleet.output().json() && !answers.isEmpty()) {
            question.show(answers, fleet.output());
        }
        return report.conclude();
    }
}
