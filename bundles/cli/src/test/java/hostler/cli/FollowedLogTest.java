package hostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.proto.v1.LogRecord;
import hostler.proto.v1.ReadLogRequest;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code hostler logs -f} while agents come and go. */
@Timeout(60)
class FollowedLogTest {
    @TempDir Path home;

    private final PipedOutputStream out = new PipedOutputStream();
    private final PipedOutputStream err = new PipedOutputStream();
    private BufferedReader printed;
    private BufferedReader said;
    private FakeAgent agent;

    @BeforeEach
    void serve() throws IOException {
        printed = lines(out);
        said = lines(err);
        agent = newAgent();
    }

    @AfterEach
    void close() {
        agent.close();
    }

    private static BufferedReader lines(PipedOutputStream stream) throws IOException {
        return new BufferedReader(
                new InputStreamReader(new PipedInputStream(stream), StandardCharsets.UTF_8));
    }

    private FakeAgent newAgent() throws IOException {
        return new FakeAgent(home.resolve("var/run/agent.sock"));
    }

    @Test
    void theNextAgentGoesOnWhereTheOneThatWasKilledHadStopped() throws Exception {
        var _ = follow();
        assertThat(agent.reads.take())
                .isEqualTo(
                        ReadLogRequest.newBuilder()
                                .setService("web")
                                .setTailLines(7)
                                .setFollow(true)
                                .build());
        StreamObserver<LogRecord> first = agent.readers.take();
        first.onNext(place("0"));
        first.onNext(line("one", "1"));
        assertThat(printed.readLine()).isEqualTo("one");
        agent.close();
        assertThat(said.readLine()).contains("waiting for the agent");

        agent = newAgent();
        assertThat(agent.reads.take().getCursor()).isEqualTo("1");
        StreamObserver<LogRecord> second = agent.readers.take();
        second.onNext(place("1"));
        assertThat(said.readLine()).contains("the agent is back");
        second.onNext(LogRecord.newBuilder().setGap("5 bytes are gone").setCursor("2").build());
        second.onNext(line("two", "3"));
        assertThat(printed.readLine()).isEqualTo("[hostler: 5 bytes are gone]");
        assertThat(printed.readLine()).isEqualTo("two");
    }

    @Test
    void aPlaceWithoutALineIsAPlaceToGoOnAt() throws Exception {
        var _ = follow();
        agent.readers.take().onNext(place("begin"));
        assertThat(agent.reads.take().getCursor()).isEmpty();
        agent.close();
        assertThat(said.readLine()).contains("waiting for the agent");
        agent = newAgent();
        assertThat(agent.reads.take().getCursor()).isEqualTo("begin");
    }

    @Test
    void anAgentThatDoesNotKnowTheServiceYetIsAskedAgain() throws Exception {
        var _ = follow();
        agent.readers.take().onNext(place("0"));
        agent.close();
        agent = newAgent();
        agent.readers.take().onError(Status.NOT_FOUND.withDescription("web").asException());
        agent.readers.take().onNext(line("found", "1"));
        assertThat(printed.readLine()).isEqualTo("found");
    }

    @Test
    void whatAnAgentRefusesIsNotAskedAgain() throws Exception {
        CompletableFuture<ExitCode> end = follow();
        StreamObserver<LogRecord> reader = agent.readers.take();
        reader.onNext(place("0"));
        reader.onError(Status.INVALID_ARGUMENT.withDescription("no place").asException());
        assertThat(end.get(30, TimeUnit.SECONDS)).isNotEqualTo(ExitCode.OK);
        assertThat(said.readLine()).contains("no place");
    }

    @Test
    void whoFindsNoAgentAtTheBeginningIsToldSo() throws Exception {
        agent.close();
        assertThat(follow().get(30, TimeUnit.SECONDS)).isNotEqualTo(ExitCode.OK);
        assertThat(said.readLine()).contains("no agent answers");
    }

    private CompletableFuture<ExitCode> follow() {
        PrintStream output = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Environment environment =
                new Environment(
                        Map.of("HOSTLER_HOME", home.toString()),
                        null,
                        InputStream.nullInputStream(),
                        output,
                        errors,
                        false);
        CompletableFuture<ExitCode> end = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .start(
                        () ->
                                end.complete(
                                        new Program(environment)
                                                .run("logs", "web", "-f", "-n", "7")));
        return end;
    }

    private static LogRecord place(String cursor) {
        return LogRecord.newBuilder().setCursor(cursor).build();
    }

    private static LogRecord line(String text, String cursor) {
        return LogRecord.newBuilder().setLine(text).setCursor(cursor).build();
    }
}
