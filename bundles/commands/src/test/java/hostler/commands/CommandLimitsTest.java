package hostler.commands;

import static hostler.commands.CommandsFixture.once;
import static hostler.commands.CommandsFixture.read;
import static hostler.commands.CommandsFixture.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hostler.commands.api.CommandRequest;
import hostler.commands.api.RunningCommand;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.os.api.ExitStatus;
import hostler.os.testkit.NoGroups;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may have what run, as whom, and how much of it. */
class CommandLimitsTest {
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

    private static void assertRefused(Failure failure, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.failure()).isEqualTo(failure))
                .hasMessageContaining(message);
    }

    @Test
    void whereItIsOffOnlyAdministratorsHaveCommandsRun() throws Exception {
        ShellCommands off = fixture.open("enabled", false);

        assertRefused(
                Failure.PERMISSION_DENIED,
                "command.enabled: true",
                () -> off.start(once("touch " + home.resolve("made"))));
        assertRefused(Failure.PERMISSION_DENIED, "command.enabled", () -> off.start(once("")));
        assertThat(home.resolve("made")).doesNotExist();
        try (RunningCommand command =
                off.start(new CommandRequest("echo yes", false, "root", true))) {
            assertThat(read(command)).containsExactly("yes");
        }
    }

    @Test
    void aNewConfigurationHoldsForWhatStartsFromThenOn() throws Exception {
        ShellCommands commands = fixture.open("max.concurrent", 2);
        try (RunningCommand before = commands.start(once("echo on; exec sleep 1000"))) {
            commands.modified(CommandsFixture.config("enabled", false));

            assertThat(before.out().next()).contains("on");
            assertRefused(
                    Failure.PERMISSION_DENIED, "command.enabled", () -> commands.start(once(":")));
        }
    }

    @Test
    void aTextNoShellCanBeGivenIsRefused() {
        ShellCommands commands = fixture.open();

        assertRefused(
                Failure.INVALID_ARGUMENT,
                "command cannot be empty",
                () -> commands.start(once("")));
        assertRefused(Failure.INVALID_ARGUMENT, "NUL", () -> commands.start(once("a\0b")));
        assertRefused(
                Failure.INVALID_ARGUMENT,
                "command has 131072 bytes; at most 131071 can be",
                () -> commands.start(once("#".repeat(128 << 10))));
    }

    @Test
    void theLongestTextAndOneLikeAnOptionAreRunAsTheyAre() throws Exception {
        ShellCommands commands = fixture.open();
        String longest = "echo " + "x".repeat(CommandOrders.LONGEST_TEXT - 5);
        try (RunningCommand command = commands.start(once(longest))) {
            assertThat(String.join("", read(command))).hasSize(longest.length() - 5);
        }
        try (RunningCommand command = commands.start(once("-c 'echo wrong'"))) {
            assertThat(rest(command.out())).isEmpty();
            assertThat(rest(command.err())).singleElement().asString().contains("not found");
            assertThat(command.await()).isEqualTo(new ExitStatus.Exited(127));
        }
    }

    @Test
    void noMoreThanAreAllowedRunAtATime() throws Exception {
        ShellCommands commands = fixture.open("max.concurrent", 2);
        RunningCommand first = commands.start(once("exec sleep 1000"));
        try (RunningCommand second = commands.start(once("echo on; exec sleep 1000"))) {
            assertRefused(
                    Failure.RESOURCE_EXHAUSTED,
                    "2 commands run already: command.max_concurrent allows no more",
                    () -> commands.start(once("exit 0")));
            first.close();
            CommandsFixture.awaitPlace(commands, 1);
            try (RunningCommand third = commands.start(once("echo third"))) {
                assertThat(read(third)).containsExactly("third");
            }
            assertThat(second.out().next()).contains("on");
        }
    }

    @Test
    void aCommandWhoseTimeIsUpIsEndedWithAllItHasStarted() throws Exception {
        ShellCommands commands = fixture.open("timeout.ms", 300);
        try (RunningCommand command =
                commands.start(once("echo before; setsid sleep 1000 & echo $!; wait"))) {
            assertThat(command.out().next()).contains("before");
            String background = command.out().next().orElseThrow();

            assertRefused(
                    Failure.DEADLINE_EXCEEDED,
                    "after 0.3 s: command.timeout allows no more",
                    () -> read(command));
            assertThat(fixture.lives(background)).isFalse();
        }
    }

    @Test
    void aReaderThatDoesNotReadIsNotWaitedForLonger() throws Exception {
        ShellCommands commands = fixture.open("timeout.ms", 300);
        try (RunningCommand command = commands.start(once("yes"))) {
            assertRefused(Failure.DEADLINE_EXCEEDED, "command.timeout", command::await);
        }
    }

    @ParameterizedTest
    @CsvSource({"yes, 5000", "yes >&2, 5000", "yes & yes >&2, 5000"})
    void whatItMayWriteIsPassedOnAndThenItIsEnded(String text, int lines) throws Exception {
        ShellCommands commands = fixture.open("max.output.bytes", 2L * lines);
        try (RunningCommand command = commands.start(once(text))) {
            FutureTask<List<String>> err = new FutureTask<>(() -> rest(command.err()));
            Thread.startVirtualThread(err);

            assertThat(rest(command.out()).size() + err.get().size()).isEqualTo(lines);
            assertRefused(
                    Failure.RESOURCE_EXHAUSTED,
                    "more than 10000 bytes: command.max_output allows no more",
                    command::await);
        }
    }

    @Test
    void aCommandThatWritesExactlyWhatItMayIsNotEnded() throws Exception {
        ShellCommands commands = fixture.open("max.output.bytes", 10L);
        try (RunningCommand command = commands.start(once("echo 123; echo 56789 >&2"))) {
            assertThat(rest(command.out())).containsExactly("123");
            assertThat(rest(command.err())).containsExactly("56789");
            assertThat(command.await()).isEqualTo(new ExitStatus.Exited(0));
        }
    }

    @Test
    void theEnvironmentIsSmallAndHasNothingOfTheAgents() throws Exception {
        ShellCommands commands = fixture.open();
        try (RunningCommand command =
                commands.start(once("pwd; tr '\\0' '\\n' < /proc/$$/environ"))) {
            List<String> lines = read(command);

            assertThat(lines).startsWith("/");
            assertThat(lines.subList(1, lines.size()))
                    .map(line -> line.substring(0, line.indexOf('=')))
                    .containsExactlyInAnyOrder(
                            "PATH", "LANG", "USER", "LOGNAME", "HOME", "HOSTLER_LAUNCH");
        }
    }

    @Test
    void commandsRunAsTheConfiguredUserOrNotAtAll() throws Exception {
        assumeTrue(fixture.accounts.ownUid() == 0, "only root runs commands as others");
        ShellCommands commands = fixture.open("user", "nobody");
        try (RunningCommand command =
                commands.start(once("id -un; echo $USER; echo up > /dev/stdout"))) {
            assertThat(read(command)).containsExactly("nobody", "nobody", "up");
        }
        ShellCommands nobody = fixture.open("user", "0day");
        assertRefused(
                Failure.FAILED_PRECONDITION,
                "command.user: there is no user '0day' on this machine",
                () -> nobody.start(once("id -un")));
        fixture.awaitNothingLeft();
    }

    @Test
    void whatCannotBeStartedLeavesNothingAndTakesNoPlace() throws Exception {
        ShellCommands commands = fixture.open("max.concurrent", 1, "user", "0day");
        for (int i = 0; i < 3; i++) {
            assertRefused(
                    Failure.FAILED_PRECONDITION,
                    "command.user",
                    () -> commands.start(once("exit 0")));
        }
        assertThat(CommandsFixture.list(fixture.records)).isEmpty();
    }

    @Test
    void noPlaceForRecordsIsSaid() throws Exception {
        Files.createDirectories(home.resolve("var/run"));
        Files.writeString(fixture.records, "in the way");
        ShellCommands commands = fixture.open();

        assertRefused(
                Failure.UNAVAILABLE,
                "there is no place for a command's records",
                () -> commands.start(once("exit 0")));
        Files.delete(fixture.records);
    }
}
