package hostler.commands;

import static hostler.commands.CommandsFixture.continuous;
import static hostler.commands.CommandsFixture.once;
import static hostler.commands.CommandsFixture.read;
import static hostler.commands.CommandsFixture.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.commands.api.CommandSignal;
import hostler.commands.api.CommandStatus.State;
import hostler.commands.api.RunningCommand;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.os.api.ControlGroups;
import hostler.os.api.ExitStatus;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for commands, in control groups and without. */
abstract class CommandsContract {
    @TempDir Path home;
    CommandsFixture fixture;
    ShellCommands commands;

    abstract ControlGroups groups() throws Exception;

    @BeforeEach
    void open() throws Exception {
        fixture = new CommandsFixture(home, groups());
        commands = fixture.open();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static void assertFailure(Failure failure, String message, ThrowingCall call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.failure()).isEqualTo(failure))
                .hasMessageContaining(message);
    }

    private interface ThrowingCall {
        void run() throws Exception;
    }

    @Test
    void bothOutputsAreReadApartEachInItsOrder() throws Exception {
        try (RunningCommand command =
                commands.start(once("echo a; echo x >&2; echo b; printf y >&2; exit 3"))) {
            assertThat(rest(command.out())).containsExactly("a", "b");
            assertThat(rest(command.err())).containsExactly("x", "y");
            assertThat(command.await()).isEqualTo(new ExitStatus.Exited(3));
        }
        fixture.awaitNothingLeft();
    }

    @Test
    void whatWasWrittenLastIsNotLost() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (RunningCommand command = commands.start(once("seq 1 10000"))) {
                assertThat(read(command)).hasSize(10_000).endsWith("10000");
            }
        }
    }

    @Test
    void whatTheShellLeavesInTheBackgroundIsHeardForAMomentAndThenKilled() throws Exception {
        try (RunningCommand command =
                commands.start(
                        once(
                                "sleep 1000 & echo $!; setsid sleep 1001 >/dev/null 2>&1 & echo $!;"
                                        + " (sleep 0.1; echo late) & exit 0"))) {
            List<String> lines = read(command);

            assertThat(lines).hasSize(3).endsWith("late");
            assertThat(fixture.lives(lines.get(0))).isFalse();
            assertThat(fixture.lives(lines.get(1))).isFalse();
        }
    }

    @Test
    void aPausedCommandStandsStillWithAllItHasStartedUntilItIsResumed() throws Exception {
        try (RunningCommand command =
                commands.start(
                        once(
                                "(setsid sh -c 'while :; do echo . >> "
                                        + home
                                        + "/steps; sleep 0.001; done') & wait"))) {
            Path steps = home.resolve("steps");
            awaitGrowth(steps);
            commands.signal(command.id(), CommandSignal.PAUSE, "a test");
            long before = Files.size(steps);
            commands.signal(command.id(), CommandSignal.PAUSE, "a test");

            assertThat(commands.status(command.id()).state()).isEqualTo(State.PAUSED);
            assertThat(Files.size(steps)).as("nobody writes").isEqualTo(before);

            commands.signal(command.id(), CommandSignal.RESUME, "a test");
            commands.signal(command.id(), CommandSignal.RESUME, "a test");
            awaitGrowth(steps);
            assertThat(commands.status(command.id()).state()).isEqualTo(State.RUNNING);
        }
        fixture.awaitNothingLeft();
    }

    private static void awaitGrowth(Path file) throws Exception {
        long size = Files.exists(file) ? Files.size(file) : 0;
        Awaitility.await("it grows").until(() -> Files.exists(file) && Files.size(file) > size);
    }

    @Test
    void cancelKillsAllOfItEvenWhenItIsPaused() throws Exception {
        RunningCommand command =
                commands.start(continuous("setsid sleep 1000 & echo $!; echo $$; wait"));
        try (command) {
            String background = command.out().next().orElseThrow();
            String shell = command.out().next().orElseThrow();
            commands.signal(command.id(), CommandSignal.PAUSE, "a test");
            commands.signal(command.id(), CommandSignal.CANCEL, "a test");
            commands.signal(command.id(), CommandSignal.CANCEL, "a test");

            assertThat(read(command)).isEmpty();
            assertThat(command.await()).isEqualTo(new ExitStatus.Killed(9, false));
            assertThat(fixture.lives(background)).isFalse();
            assertThat(fixture.lives(shell)).isFalse();
        }
        assertThat(commands.status(command.id()).state()).isEqualTo(State.CANCELLED);
        commands.signal(command.id(), CommandSignal.CANCEL, "a test");
        assertFailure(
                Failure.FAILED_PRECONDITION,
                "already finished",
                () -> commands.signal(command.id(), CommandSignal.RESUME, "a test"));
    }

    @Test
    void hundredsOfChildrenInSessionsOfTheirOwnEndWithIt() throws Exception {
        try (RunningCommand command =
                commands.start(
                        once(
                                "for i in $(seq 200); do setsid sleep 1000 & echo $!; done;"
                                        + " echo all; wait"))) {
            List<String> children = new ArrayList<>();
            String line = command.out().next().orElseThrow();
            while (!line.equals("all")) {
                children.add(line);
                line = command.out().next().orElseThrow();
            }
            commands.signal(command.id(), CommandSignal.CANCEL, "a test");
            read(command);

            assertThat(children).hasSize(200).noneMatch(fixture::lives);
        }
    }

    @Test
    void onlyAContinuousCommandIsRememberedAfterItsEnd() throws Exception {
        Path go = home.resolve("go");
        String waiting = "until [ -e " + go + " ]; do sleep 0.01; done; exit 1";
        RunningCommand once = commands.start(once(waiting));
        RunningCommand continuous = commands.start(continuous(waiting));
        try (once;
                continuous) {
            assertThat(commands.status(once.id()).state()).isEqualTo(State.RUNNING);
            Files.createFile(go);
            read(once);
            read(continuous);
        }
        assertFailure(Failure.NOT_FOUND, "command not found", () -> commands.status(once.id()));
        assertFailure(
                Failure.NOT_FOUND,
                "command not found",
                () -> commands.signal(once.id(), CommandSignal.CANCEL, "a test"));
        assertThat(commands.status(continuous.id()).state()).isEqualTo(State.FINISHED);
        assertThat(commands.status(continuous.id()).duration())
                .isEqualTo(commands.status(continuous.id()).duration());
        for (CommandSignal signal : CommandSignal.values()) {
            assertFailure(
                    Failure.FAILED_PRECONDITION,
                    "command has already finished",
                    () -> commands.signal(continuous.id(), signal, "a test"));
        }
    }

    @Test
    void whoeverClosesItEndsIt() throws Exception {
        RunningCommand command =
                commands.start(continuous("setsid sleep 1000 & echo $!; exec sleep 1001"));
        String background = command.out().next().orElseThrow();
        command.close();
        command.close();

        assertThat(command.out().next()).isEmpty();
        assertFailure(Failure.UNAVAILABLE, "closed", command::await);
        fixture.awaitDeath(background);
        fixture.awaitNothingLeft();
        assertThat(commands.status(command.id()).state()).isEqualTo(State.CANCELLED);
    }

    @Test
    void aKeeperThatIsKilledLeavesNobodyBehind() throws Exception {
        try (RunningCommand command =
                commands.start(once("setsid sleep 1000 & echo $!; echo $$; wait"))) {
            String background = command.out().next().orElseThrow();
            String shell = command.out().next().orElseThrow();
            ProcessIdentity keeper =
                    fixture.spawn
                            .birth(fixture.records, CommandPlaces.launchId(command.id()))
                            .orElseThrow()
                            .keeper();
            fixture.watch.hold(keeper, () -> {}).orElseThrow().send(Signal.KILL);

            assertThat(read(command)).isEmpty();
            assertThat(command.await()).isEqualTo(new ExitStatus.Unknown());
            fixture.awaitDeath(background);
            fixture.awaitDeath(shell);
        }
    }

    @Test
    void deactivatingEndsEverythingAndTellsItsReaders() throws Exception {
        RunningCommand command = commands.start(once("echo $$; exec sleep 1000"));
        try (command) {
            String shell = command.out().next().orElseThrow();
            commands.deactivate();

            assertFailure(Failure.UNAVAILABLE, "stops running commands", command::await);
            assertThat(fixture.lives(shell)).isFalse();
        }
        assertFailure(Failure.UNAVAILABLE, "stops running", () -> commands.start(once("exit 0")));
    }
}
