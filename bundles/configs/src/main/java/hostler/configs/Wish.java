package hostler.configs;

import hostler.configs.api.ConfigOutcome.Reason;
import hostler.configs.api.ConfigText;
import hostler.configs.secrets.Secrets;
import hostler.configs.syntax.Syntax;
import hostler.configs.syntax.SyntaxError;
import hostler.core.api.ServiceConfiguration.DeclaredFile;
import hostler.core.api.ServiceSpec;
import hostler.os.api.FileAttributes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the files are to be, checked as far as it can be without touching one.
 *
 * @param contents empty: the file is to be gone
 */
record Wish(SequencedMap<Path, Optional<Content>> contents) {

    /**
     * What a caller asks for.
     *
     * @throws RefusedException naming everything that is wrong with it
     */
    static Wish of(ServiceSpec spec, List<ConfigText> files, long most) throws RefusedException {
        if (files.isEmpty()) {
            throw new RefusedException(Reason.INVALID_REQUEST, "no configs provided");
        }
        checkNames(spec, files);
        List<String> problems = new ArrayList<>();
        SequencedMap<Path, Optional<Content>> contents = new LinkedHashMap<>();
        for (ConfigText file : files) {
            DeclaredFile declared = declared(spec, file.file()).orElseThrow();
            problem(declared, file.content(), most).ifPresent(problems::add);
            contents.put(file.file(), Optional.of(Content.of(file.content())));
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(Reason.CONFIG_INVALID, String.join("; ", problems));
        }
        return new Wish(contents);
    }

    private static void checkNames(ServiceSpec spec, List<ConfigText> files)
            throws RefusedException {
        Set<Path> seen = new HashSet<>();
        for (ConfigText file : files) {
            if (!seen.add(file.file())) {
                throw new RefusedException(Reason.INVALID_REQUEST, file.file() + " is given twice");
            }
            if (declared(spec, file.file()).isEmpty()) {
                throw new RefusedException(
                        Reason.CONFIG_NOT_FOUND,
                        "'"
                                + file.file()
                                + "' is no configuration file of "
                                + spec.id()
                                + "; its package declares "
                                + names(spec));
            }
        }
    }

    private static Optional<DeclaredFile> declared(ServiceSpec spec, Path path) {
        return spec.configuration().files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst();
    }

    private static String names(ServiceSpec spec) {
        String names =
                spec.configuration().files().stream()
                        .map(file -> file.path().toString())
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }

    private static Optional<String> problem(DeclaredFile file, String text, long most) {
        if (text.isEmpty()) {
            return Optional.of(file.path() + ": the content is empty");
        }
        // A character is a byte at least: nothing long is looked at any further.
        if (text.length() > most || Content.of(text).size() > most) {
            return Optional.of(
                    file.path() + ": longer than " + most + " bytes, see configs.max_file_size");
        }
        if (Secrets.holdsMask(text)) {
            return Optional.of(
                    file.path()
                            + ": holds "
                            + Secrets.MASK
                            + ", which stands for a secret that was masked; put the secret itself"
                            + " there");
        }
        return Syntax.of(file.format()).check(text).map(error -> words(file, error));
    }

    private static String words(DeclaredFile file, SyntaxError error) {
        String place = error.line() > 0 ? file.path() + ":" + error.line() : file.path().toString();
        return place + ": " + error.message();
    }

    /** Everything a version holds, and nothing else. */
    static Wish toBe(ServiceSpec spec, Map<Path, Content> version) {
        SequencedMap<Path, Optional<Content>> contents = new LinkedHashMap<>();
        for (DeclaredFile file : spec.configuration().files()) {
            contents.put(file.path(), Optional.ofNullable(version.get(file.path())));
        }
        return new Wish(contents);
    }

    /**
     * What has to be done to the files, in the order of declaration; nothing where they agree.
     *
     * @param fresh what belongs to a file that is made
     */
    List<Edit> edits(FileSet now, Function<Path, FileAttributes> fresh) {
        List<Edit> edits = new ArrayList<>();
        for (FileState state : now.states()) {
            Optional<Content> wanted = contents.getOrDefault(state.path(), state.content());
            if (!wanted.equals(state.content())) {
                FileAttributes attributes =
                        state.stored()
                                .map(Stored::attributes)
                                .orElseGet(() -> fresh.apply(state.path()));
                Optional<Stored> after = wanted.map(content -> new Stored(content, attributes));
                edits.add(new Edit(state.path(), state.stored(), after));
            }
        }
        return edits;
    }
}
