package hostler.commands;

import hostler.os.api.BirthRecord;
import hostler.os.api.ControlGroup;
import hostler.os.api.ExitRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the records and control groups of commands are, and what an agent before left there. */
final class CommandPlaces {
    private static final Logger LOG = LoggerFactory.getLogger(CommandPlaces.class);

    private static final String LAUNCH = "command.";

    /** See {@link hostler.os.api.SpawnDoor}: a launch's records have its id and a suffix. */
    private static final Pattern RECORD = Pattern.compile("(command\\.[0-9a-f-]+)\\..*");

    private final Doors doors;
    private final Path records;

    CommandPlaces(Doors doors, Path records) {
        this.doors = doors;
        this.records = records;
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    static String launchId(String id) {
        return LAUNCH + id;
    }

    /** The directory of the records, made when it is not there. */
    Path records() throws IOException {
        return Files.createDirectories(records);
    }

    /** A group for a new command, where there can be one; it does without rather than not run. */
    Optional<ControlGroup> newGroup(String launchId) {
        try {
            Optional<Path> place = place(launchId);
            return place.isPresent()
                    ? Optional.of(doors.groups().create(place.get()))
                    : Optional.empty();
        } catch (IOException e) {
            LOG.warn("cannot make a control group for {}; it does without", launchId, e);
            return Optional.empty();
        }
    }

    /** Each is a service of its own there: nothing ends or freezes another's along with it. */
    private Optional<Path> place(String launchId) {
        return doors.groups().place(launchId, launchId);
    }

    /** Removes what is left of a launch of which nothing lives. */
    void forget(String launchId, Optional<ControlGroup> group) {
        doors.spawn().forget(records, launchId);
        try {
            if (group.isPresent()) {
                group.get().remove();
            }
        } catch (IOException e) {
            LOG.warn("cannot remove the control group of {}; it stays behind", launchId, e);
        }
    }

    /** How the main process of a launch ended; empty when nobody knows, or yet. */
    Optional<ExitRecord> exit(String launchId) {
        return doors.spawn().exit(records, launchId);
    }

    /** Whether its keeper has said that nothing of a launch lives. */
    boolean over(String launchId) {
        return doors.spawn().over(records, launchId);
    }

    /** The launches of which records are there now. */
    Set<String> launches() {
        try (Stream<Path> files = Files.list(records)) {
            return files.map(file -> RECORD.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> name.group(1))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (NoSuchFileException none) {
            return Set.of();
        } catch (IOException e) {
            LOG.warn("cannot look for commands of an agent before in {}", records, e);
            return Set.of();
        }
    }

    /**
     * Ends and removes a launch that an agent before has left when it was killed. As a rule its
     * keeper has done the first. Blocks for some seconds at the most.
     */
    void clear(String launchId) {
        Optional<ControlGroup> group = place(launchId).flatMap(doors.groups()::find);
        doors.spawn()
                .birth(records, launchId)
                .filter(birth -> birth.process().bootId().equals(doors.table().bootId()))
                .ifPresent(birth -> end(birth, group));
        forget(launchId, group);
    }

    private void end(BirthRecord birth, Optional<ControlGroup> group) {
        try {
            new CommandTree(doors, birth, group).killOrphans();
        } catch (IOException | RuntimeException e) {
            LOG.error("{} of an agent before cannot be ended", birth.launchId(), e);
        }
    }
}
