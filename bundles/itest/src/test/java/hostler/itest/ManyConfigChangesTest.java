package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.proto.pb.ApplyConfigsReq;
import hostler.proto.pb.ApplyConfigsResp;
import hostler.proto.pb.ConfigItem;
import hostler.proto.pb.PackageGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Complaint 12 with real services, several at a time: every bad change is put back, no good one is.
 *
 * <p>{@code -Dhostler.itest.changes=500} for more; {@code runtime/bench/configs} does that.
 */
@Timeout(3600)
class ManyConfigChangesTest {
    private static final int EACH = Integer.getInteger("hostler.itest.changes", 12);
    private static final int SERVICES = 6;

    @TempDir Path temporary;

    /** What one service came to. */
    private record Tally(int good, int bad) {}

    @Test
    void everyBadChangeIsPutBackAndNoGoodOne() throws Exception {
        Path directory = temporary.toRealPath();
        try (LiveAgent agent = new LiveAgent(directory);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, SERVICES).forEach(number -> install(agent, directory, number));
            agent.start();
            agent.awaitRunning(SERVICES);
            List<Future<Tally>> tallies = new ArrayList<>();
            for (int number = 0; number < SERVICES; number++) {
                int mine = number;
                tallies.add(clients.submit(() -> change(agent, directory, mine)));
            }
            int good = 0;
            int bad = 0;
            for (Future<Tally> tally : tallies) {
                good += tally.get().good();
                bad += tally.get().bad();
            }
            assertThat(good).isGreaterThanOrEqualTo(EACH);
            assertThat(bad).isGreaterThanOrEqualTo(EACH);
            System.out.printf("%d bad changes put back, 0 of %d good ones%n", bad, good);
        }
    }

    private static void install(LiveAgent agent, Path directory, int number) {
        String name = "s" + number;
        agent.workspace()
                .shell(
                        name,
                        "! grep -q crash web.yaml || exit 7\nexec sleep 100000",
                        "\"config\": {\"directory\": \".\", \"main_file\": \"web.yaml\","
                                + " \"soak\": \"2s\"}, \"operations\": {\"auto_recovery\":"
                                + " {\"max_restarts\": 0, \"restart_delay\": \"100ms\"}},"
                                + " \"healthcheck\": {\"type\": \"script\", \"script_path\":"
                                + " \"check\", \"interval\": \"30s\", \"timeout\": \"10s\"}")
                .script(name, "check", "! grep -q unready " + file(directory, number));
        write(file(directory, number), "port: 0\n");
    }

    private static Path file(Path directory, int number) {
        return directory.resolve("workspace/s" + number + "/web.yaml");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Tally change(LiveAgent agent, Path directory, int number) throws IOException {
        Path file = file(directory, number);
        Random random = new Random(number);
        int share = (EACH + SERVICES - 1) / SERVICES;
        int good = 0;
        int bad = 0;
        String inForce = "port: 0\n";
        while (good < share || bad < share) {
            boolean works = bad == share || (good < share && random.nextBoolean());
            String word = works ? "port" : random.nextBoolean() ? "crash" : "unready";
            String text = word + ": " + (good + bad + 1) + "\n";
            ApplyConfigsResp answer = apply(agent, "s" + number, file, text);
            assertThat(answer.getSuccess()).as("%s%s", text, answer.getMessage()).isEqualTo(works);
            inForce = works ? text : inForce;
            good += works ? 1 : 0;
            bad += works ? 0 : 1;
            assertThat(file).hasContent(inForce);
        }
        return new Tally(good, bad);
    }

    private static ApplyConfigsResp apply(LiveAgent agent, String name, Path file, String text) {
        return PackageGrpc.newBlockingStub(agent.channel())
                .withDeadlineAfter(2, TimeUnit.MINUTES)
                .applyConfigs(
                        ApplyConfigsReq.newBuilder()
                                .setPackage(name)
                                .addConfigs(
                                        ConfigItem.newBuilder()
                                                .setFileName(file.toString())
                                                .setContent(text))
                                .build());
    }
}
