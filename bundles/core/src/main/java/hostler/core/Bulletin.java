package hostler.core;

import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the rest of the agent where one service stands: a new status when something is different,
 * and what has happened since the one before. Confined to the service's reconciler.
 */
final class Bulletin {
    private static final Logger LOG = LoggerFactory.getLogger(Bulletin.class);

    private record Note(ServiceEvent.Kind kind, String message) {}

    private final Surroundings around;
    private final List<Note> notes = new ArrayList<>();
    private ServiceStatus last;

    /** Publishes the first status; that it is known is not an event. */
    Bulletin(Surroundings around, ServiceStatus first) {
        this.around = around;
        this.last = first;
        around.neighbourhood().publish(first);
    }

    ServiceStatus last() {
        return last;
    }

    /** Something happened; it is told with the next status. */
    void note(ServiceEvent.Kind kind, String message) {
        notes.add(new Note(kind, message));
    }

    /**
     * Publishes a status if it differs from the last, and all notes.
     *
     * @param draft the new status; its stamp and revision are set here
     */
    void publish(ServiceStatus draft) {
        boolean moved = draft.state() != last.state();
        boolean born = draft.process().isPresent() && !draft.process().equals(last.process());
        ServiceStatus same = stamped(draft, last.since(), last.revision());
        if (!same.equals(last)) {
            last =
                    stamped(
                            draft,
                            moved ? around.ticker().now() : last.since(),
                            around.neighbourhood().nextRevision());
            around.neighbourhood().publish(last);
        }
        if (moved || born) {
            // Also within a state: who follows the events learns of a launch from its process.
            String state = draft.state().name().toLowerCase(Locale.ROOT);
            String process = born ? " (process " + draft.process().get().pid() + ")" : "";
            note(ServiceEvent.Kind.STATE, state + process + ": " + draft.reason());
        }
        notes.forEach(this::tell);
        notes.clear();
    }

    private void tell(Note note) {
        LOG.info("{}: {}", last.id(), note.message());
        around.events().append(note.kind(), note.message(), last);
    }

    private static ServiceStatus stamped(ServiceStatus status, Instant since, long revision) {
        return new ServiceStatus(
                status.spec(),
                status.desired(),
                status.state(),
                status.reason(),
                status.launchId(),
                status.process(),
                status.startedAt(),
                status.ready(),
                status.health(),
                status.restarts(),
                status.totalRestarts(),
                status.lastExit(),
                status.nextStart(),
                status.removed(),
                status.problem(),
                since,
                revision);
    }
}
