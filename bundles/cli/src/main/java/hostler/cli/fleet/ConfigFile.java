package hostler.cli.fleet;

import hostler.cli.rpc.Code;
import hostler.cli.rpc.RpcException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a configuration file is to hold.
 *
 * @param name the file's absolute path on the agent's machine, or the last name of it
 */
record ConfigFile(String name, String content) {

    /** Reads {@code [PATH=]FILE}. */
    static ConfigFile parse(String argument) throws RpcException {
        int equals = argument.startsWith("/") ? argument.indexOf('=') : -1;
        Path file = Path.of(argument.substring(equals + 1));
        Path last = file.getFileName();
        if (last == null) {
            throw new RpcException(Code.INVALID_ARGUMENT, file + " is no file");
        }
        return new ConfigFile(
                equals < 0 ? last.toString() : argument.substring(0, equals), read(file));
    }

    private static String read(Path file) throws RpcException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new RpcException(Code.INVALID_ARGUMENT, file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new RpcException(Code.INVALID_ARGUMENT, "cannot read " + file + ": " + e, e);
        }
    }

    /**
     * The absolute path that is meant.
     *
     * @param known those of the service's files that are there
     */
    String path(List<String> known) throws RpcException {
        if (name.startsWith("/")) {
            return name;
        }
        List<String> fitting = known.stream().filter(path -> path.endsWith("/" + name)).toList();
        if (fitting.size() != 1) {
            throw new RpcException(
                    Code.INVALID_ARGUMENT,
                    (fitting.isEmpty() ? "no file" : fitting.size() + " files")
                            + " of the service named "
                            + name
                            + "; say /ABSOLUTE/PATH="
                            + name);
        }
        return fitting.getFirst();
    }
}
