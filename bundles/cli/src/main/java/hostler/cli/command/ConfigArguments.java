package hostler.cli.command;

import hostler.cli.args.UsageException;
import hostler.proto.v1.ConfigFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the files of a command line that are to become configuration files of a service. */
final class ConfigArguments {
    private final List<String> declared;

    /**
     * @param declared every path the package declares
     */
    ConfigArguments(List<String> declared) {
        this.declared = List.copyOf(declared);
    }

    /**
     * Reads them.
     *
     * @param arguments {@code PATH=FILE}, or a file that has the name of exactly one declared file
     */
    List<ConfigFile> read(List<String> arguments) throws UsageException {
        List<ConfigFile> files = new ArrayList<>();
        for (String argument : arguments) {
            files.add(read(argument));
        }
        return files;
    }

    private ConfigFile read(String argument) throws UsageException {
        int equals = argument.indexOf('=');
        boolean told = equals > 0 && declared.contains(argument.substring(0, equals));
        Path local = Path.of(told ? argument.substring(equals + 1) : argument);
        return ConfigFile.newBuilder()
                .setPath(told ? argument.substring(0, equals) : sameName(local))
                .setContent(text(local))
                .build();
    }

    private String sameName(Path local) throws UsageException {
        List<String> found =
                declared.stream()
                        .filter(
                                path ->
                                        String.valueOf(Path.of(path).getFileName())
                                                .equals(name(local)))
                        .toList();
        if (found.size() != 1) {
            throw new UsageException(
                    local
                            + ": "
                            + (found.isEmpty() ? "no" : "more than one")
                            + " configuration file of the service has this name; write PATH="
                            + local
                            + " with one of "
                            + String.join(", ", declared));
        }
        return found.getFirst();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String text(Path file) throws UsageException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new UsageException(file + " is not valid UTF-8");
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + e);
        }
    }
}
