package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.os.api.BirthRecord;
import hostler.os.api.ProcessIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {

    private static final ProcStat INIT = process(1, 0, 1, 1);
    private static final ProcStat KEEPER = process(100, 1, 100, 50);
    private static final ProcStat MAIN = process(101, 100, 101, 51);
    private static final BirthRecord LAUNCH =
            new BirthRecord(
                    "web.1",
                    new ProcessIdentity("boot", 101, 51),
                    new ProcessIdentity("boot", 100, 50),
                    Instant.EPOCH);

    private static ProcStat process(int pid, int parent, int session, long ticks) {
        return new ProcStat(pid, "x", 'S', parent, session, ticks, ProcStat.Cost.NONE);
    }

    private static List<Integer> members(ProcStat... pass) {
        ProcessTree tree = new ProcessTree(LAUNCH, List.of(pass));
        tree.addDescendants();
        return tree.members().stream().map(ProcStat::pid).sorted().toList();
    }

    @Test
    void descendantsOfTheKeeperWhateverTheirSession() {
        assertThat(
                        members(
                                INIT,
                                KEEPER,
                                MAIN,
                                process(102, 101, 101, 52),
                                process(103, 102, 103, 53),
                                process(104, 100, 104, 54),
                                process(200, 1, 200, 55)))
                .containsExactly(101, 102, 103, 104);
    }

    @Test
    void withoutTheKeeperTheSessionOfTheMainProcess() {
        assertThat(
                        members(
                                INIT,
                                process(101, 1, 101, 51),
                                process(102, 1, 101, 52),
                                process(103, 102, 103, 53)))
                .containsExactly(101, 102, 103);
    }

    @Test
    void strangerWithTheKeepersPidBringsNobodyIn() {
        assertThat(members(INIT, process(100, 1, 100, 60), process(300, 100, 300, 61))).isEmpty();
    }

    @Test
    void strangersSessionOfTheMainProcessesPidBringsNobodyIn() {
        assertThat(members(INIT, process(101, 1, 101, 70), process(300, 101, 101, 71))).isEmpty();
        assertThat(members(INIT, process(300, 1, 101, 71))).isEmpty();
    }

    @Test
    void zombiesAreNotLiveButTheirChildrenAre() {
        ProcStat zombie = new ProcStat(102, "x", 'Z', 101, 101, 52, ProcStat.Cost.NONE);

        assertThat(members(INIT, KEEPER, MAIN, zombie, process(103, 102, 101, 53)))
                .containsExactly(101, 103);
    }

    @Test
    void onlyWhoCanBelongIsAskedForTheCookie() {
        List<Integer> asked = new ArrayList<>();
        ProcessTree tree =
                new ProcessTree(
                        LAUNCH,
                        List.of(
                                INIT,
                                KEEPER,
                                MAIN,
                                process(2, 0, 0, 60),
                                process(3, 2, 0, 60),
                                process(400, 1, 400, 50),
                                process(401, 1, 401, 51),
                                process(402, 401, 402, 52),
                                new ProcStat(403, "x", 'Z', 1, 403, 60, ProcStat.Cost.NONE)));
        tree.addDescendants();
        tree.addIf(
                stat -> {
                    asked.add(stat.pid());
                    return stat.pid() == 401;
                });

        assertThat(asked).contains(401).isSubsetOf(401, 402);
        assertThat(tree.members()).extracting(ProcStat::pid).containsOnly(101, 401, 402);
    }
}
