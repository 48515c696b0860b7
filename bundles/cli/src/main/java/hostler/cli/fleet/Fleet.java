package hostler.cli.fleet;

import hostler.cli.Environment;
import hostler.cli.rpc.AgentClient;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.Output;
import java.time.Duration;
import java.util.List;

/** What a command to a fleet works with while it runs. */
final class Fleet {

    /** What is done with one agent, on one of several threads. */
    @FunctionalInterface
    interface Job {
        void run(Member member, AgentClient agent) throws RpcException;
    }

    private final Roster roster;
    private final Output output;
    private final Report report;
    private final Duration timeout;
    private final boolean terminal;

    /**
     * @param timeout how long one agent may take
     */
    Fleet(
            Roster roster,
            Environment environment,
            Output output,
            Report.Telling telling,
            Duration timeout) {
        this.roster = roster;
        this.output = output;
        this.report = new Report(roster, output, environment.err(), telling);
        this.timeout = timeout;
        this.terminal = environment.terminal();
    }

    List<Member> members() {
        return roster.members();
    }

    Output output() {
        return output;
    }

    Report report() {
        return report;
    }

    /** Tells how it goes on, if somebody looks. */
    void progress(String line) {
        if (terminal) {
            report.progress(line);
        }
    }

    Duration timeout() {
        return timeout;
    }

    /** Does something with every agent, so many at a time. */
    void each(int concurrency, Job job) {
        new Crew(concurrency).each(members(), member -> attempt(member, job));
    }

    /** Does something with one agent; what it does not survive is noted. */
    void attempt(Member member, Job job) {
        try (AgentClient agent = AgentClient.remote(member.address(), timeout)) {
            job.run(member, agent);
        } catch (RpcException e) {
            report.add(member, Outcome.of(e));
        } catch (RuntimeException e) {
            report.add(member, Outcome.failed("not expected: " + e));
        }
    }
}
