package hostler.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hostler.core.api.ServiceId;
import hostler.os.api.ExitStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameTest {

    static Stream<Entry> entries() {
        return Stream.of(
                new Entry.Header(1, 12),
                new Entry.Removed(new ServiceId("web")),
                new Entry.Put(Records.record("web")),
                new Entry.Put(Records.full("web", new ExitStatus.Exited(3))),
                new Entry.Put(Records.full("web", new ExitStatus.Killed(11, true))),
                new Entry.Put(Records.full("web", new ExitStatus.Unknown())));
    }

    private static byte[] withoutLineFeed(byte[] line) {
        assertThat(line).endsWith((byte) '\n');
        return Arrays.copyOf(line, line.length - 1);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void anEntryIsReadAsItWasWritten(Entry entry) {
        assertThat(Frame.entry(withoutLineFeed(Frame.line(entry)))).hasValue(entry);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void anEntryIsOneLine(Entry entry) {
        assertThat(withoutLineFeed(Frame.line(entry))).doesNotContain((byte) '\n');
    }

    @Test
    void aRecordFromBeforeThereWerePausesIsNotPaused() {
        assertThat(Frame.entry(withoutLineFeed(Frame.line(new Entry.Put(Records.record("web"))))))
                .hasValueSatisfying(
                        entry -> assertThat(((Entry.Put) entry).record().pause()).isEmpty());
        assertThat(text(new Entry.Put(Records.record("web")))).doesNotContain("pause");
    }

    @Test
    void theFormOnDiskStays() {
        assertThat(text(new Entry.Header(1, 0)))
                .isEqualTo("db325697 {\"format\":\"hostler-state\",\"version\":1,\"records\":0}\n");
        assertThat(text(new Entry.Put(Records.full("web", new ExitStatus.Killed(9, false)))))
                .endsWith(
                        """
                         {"put":{"service":"web","desired":"running",\
                        "by":"root on the \\"local\\" socket\\nµ",\
                        "ready":true,"restarts":3,"total_restarts":4000000000,\
                        "handle":{"version":2,"launcher":"direct","launch":"launch-1",\
                        "data":{"boot":"b","pid":"17"}},\
                        "standby":{"version":2,"launcher":"direct","launch":"launch-2",\
                        "data":{"a":"b"}},\
                        "last_exit":{"launch":"launch-0","at":"2026-02-03T04:05:06.789Z",\
                        "deadline_exceeded":true,"verdict":"systemd says \\"oom-kill\\"",\
                        "signal":9,"core":false},\
                        "pause":{"by":"tester","ending":true}}}
                        """);
    }

    private static String text(Entry entry) {
        return new String(Frame.line(entry), StandardCharsets.UTF_8);
    }

    @Test
    void keysOfLaterVersionsArePassedOver() {
        String json = "{\"put\":{\"service\":\"web\",\"by\":\"\",\"mood\":\"fine\"}}";

        assertThat(EntryReader.read(json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Entry.Put(Records.record("web")));
    }

    @Test
    void aLineThatIsTooShortIsDamaged() {
        assertThat(Frame.entry(new byte[0])).isEmpty();
        assertThat(Frame.entry("00000000".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void aRecordThatCouldNotBeReadBackIsRefused() {
        ServiceRecord huge =
                new ServiceRecord(
                        new ServiceId("web"),
                        Optional.empty(),
                        "x".repeat(Frame.MAX_BYTES),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Frame.line(new Entry.Put(huge)))
                .withMessageEndingWith("bytes; at most 65536 are kept");
    }
}
