package hostler.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.commands.api.CommandStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CommandBookTest {
    private final CommandBook book = new CommandBook();

    private static CommandStatus ended(String id) {
        return new CommandStatus(
                id, CommandStatus.State.FINISHED, Instant.EPOCH, Duration.ofSeconds(1));
    }

    @Test
    void theOldestOfTheEndedIsForgotten() {
        for (int i = 0; i <= CommandBook.MOST_ENDED; i++) {
            book.end(ended("c" + i), true);
        }

        assertThat(book.ended("c0")).isEmpty();
        assertThat(book.ended("c1")).isPresent();
        assertThat(book.ended("c" + CommandBook.MOST_ENDED)).isPresent();
    }

    @Test
    void whatIsNotContinuousIsForgottenAtItsEnd() {
        book.end(ended("c"), false);

        assertThat(book.ended("c")).isEmpty();
    }

    @Test
    void aPlaceIsTakenOnceAndGivenBackOnce() throws Exception {
        book.takePlace(1);
        assertThatThrownBy(() -> book.takePlace(1)).hasMessageContaining("command.max_concurrent");
        book.givePlaceBack();
        book.takePlace(1);

        assertThat(book.taken()).isEqualTo(1);
    }
}
