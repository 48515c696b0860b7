package hostler.logs.journald;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalPlaceTest {
    private static final String CURSOR =
            "s=4cb2f90ca1a24a308fdfdc9480ee5755;i=81e;b=bcd025307b774004a286754aaf076788"
                    + ";m=59b8921e0;t=660f308c91072;x=838b0a28909c836d";

    @Test
    void anEntryIsItsCursor() {
        JournalPlace place = JournalPlace.parse(CURSOR).orElseThrow();
        assertThat(place.option()).isEqualTo("--cursor=" + CURSOR);
        assertThat(place.toString()).isEqualTo(CURSOR);
        assertThat(place.entry().orElseThrow().time())
                .isEqualTo(Instant.parse("2026-11-23T15:13:20.978034Z"));
    }

    @Test
    void aTimeIsExactToTheMicrosecond() {
        Instant time = Instant.parse("2026-02-03T12:00:00.000042Z");
        JournalPlace place = new JournalPlace.Since(time);
        assertThat(place.option()).isEqualTo("--since=@1770120000.000042");
        assertThat(JournalPlace.parse(place.toString())).contains(place);
    }

    @Test
    void aTimeBeforeThereWereComputersIsTheFirstOneKnown() {
        assertThat(JournalPlace.stamp(Instant.MIN)).isEqualTo("@0.000000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--file=/etc/passwd",
                "yesterday",
                "@1",
                "@1.0",
                "s=1;i=2;b=3;m=4;t=5;x=6",
                "@1770120000.000042 --root=/"
            })
    void anythingElseIsNoPlace(String text) {
        assertThat(JournalPlace.parse(text)).isEmpty();
    }
}
