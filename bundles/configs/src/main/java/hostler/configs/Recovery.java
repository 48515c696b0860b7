package hostler.configs;

import hostler.core.api.ServiceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings every change to its end that the agent's end has broken off. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Path root;
    private final Function<ServiceId, Transaction> transactions;
    private final Aftercare aftercare;

    /**
     * @param root where every service has a directory for what is kept
     */
    Recovery(Path root, Function<ServiceId, Transaction> transactions, Aftercare aftercare) {
        this.root = root;
        this.transactions = transactions;
        this.aftercare = aftercare;
    }

    /**
     * Returns when the files are the old or the new ones; services are told when they are known.
     */
    void run() {
        kept().forEach(this::finish);
        aftercare.begin();
    }

    private List<ServiceId> kept() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> directories = Files.list(root)) {
            return directories
                    .map(directory -> String.valueOf(directory.getFileName()))
                    .filter(ServiceId::isValid)
                    .map(ServiceId::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look through " + root, e);
        }
    }

    private void finish(ServiceId id) {
        try {
            transactions.apply(id).finish().ifPresent(intent -> care(id, intent));
        } catch (IOException e) {
            LOG.error(
                    "{}: a change of its configuration was broken off and cannot be put back: {};"
                            + " that is tried again before its next change",
                    id,
                    e.getMessage(),
                    e);
        }
    }

    private void care(ServiceId id, Intent intent) {
        LOG.warn(
                "{}: a change of its configuration by {} was broken off; its files are as they were"
                        + " before",
                id,
                intent.by());
        aftercare.add(id, intent, () -> end(id));
    }

    private void end(ServiceId id) {
        try {
            transactions.apply(id).end();
        } catch (IOException e) {
            LOG.error("{}: the record of a change cannot be removed", id, e);
        }
    }
}
