package hostler.commands;

import hostler.commands.api.CommandRequest;
import hostler.commands.api.RunningCommand;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.os.api.AttachedLaunch;
import hostler.os.api.ControlGroup;
import hostler.os.api.SpawnException;
import hostler.os.api.SpawnOrder;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts commands, each in a place that its end gives back. */
final class CommandStarter {
    private static final Logger LOG = LoggerFactory.getLogger(CommandStarter.class);

    private final Doors doors;
    private final CommandPlaces places;
    private final CommandBook book;
    private final CommandOrders orders;

    CommandStarter(Doors doors, CommandPlaces places, CommandBook book) {
        this.doors = doors;
        this.places = places;
        this.book = book;
        this.orders = new CommandOrders(doors.accounts());
    }

    /** Starts a command whose text is in order. */
    RunningCommand start(CommandRequest request, CommandSettings settings) throws ServiceException {
        book.takePlace(settings.maxConcurrent());
        String id = CommandPlaces.newId();
        Optional<ControlGroup> group = places.newGroup(CommandPlaces.launchId(id));
        boolean started = false;
        try {
            CommandRun run = run(id, request, settings, group);
            started = true;
            return run;
        } finally {
            if (!started) {
                places.forget(CommandPlaces.launchId(id), group);
                book.givePlaceBack();
            }
        }
    }

    private CommandRun run(
            String id,
            CommandRequest request,
            CommandSettings settings,
            Optional<ControlGroup> group)
            throws ServiceException {
        AttachedLaunch launch = launch(id, request.text(), settings, group);
        CommandTree tree = new CommandTree(doors, launch.birth(), group);
        CommandRun run = new CommandRun(id, settings, launch, tree);
        record(id, request, settings);
        book.add(run);
        follow(
                run,
                launch,
                new CommandVigil(
                        run, tree, launch, places, last -> book.end(last, request.continuous())));
        var _ = run.gone().thenRun(book::givePlaceBack);
        return run;
    }

    private void follow(CommandRun run, AttachedLaunch launch, CommandVigil vigil)
            throws ServiceException {
        try {
            vigil.begin();
        } catch (RuntimeException e) {
            // Nobody would notice its end: there are no descriptors left, for example.
            launch.close();
            book.end(run.lastStatus(), false);
            throw new ServiceException(
                    Failure.UNAVAILABLE,
                    "command cannot be followed, and was ended: " + e.getMessage(),
                    e);
        }
    }

    private AttachedLaunch launch(
            String id, String text, CommandSettings settings, Optional<ControlGroup> group)
            throws ServiceException {
        try {
            SpawnOrder order =
                    orders.order(
                            CommandPlaces.launchId(id),
                            text,
                            settings,
                            places.records(),
                            group.map(ControlGroup::directory));
            return doors.spawn().attach(order);
        } catch (SpawnException e) {
            throw new ServiceException(
                    e.kind() == SpawnException.Kind.PERMANENT
                            ? Failure.FAILED_PRECONDITION
                            : Failure.UNAVAILABLE,
                    "command cannot be started: " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new ServiceException(
                    Failure.UNAVAILABLE, "there is no place for a command's records: " + e, e);
        }
    }

    /** Who has what run; the text may hold secrets, and is not written down. */
    private static void record(String id, CommandRequest request, CommandSettings settings) {
        LOG.info(
                "{} has command {} run{}: {} ({} characters{})",
                request.by(),
                id,
                settings.user().map(user -> " as " + user).orElse(""),
                FirstWord.of(request.text()),
                request.text().length(),
                request.continuous() ? ", continuous" : "");
    }
}
