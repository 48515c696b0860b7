package hostler.commands;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.os.api.BirthRecord;
import hostler.os.api.ControlGroup;
import hostler.os.api.HeldProcess;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a command has started.
 *
 * @param group that it is in, if it has one; then nobody in it escapes
 */
record CommandTree(Doors doors, BirthRecord birth, Optional<ControlGroup> group) {

    /** How long it may take until all stand still, or are gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Makes all stand still; who sleeps in the kernel does so when it wakes up. */
    void pause() throws ServiceException {
        try {
            if (group.isPresent()) {
                group.get().freeze(PATIENCE);
            } else {
                sendWhileThereAreMore(Signal.STOP);
            }
        } catch (IOException | RuntimeException e) {
            throw unreachable("paused", e);
        }
    }

    /** Lets all go on. */
    void resume() throws ServiceException {
        try {
            if (group.isPresent()) {
                group.get().thaw();
            } else {
                sendWhileThereAreMore(Signal.CONT);
            }
        } catch (IOException | RuntimeException e) {
            throw unreachable("resumed", e);
        }
    }

    /**
     * Kills what lives without a keeper that would do it, and waits for nobody.
     *
     * @throws IOException when somebody cannot be killed
     */
    void killOrphans() throws IOException {
        if (group.isPresent()) {
            group.get().kill(PATIENCE);
        }
        sendWhileThereAreMore(Signal.KILL);
    }

    /** A process forks until its own signal arrives, so a look is not enough. */
    private void sendWhileThereAreMore(Signal signal) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Set<ProcessIdentity> told = new HashSet<>();
        while (sendToOthers(told, signal)) {
            if (System.nanoTime() - deadline >= 0) {
                throw new IOException("it starts processes faster than they are found");
            }
        }
    }

    /** Whether there was anybody else. */
    private boolean sendToOthers(Set<ProcessIdentity> told, Signal signal) {
        boolean found = false;
        for (ProcessIdentity identity : doors.table().tree(birth)) {
            if (told.add(identity)) {
                found = true;
                send(identity, signal);
            }
        }
        return found;
    }

    private void send(ProcessIdentity identity, Signal signal) {
        Optional<HeldProcess> held = doors.watch().hold(identity, () -> {});
        if (held.isPresent()) {
            try (HeldProcess process = held.get()) {
                process.send(signal);
            }
        }
    }

    private static ServiceException unreachable(String done, Exception e) {
        return new ServiceException(
                Failure.INTERNAL, "command cannot be " + done + ": " + e.getMessage(), e);
    }
}
