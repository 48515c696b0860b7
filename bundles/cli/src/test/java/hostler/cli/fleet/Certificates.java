package hostler.cli.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** An authority and what it has signed, PEM, made by openssl. */
record Certificates(Path directory) {

    /** Makes an authority, and certificates of it for {@code server} and {@code client}. */
    static Certificates made(Path directory) throws IOException, InterruptedException {
        require();
        Certificates all = new Certificates(directory);
        all.request("ca", List.of());
        for (String name : List.of("server", "client")) {
            all.request(
                    name,
                    List.of(
                            "-CA",
                            all.certificate("ca").toString(),
                            "-CAkey",
                            all.key("ca").toString(),
                            "-addext",
                            "subjectAltName=IP:127.0.0.1",
                            "-addext",
                            "basicConstraints=critical,CA:FALSE"));
        }
        return all;
    }

    /** Without openssl the test is skipped; under CI it fails. */
    private static void require() throws InterruptedException {
        try {
            new ProcessBuilder("openssl", "version").start().waitFor();
        } catch (IOException e) {
            if (System.getenv("CI") != null) {
                throw new AssertionError("missing under CI: openssl", e);
            }
            Assumptions.abort("missing: openssl (apt-get install openssl)");
        }
    }

    private void request(String name, List<String> signed)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "openssl", "req", "-x509", "-newkey", "ec", "-nodes", "-days",
                                "2"));
        command.addAll(List.of("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=" + name));
        command.addAll(
                List.of("-keyout", key(name).toString(), "-out", certificate(name).toString()));
        command.addAll(signed);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(said);
        }
    }

    Path certificate(String name) {
        return directory.resolve(name + ".pem");
    }

    Path key(String name) {
        return directory.resolve(name + ".key");
    }
}
