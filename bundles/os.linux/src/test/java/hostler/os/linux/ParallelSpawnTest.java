package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.os.api.BirthRecord;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.SpawnOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParallelSpawnTest {

    private static final int SPAWNS = 50;
    private static final int DESCRIPTORS_OF_THE_NEXT_KEEPER = 2;
    private static final int THREADS_OF_A_DOOR = 8;

    @TempDir Path directory;

    @Test
    void manyAtOnceAreAllDifferentAndLeaveNothingInTheAgent() throws Exception {
        try (Launches launches = new Launches(directory);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            launches.run(launches.shell("true"));
            int descriptors = count("/proc/self/fd");
            int threads = count("/proc/self/task");
            List<Future<BirthRecord>> births = new ArrayList<>();
            List<SpawnOrder> orders = new ArrayList<>();
            for (int i = 0; i < SPAWNS; i++) {
                SpawnOrder order =
                        launches.shell(
                                "for f in /proc/$$/fd/*; do readlink $f > /dev/null && echo fd; done; echo $HOSTLER_LAUNCH");
                orders.add(order);
                Callable<BirthRecord> spawn = () -> launches.spawn(order);
                births.add(callers.submit(spawn));
            }

            List<ProcessIdentity> all = new ArrayList<>();
            for (int i = 0; i < SPAWNS; i++) {
                BirthRecord birth = births.get(i).get();
                launches.awaitEnd(birth.keeper());
                all.add(birth.process());
                all.add(birth.keeper());
                assertThat(launches.output(orders.get(i)))
                        .isEqualTo("fd\nfd\nfd\n" + orders.get(i).launchId() + "\n");
            }
            assertThat(all).doesNotHaveDuplicates();
            assertThat(ProcessHandle.current().children()).isEmpty();
            assertThat(count("/proc/self/fd"))
                    .isLessThanOrEqualTo(descriptors + DESCRIPTORS_OF_THE_NEXT_KEEPER);
            assertThat(count("/proc/self/task")).isLessThan(threads + THREADS_OF_A_DOOR + 8);
        }
    }

    private static int count(String directory) throws Exception {
        try (var entries = Files.list(Path.of(directory))) {
            return (int) entries.count();
        }
    }
}
