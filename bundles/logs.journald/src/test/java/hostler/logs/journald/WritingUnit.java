package hostler.logs.journald;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.systemd.testkit.Bed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A unit of a real systemd that writes to its stdout what the test says, in one process. */
final class WritingUnit {

    /**
     * Copies each file that it is told, and tells when it is done; a line without a name ends it.
     */
    private static final String PROGRAM =
            """
            open my $orders, '<', "$ARGV[0]/orders" or die;
            open my $acks, '>', "$ARGV[0]/acks" or die;
            select((select($acks), $| = 1)[0]);
            while (my $name = <$orders>) {
                chomp $name;
                last unless length $name;
                open my $file, '<:raw', $name or die;
                local $/;
                my $bytes = <$file>;
                for (my $at = 0; $at < length $bytes;) { $at += syswrite STDOUT, $bytes, 65536, $at }
                $/ = "\\n";
                print $acks "done\\n";
            }
            """;

    private final List<String> manager;
    private final String name;
    private final Path data;
    private final OutputStream orders;
    private final BufferedReader acks;

    /** A unit of the system's manager. */
    WritingUnit(String name, Path directory, String... properties) throws Exception {
        this(List.of(), name, directory, properties);
    }

    /**
     * @param manager what comes before the commands of systemd to reach the manager meant
     */
    WritingUnit(List<String> manager, String name, Path directory, String... properties)
            throws Exception {
        this.manager = manager;
        this.name = name;
        Files.createDirectories(directory);
        this.data = directory.resolve("data");
        Path program = Files.writeString(directory.resolve("write.pl"), PROGRAM);
        Bed.run("mkfifo", "-m", "666", directory + "/orders", directory + "/acks");
        List<String> command = command("systemd-run", "--quiet", "--collect", "--unit=" + name);
        for (String property : properties) {
            command.add("--property=" + property);
        }
        command.addAll(List.of("perl", program.toString(), directory.toString()));
        Bed.run(command.toArray(String[]::new));
        orders = Files.newOutputStream(directory.resolve("orders"));
        acks = Files.newBufferedReader(directory.resolve("acks"));
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(manager);
        command.add(program);
        if (!manager.isEmpty()) {
            command.add("--user");
        }
        command.addAll(List.of(arguments));
        return command;
    }

    /** Writes, and waits until the journal has it. */
    void write(byte[] bytes) throws IOException {
        Files.write(data, bytes);
        orders.write((data + "\n").getBytes(UTF_8));
        orders.flush();
        assertThat(acks.readLine()).isEqualTo("done");
        synchronize();
    }

    /** Ends, and waits until the journal has everything. */
    void end() throws IOException {
        orders.write('\n');
        orders.flush();
        assertThat(acks.readLine()).isNull();
        synchronize();
    }

    private static void synchronize() throws IOException {
        try {
            Bed.run("journalctl", "--sync");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    String name() {
        return name;
    }

    /** Stops it, if it has not ended. */
    void stop() throws Exception {
        orders.close();
        acks.close();
        List<String> stop = new ArrayList<>(List.of("sh", "-c", "\"$@\" || true", "sh"));
        stop.addAll(command("systemctl", "stop", name + ".service"));
        Bed.run(stop.toArray(String[]::new));
    }
}
