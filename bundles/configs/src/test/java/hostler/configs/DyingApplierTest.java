package hostler.configs;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.configs.api.ConfigOutcome.Applied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fault H7: the process ends at every named step of a change. */
@Timeout(120)
class DyingApplierTest {
    private static final List<String> OLD = List.of("port: 1\n", "absent");
    private static final List<String> NEW = List.of("good: main\n", "{\"good\": \"extra\"}");

    /** From here on the change is in force. */
    private static final Set<Step> IN_FORCE =
            Set.of(Step.VERSION_WRITTEN, Step.INTENT_REMOVED, Step.PRUNED);

    @TempDir Path directory;

    /**
     * One end of the process.
     *
     * @param text what makes the change a good or a bad one
     * @param times at which of the steps of this name
     */
    record Death(Step last, int times, String text) {
        @Override
        public String toString() {
            return text + " change, " + last + (times > 1 ? " for time " + times : "");
        }

        List<String> expected() {
            return text.equals("good") && IN_FORCE.contains(last) ? NEW : OLD;
        }
    }

    static Stream<Death> deaths() {
        Stream<Death> good =
                Stream.of(
                                Step.FOUND_RECORDED,
                                Step.CONTENTS_KEPT,
                                Step.INTENT_WRITTEN,
                                Step.FILE_REPLACED,
                                Step.EFFECT_NOTED,
                                Step.EFFECT_GIVEN,
                                Step.PROVEN,
                                Step.VERSION_WRITTEN,
                                Step.INTENT_REMOVED,
                                Step.PRUNED)
                        .map(step -> new Death(step, 1, "good"));
        Stream<Death> bad =
                Stream.of(
                                Step.REFUSAL_NOTED,
                                Step.FILE_PUT_BACK,
                                Step.UNDO_TOLD,
                                Step.INTENT_REMOVED,
                                Step.PRUNED)
                        .map(step -> new Death(step, 1, "crash"));
        Stream<Death> second =
                Stream.of(
                        new Death(Step.FILE_REPLACED, 2, "good"),
                        new Death(Step.FILE_PUT_BACK, 2, "crash"));
        return Stream.of(good, bad, second).flatMap(deaths -> deaths);
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void whateverStepIsTheLastTheFilesAreTheOldOrTheNewOnes(Death death) throws Exception {
        try (Rig before = new Rig(directory)) {
            Files.writeString(before.main, "port: 1\n");
            Files.setPosixFilePermissions(
                    before.main, PosixFilePermissions.fromString("rw-r-----"));
        }
        assertThat(die(death)).isEqualTo(DyingApplier.KILLED);

        try (Rig after = new Rig(directory)) {
            after.workshop.open();
            assertThat(DyingApplier.files(after)).isEqualTo(death.expected());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(after.main)))
                    .isEqualTo("rw-r-----");
            assertThat(after.underway()).isFalse();
            assertThat(leftBeside(after)).isEmpty();
            assertThat(after.apply(after.main("port: 9\n"))).isInstanceOf(Applied.class);
        }
    }

    private int die(Death death) throws IOException, InterruptedException {
        return DyingApplier.start(
                        DyingApplier.class,
                        directory.toString(),
                        death.last().name(),
                        Integer.toString(death.times()),
                        death.text())
                .waitFor();
    }

    static List<Path> leftBeside(Rig rig) throws IOException {
        try (Stream<Path> files = Files.list(rig.main.getParent())) {
            return files.filter(file -> !file.equals(rig.main) && !file.equals(rig.extra)).toList();
        }
    }
}
