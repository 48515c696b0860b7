package hostler.commands;

import static hostler.commands.CommandsFixture.once;
import static hostler.commands.CommandsFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.commands.api.RunningCommand;
import hostler.os.api.BirthRecord;
import hostler.os.api.Output;
import hostler.os.api.Signal;
import hostler.os.api.SpawnOrder;
import hostler.os.testkit.NoGroups;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left behind: by agents before, and by commands that have ended. */
class LeftCommandsTest {
    private static final int ROUNDS = 50;

    @TempDir Path home;
    private CommandsFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new CommandsFixture(home, new NoGroups());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aCommandOfAnAgentBeforeWhoseKeeperWasKilledIsEnded() throws Exception {
        Files.createDirectories(fixture.records);
        String launchId = CommandPlaces.launchId(CommandPlaces.newId());
        BirthRecord left =
                fixture.spawn.spawn(
                        new SpawnOrder(
                                launchId,
                                Path.of("/bin/sleep"),
                                List.of("1000"),
                                Map.of(),
                                Path.of("/"),
                                Optional.empty(),
                                022,
                                new Output.Append(home.resolve("log")),
                                fixture.records,
                                Optional.empty()));
        fixture.watch.hold(left.keeper(), () -> {}).orElseThrow().send(Signal.KILL);
        Awaitility.await().until(() -> !fixture.table.alive(left.keeper()));
        fixture.open();

        Awaitility.await("it is dead").until(() -> !fixture.table.alive(left.process()));
        fixture.awaitNothingLeft();
    }

    @Test
    void commandsOfThisAgentAreNotTakenForLeft() throws Exception {
        ShellCommands commands = fixture.open();
        try (RunningCommand command =
                commands.start(once("echo on; read x < /dev/null; echo off"))) {
            assertThat(read(command)).containsExactly("on", "off");
        }
    }

    @Test
    void nothingIsLeftOfCommandsThatEndedOrWereClosed() throws Exception {
        ShellCommands commands = fixture.open("max.concurrent", 1);
        round(commands);
        int descriptors = count("/proc/self/fd");
        int threads = count("/proc/self/task");
        for (int i = 0; i < ROUNDS; i++) {
            round(commands);
        }

        assertThat(count("/proc/self/fd")).isLessThanOrEqualTo(descriptors);
        assertThat(count("/proc/self/task")).as("threads").isLessThan(threads + ROUNDS / 2);
        fixture.awaitNothingLeft();
    }

    private void round(ShellCommands commands) throws Exception {
        try (RunningCommand command = commands.start(once("echo done"))) {
            assertThat(read(command)).containsExactly("done");
        }
        CommandsFixture.awaitPlace(commands, 0);
        try (RunningCommand command = commands.start(once("echo $$; exec sleep 1000"))) {
            assertThat(command.out().next()).isPresent();
        }
        CommandsFixture.awaitPlace(commands, 0);
    }

    private static int count(String directory) {
        return Path.of(directory).toFile().list().length;
    }
}
