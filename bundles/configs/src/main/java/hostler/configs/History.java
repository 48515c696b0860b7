package hostler.configs;

import hostler.configs.api.ConfigVersion;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;

/** What is kept of one service's configuration, for whoever asks. */
final class History {
    private final ServiceId id;
    private final Shelf shelf;

    History(ServiceId id, Shelf shelf) {
        this.id = id;
        this.shelf = shelf;
    }

    /** Newest first. */
    List<ConfigVersion> list() throws ServiceException {
        return versions().reversed().stream().map(Version::summary).toList();
    }

    private List<Version> versions() throws ServiceException {
        try {
            return shelf.versions();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private ServiceException unreadable(IOException e) {
        return new ServiceException(
                Failure.INTERNAL,
                "the configuration history of " + id + " cannot be read: " + e.getMessage(),
                e);
    }

    /**
     * A version by its number; without one, the one before the newest.
     *
     * @throws ServiceException NOT_FOUND
     */
    Version find(OptionalInt number) throws ServiceException {
        List<Version> versions = versions();
        if (number.isEmpty()) {
            return versions.reversed().stream()
                    .skip(1)
                    .findFirst()
                    .orElseThrow(() -> none("earlier configuration of " + id));
        }
        return versions.stream()
                .filter(version -> version.number() == number.getAsInt())
                .findFirst()
                .orElseThrow(
                        () ->
                                none(
                                        "version "
                                                + number.getAsInt()
                                                + " of the configuration of "
                                                + id));
    }

    private static ServiceException none(String what) {
        return new ServiceException(Failure.NOT_FOUND, "there is no " + what);
    }

    /** The files of a version. */
    SequencedMap<Path, Content> contents(Version version) throws ServiceException {
        SequencedMap<Path, Content> contents = new LinkedHashMap<>();
        try {
            for (Map.Entry<Path, String> file : version.digests().entrySet()) {
                contents.put(file.getKey(), shelf.content(file.getValue()));
            }
            return contents;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** How many there were. */
    int forgetRefusals() throws ServiceException {
        try {
            int known = shelf.refusals().size();
            shelf.forgetRefusals();
            return known;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
