package hostler.etcd.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * One process of etcd on a data directory of its own, on loopback unless it was put elsewhere.
 * Needs etcd and etcdctl on the machine, see {@link #require}.
 */
public final class EtcdMember implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;

    /** Within a network namespace the whole of it may be asked; elsewhere nobody else sees it. */
    private Site site;

    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable Process process;

    /**
     * Where a member lives.
     *
     * @param name among the members of its cluster
     * @param directory its data lies in a directory of its name below it
     * @param host the address it listens on
     * @param clientPort for clients
     * @param peerPort for the other members
     * @param cluster {@code name=http://host:peerPort}, of all members, comma-separated
     * @param prefix a command that runs others where this one is to run; empty: here
     * @param arguments more arguments of etcd
     */
    public record Site(
            String name,
            Path directory,
            String host,
            int clientPort,
            int peerPort,
            String cluster,
            List<String> prefix,
            List<String> arguments) {

        /** The only member of its cluster, on loopback. */
        public static Site alone(Path directory, String... arguments) {
            int peerPort = Ports.free();
            return new Site(
                    "m0",
                    directory,
                    "127.0.0.1",
                    Ports.free(),
                    peerPort,
                    "m0=http://127.0.0.1:" + peerPort,
                    List.of(),
                    List.of(arguments));
        }

        Site with(String... more) {
            List<String> all = new ArrayList<>(arguments);
            all.addAll(List.of(more));
            return new Site(
                    name, directory, host, clientPort, peerPort, cluster, prefix, List.copyOf(all));
        }

        Path data() {
            return directory.resolve(name);
        }

        String peer() {
            return "http://" + host + ":" + peerPort;
        }
    }

    /** A member that is not started yet. */
    public EtcdMember(Site site) {
        this.site = site;
    }

    /** The only member of its cluster, on loopback; started. */
    public static EtcdMember started(Path directory, String... arguments) {
        return new EtcdMember(Site.alone(directory, arguments)).start();
    }

    /**
     * Goes on when the machine has etcd. Otherwise the test is skipped and says what is missing;
     * under CI it fails, so that a green run never hides that nothing was tested.
     */
    public static void require() {
        require("etcd (apt-get install etcd-server)", List.of("etcd", "--version"));
        require("etcdctl (apt-get install etcd-client)", List.of("etcdctl", "version"));
    }

    static void require(String what, List<String> probe) {
        if (Shell.attempt(probe).code() == 0) {
            return;
        }
        if (System.getenv("CI") != null) {
            throw new AssertionError("missing under CI: " + what);
        }
        Assumptions.abort("missing: " + what);
    }

    public String endpoint() {
        return site.host() + ":" + site.clientPort();
    }

    public int port() {
        return site.clientPort();
    }

    /** The process that runs. */
    public long pid() {
        return running().pid();
    }

    private Process running() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("etcd does not run");
        }
        return running;
    }

    /** Starts it and waits until it answers. */
    public EtcdMember start() {
        return launch().awaitHealth();
    }

    /** Starts it and waits for nothing. */
    public EtcdMember launch() {
        List<String> command = new ArrayList<>(site.prefix());
        command.addAll(
                List.of(
                        "etcd",
                        "--name=" + site.name(),
                        "--data-dir=" + site.data(),
                        "--initial-cluster=" + site.cluster(),
                        "--initial-advertise-peer-urls=" + site.peer(),
                        "--listen-peer-urls=" + site.peer(),
                        "--logger=zap",
                        "--log-level=error"));
        command.addAll(urls());
        command.addAll(site.arguments());
        try {
            Files.createDirectories(site.directory());
            Path log = site.directory().resolve(site.name() + ".log");
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.appendTo(log.toFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Arguments may name others, for TLS. */
    private List<String> urls() {
        boolean named =
                site.arguments().stream().anyMatch(one -> one.startsWith("--listen-client-urls"));
        String url = "http://" + endpoint();
        return named
                ? List.of()
                : List.of("--listen-client-urls=" + url, "--advertise-client-urls=" + url);
    }

    /** Waits until it answers and has a leader. */
    public EtcdMember awaitHealth() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!healthy()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("etcd " + endpoint() + " is not healthy: " + tail());
            }
            pause();
        }
        return this;
    }

    private boolean healthy() {
        HttpRequest question =
                HttpRequest.newBuilder(URI.create("http://" + endpoint() + "/health"))
                        .timeout(Duration.ofSeconds(1))
                        .build();
        try {
            HttpResponse<String> answer = http.send(question, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == OK && answer.body().contains("true");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static void pause() {
        try {
            // etcd tells nobody that it is ready.
            Thread.sleep(Duration.ofMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private String tail() {
        try {
            return Files.readString(site.directory().resolve(site.name() + ".log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Whether it leads its cluster. */
    public boolean leads() {
        // Endpoint, identity, version, size, whether it leads: the simple format of etcdctl.
        return List.of(ctl("endpoint", "status").split(", ", -1)).get(4).equals("true");
    }

    /** Runs etcdctl on it; what it prints. */
    public String ctl(String... arguments) {
        return Shell.run(etcdctl(arguments));
    }

    /** Runs etcdctl on it, whether it succeeds or not; what it prints. */
    public String attempt(String... arguments) {
        return Shell.attempt(etcdctl(arguments)).output();
    }

    private List<String> etcdctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("etcdctl", "--endpoints=" + endpoint()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The value of a key; empty when it is not there. */
    public String value(String key) {
        return ctl("get", "--print-value-only", key).stripTrailing();
    }

    /** The keys that are there, sorted. */
    public List<String> keys() {
        return ctl("get", "", "--prefix", "--keys-only")
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** The identities of all leases, hexadecimal. */
    public List<String> leases() {
        return ctl("lease", "list").lines().skip(1).toList();
    }

    /**
     * From its next start on it speaks TLS with its clients, and only with those that show a
     * certificate. Then {@link #awaitHealth} and etcdctl have no way in.
     */
    public EtcdMember secured(Certificates files, String server, String authority) {
        String url = "https://" + endpoint();
        return with(
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--cert-file=" + files.chain(server),
                "--key-file=" + files.key(server),
                "--client-cert-auth",
                "--trusted-ca-file=" + files.chain(authority));
    }

    /** What it has logged so far. */
    public String log() {
        return tail();
    }

    /** From its next start on it has these arguments, too. */
    public EtcdMember with(String... arguments) {
        site = site.with(arguments);
        return this;
    }

    /** {@code kill -9}, and waits for its end. */
    public EtcdMember kill() {
        Process running = process;
        if (running != null) {
            Shell.attempt(List.of("kill", "-CONT", Long.toString(running.pid())));
            running.destroyForcibly().onExit().join();
            process = null;
        }
        return this;
    }

    /** SIGSTOP: it keeps its connections and answers nothing. */
    public EtcdMember freeze() {
        return signal("-STOP");
    }

    /** SIGCONT. */
    public EtcdMember thaw() {
        return signal("-CONT");
    }

    private EtcdMember signal(String name) {
        Shell.run(List.of("kill", name, Long.toString(pid())));
        return this;
    }

    /** Deletes its data; it must not run. */
    public EtcdMember wipe() {
        try (Stream<Path> files = Files.walk(site.data())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Saves its state as it is now. */
    public Path snapshot(String name) {
        Path file = site.directory().resolve(name);
        ctl("snapshot", "save", file.toString());
        return file;
    }

    /** Puts a saved state in the place of its data; it must not run. */
    public EtcdMember restore(Path snapshot) {
        wipe();
        Shell.run(
                List.of(
                        "etcdctl",
                        "snapshot",
                        "restore",
                        snapshot.toString(),
                        "--name=" + site.name(),
                        "--initial-cluster=" + site.cluster(),
                        "--initial-advertise-peer-urls=" + site.peer(),
                        "--data-dir=" + site.data()));
        return this;
    }

    @Override
    public void close() {
        kill();
    }
}
