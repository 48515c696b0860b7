package hostler.configs;

import hostler.configs.api.ConfigOutcome.Reason;
import hostler.configs.api.ConfigTerms;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.os.api.FileAttributes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Whether a wish may be tried now, decided without touching anything. */
record Proposal(ServiceStatus status, FileSet before, List<Edit> edits) {

    Proposal {
        edits = List.copyOf(edits);
    }

    /**
     * What a wish comes to.
     *
     * @param fresh what belongs to a file that is made
     */
    static Proposal of(
            ServiceStatus status, FileSet before, Wish wish, Function<Path, FileAttributes> fresh) {
        return new Proposal(status, before, wish.edits(before, fresh));
    }

    /** Nothing would change. */
    boolean empty() {
        return edits.isEmpty();
    }

    /**
     * Refuses what must not be tried.
     *
     * @param shelf knows what was put back before
     */
    void check(ConfigTerms terms, Shelf shelf) throws RefusedException {
        checkExpectation(terms);
        checkMemory(shelf);
        if (status.state() == ServiceState.UNKNOWN) {
            throw new RefusedException(
                    Reason.INVALID_REQUEST,
                    "it is not known whether " + status.id() + " runs: " + status.reason());
        }
        checkPatience(terms);
    }

    private void checkExpectation(ConfigTerms terms) throws RefusedException {
        String hash = before.hash();
        if (terms.expectedHash().filter(expected -> !expected.equals(hash)).isPresent()) {
            throw new RefusedException(
                    Reason.CONFIG_CONFLICT,
                    "the files are not what they were when they were read: their hash is "
                            + hash
                            + ", not "
                            + terms.expectedHash().get()
                            + "; read them again");
        }
    }

    private void checkMemory(Shelf shelf) throws RefusedException {
        String hash = before.after(edits).hash();
        String document = Change.document(status);
        try {
            for (Refusal refusal : shelf.refusals().reversed()) {
                if (refusal.hash().equals(hash) && refusal.document().equals(document)) {
                    throw new RefusedException(
                            refusal.reason(),
                            "this content was put back before: "
                                    + refusal.message()
                                    + "; change it, or run 'hostler config "
                                    + status.id()
                                    + " allow' to have it tried again");
                }
            }
        } catch (IOException e) {
            throw new RefusedException(Reason.INTERNAL_ERROR, String.valueOf(e.getMessage()));
        }
    }

    private void checkPatience(ConfigTerms terms) throws RefusedException {
        Duration least = Change.MARGIN.plus(Change.SHORTEST_SOAK);
        boolean tooShort =
                terms.patience().filter(patience -> patience.compareTo(least) < 0).isPresent();
        if (tooShort && Effects.concern(status)) {
            throw new RefusedException(
                    Reason.INVALID_REQUEST,
                    "the caller waits "
                            + Text.of(terms.patience().get())
                            + ", and "
                            + status.id()
                            + " is to be watched; "
                            + Text.of(least)
                            + " is the least");
        }
    }
}
