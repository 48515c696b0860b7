package hostler.configs;

import hostler.os.api.ConfinedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Files that change together. Before the first is touched it is on record what all of them were, so
 * whatever ends the process, {@link #finish} makes them exactly the old or exactly the new ones:
 * the new ones once their version is in the history, the old ones before.
 */
final class Transaction {
    private final Shelf shelf;
    private final ConfinedFiles door;
    private final Limits limits;
    private final InstantSource clock;
    private final Steps steps;

    Transaction(Shelf shelf, ConfinedFiles door, Limits limits, InstantSource clock, Steps steps) {
        this.shelf = shelf;
        this.door = door;
        this.limits = limits;
        this.clock = clock;
        this.steps = steps;
    }

    /**
     * Puts what is there into the history, unless its newest version is the same.
     *
     * @return the number for the next version
     */
    int recordFound(FileSet found) throws IOException {
        List<Version> versions = shelf.versions();
        int newest = versions.isEmpty() ? 0 : versions.getLast().number();
        boolean known = !versions.isEmpty() && versions.getLast().hash().equals(found.hash());
        if (known || (versions.isEmpty() && found.contents().isEmpty())) {
            return newest + 1;
        }
        record(newest + 1, found.contents(), "unknown", "found");
        steps.taken(Step.FOUND_RECORDED);
        return newest + 2;
    }

    private void record(int number, SequencedMap<Path, Content> contents, String by, String how)
            throws IOException {
        SequencedMap<Path, String> digests = new LinkedHashMap<>();
        for (var file : contents.entrySet()) {
            shelf.keep(file.getValue());
            digests.put(file.getKey(), file.getValue().digest());
        }
        Instant now = clock.instant();
        shelf.add(new Version(number, FileSet.hash(contents), now, by, how, digests));
    }

    /** Puts on record what is about to happen. Nothing is touched yet. */
    void begin(Intent intent) throws IOException {
        for (Edit edit : intent.edits()) {
            keep(edit.before());
            keep(edit.after());
        }
        steps.taken(Step.CONTENTS_KEPT);
        shelf.write(intent);
        steps.taken(Step.INTENT_WRITTEN);
    }

    private void keep(Optional<Stored> stored) throws IOException {
        if (stored.isPresent()) {
            shelf.keep(stored.get().content());
        }
    }

    void replace(Intent intent) throws IOException {
        for (Edit edit : intent.edits()) {
            edit.carryOut(door);
            steps.taken(Step.FILE_REPLACED);
        }
    }

    /** Puts on record that the service is about to be told. */
    void noteTold(Intent intent) throws IOException {
        shelf.write(intent.asTold());
        steps.taken(Step.EFFECT_NOTED);
    }

    /** The change is in force from here on. */
    void commit(Intent intent, FileSet after, String how) throws IOException {
        record(intent.version(), after.contents(), intent.by(), how);
        steps.taken(Step.VERSION_WRITTEN);
        end();
    }

    /** The content is not to be tried again. */
    void refuse(Refusal refusal) throws IOException {
        shelf.add(refusal);
        steps.taken(Step.REFUSAL_NOTED);
    }

    /** Makes every file what it was before; it stays on record until {@link #end}. */
    void putBack(Intent intent) throws IOException {
        for (Edit edit : intent.edits()) {
            keepForeign(edit);
            edit.putBack(door, limits.fileBytes());
            steps.taken(Step.FILE_PUT_BACK);
        }
    }

    /** What somebody else has written meanwhile is lost from its place, and not altogether. */
    private void keepForeign(Edit edit) throws IOException {
        Optional<Content> content = edit.now(door, limits.fileBytes()).map(Stored::content);
        boolean ours =
                content.equals(edit.before().map(Stored::content))
                        || content.equals(edit.after().map(Stored::content));
        if (!ours && content.isPresent()) {
            SequencedMap<Path, Content> foreign = new LinkedHashMap<>();
            foreign.put(edit.path(), content.get());
            List<Version> versions = shelf.versions();
            int newest = versions.isEmpty() ? 0 : versions.getLast().number();
            record(newest + 1, foreign, "unknown", "found when a change was put back");
        }
    }

    void undoTold() {
        steps.taken(Step.UNDO_TOLD);
    }

    /** Nothing is under way any more. */
    void end() throws IOException {
        shelf.removeIntent();
        steps.taken(Step.INTENT_REMOVED);
        shelf.prune(limits);
        steps.taken(Step.PRUNED);
    }

    /**
     * Brings a change to its end that was broken off.
     *
     * @return the change, when its files were put back; the service may have to be told, and then
     *     {@link #end} is due. Empty when there was none, or it is in force
     */
    Optional<Intent> finish() throws IOException {
        Optional<Intent> intent = shelf.intent();
        if (intent.isEmpty()) {
            return Optional.empty();
        }
        if (inForce(intent.get())) {
            for (Edit edit : intent.get().edits()) {
                door.tidy(edit.path());
            }
            end();
            return Optional.empty();
        }
        putBack(intent.get());
        Intent left = intent.get().asPutBack();
        shelf.write(left);
        return Optional.of(left);
    }

    private boolean inForce(Intent intent) throws IOException {
        return shelf.versions().stream()
                .anyMatch(
                        version ->
                                version.number() == intent.version()
                                        && version.hash().equals(intent.hash()));
    }
}
