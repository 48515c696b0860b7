package hostler.configs;

import hostler.configs.api.ConfigSet;
import hostler.configs.api.ConfigText;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The declared files of a service as they are, in the order of declaration. */
record FileSet(List<FileState> states) {

    FileSet {
        states = List.copyOf(states);
    }

    Optional<FileState> find(Path path) {
        return states.stream().filter(state -> state.path().equals(path)).findFirst();
    }

    /** See {@link ConfigSet#hash}. */
    String hash() {
        return hash(contents());
    }

    /** The files once they are edited. */
    FileSet after(List<Edit> edits) {
        return new FileSet(states.stream().map(state -> after(state, edits)).toList());
    }

    private static FileState after(FileState state, List<Edit> edits) {
        return edits.stream()
                .filter(edit -> edit.path().equals(state.path()))
                .findFirst()
                .map(edit -> new FileState(state.declared(), edit.after()))
                .orElse(state);
    }

    /** Those that are there. */
    SequencedMap<Path, Content> contents() {
        SequencedMap<Path, Content> contents = new LinkedHashMap<>();
        for (FileState state : states) {
            state.content().ifPresent(content -> contents.put(state.path(), content));
        }
        return contents;
    }

    /** Digests have one length and paths hold no NUL: no two sets are written alike. */
    static String hash(SequencedMap<Path, Content> contents) {
        MessageDigest digest = Content.sha256();
        contents.forEach(
                (path, content) -> {
                    digest.update(path.toString().getBytes(StandardCharsets.UTF_8));
                    digest.update((byte) 0);
                    digest.update(content.digest().getBytes(StandardCharsets.US_ASCII));
                });
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * As text.
     *
     * @throws ServiceException INTERNAL when a file is none
     */
    ConfigSet texts() throws ServiceException {
        return texts(contents());
    }

    static ConfigSet texts(SequencedMap<Path, Content> contents) throws ServiceException {
        List<ConfigText> texts = new ArrayList<>();
        for (Map.Entry<Path, Content> file : contents.entrySet()) {
            texts.add(new ConfigText(file.getKey(), text(file.getKey(), file.getValue())));
        }
        return new ConfigSet(hash(contents), texts);
    }

    private static String text(Path path, Content content) throws ServiceException {
        try {
            return content.text();
        } catch (CharacterCodingException e) {
            throw new ServiceException(
                    Failure.INTERNAL,
                    path + " is not valid UTF-8, so it cannot be shown without mangling it",
                    e);
        }
    }
}
