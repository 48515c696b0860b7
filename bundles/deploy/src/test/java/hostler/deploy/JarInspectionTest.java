package hostler.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.deploy.sample.SamplePlugin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

class JarInspectionTest {
    @TempDir Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("x.jar");
    }

    private void isRefused(byte[] content, String reason) throws IOException {
        Files.write(file, content);
        assertThatThrownBy(() -> JarInspection.read(file))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(reason);
    }

    private static TestJar sample() throws IOException {
        return TestJar.plugin("hostler.health.http", "1.2.3", SamplePlugin.class);
    }

    @Test
    void aGoodJarTellsItsNameVersionAndHeaders() throws Exception {
        PluginJar jar =
                JarInspection.read(
                        sample().header("Bundle-SymbolicName", "a.b;singleton:=true").write(file));

        assertThat(jar.name()).isEqualTo("a.b");
        assertThat(jar.version()).isEqualTo(new Version(1, 2, 3));
        assertThat(jar.clauses("Import-Package")).hasSize(1);
        assertThat(jar.clauses("Export-Package")).isEmpty();
    }

    @Test
    void anEmptyFileAndATextAreRefused() throws Exception {
        isRefused(new byte[0], "empty");
        isRefused("hello".getBytes(StandardCharsets.UTF_8), "not a readable jar");
    }

    @Test
    void aJarThatEndsEarlyIsRefusedWhereverItEnds() throws Exception {
        byte[] whole = sample().bytes();
        for (int length = 1; length < whole.length; length += 7) {
            isRefused(Arrays.copyOf(whole, length), "is it still being copied?");
        }
    }

    @Test
    void aFlippedBitInAnEntryIsRefused() throws Exception {
        byte[] content = new byte[2000];
        Arrays.fill(content, (byte) 'x');
        byte[] jar = sample().entry("data", content).bytes();
        int name = new String(jar, StandardCharsets.ISO_8859_1).indexOf("data");
        jar[name + 8] ^= 0x10;

        Files.write(file, jar);
        assertThatThrownBy(() -> JarInspection.read(file)).isInstanceOf(RefusedException.class);
    }

    @Test
    void aBombIsRefused() throws Exception {
        byte[] zeros = new byte[16 << 20];
        TestJar jar = sample();
        for (long unpacked = 0; unpacked < JarInspection.MAX_UNPACKED; unpacked += zeros.length) {
            jar.entry("zeros" + unpacked, zeros);
        }
        isRefused(jar.bytes(), "unpacks to more than");
    }

    @Test
    void tooManyEntriesAreRefused() throws Exception {
        TestJar jar = sample();
        for (int i = 0; i <= JarInspection.MAX_ENTRIES; i++) {
            jar.entry("e" + i, new byte[0]);
        }
        isRefused(jar.bytes(), "entries; at most 10000");
    }

    @Test
    void aHugeManifestIsRefused() throws Exception {
        isRefused(
                sample().header("X-Long", "x".repeat(JarInspection.MAX_MANIFEST)).bytes(),
                "the manifest is longer");
    }

    @Test
    void entriesThatLeadOutOfTheJarOrStandTwiceAreRefused() throws Exception {
        isRefused(sample().entry("../../etc/cron.d/x", new byte[1]).bytes(), "leads out");
        isRefused(sample().entry("/etc/x", new byte[1]).bytes(), "leads out");
        byte[] twice = sample().entry("one", new byte[1]).entry("two", new byte[1]).bytes();
        isRefused(renamed(twice, "two", "one"), "is there twice");
    }

    private static byte[] renamed(byte[] jar, String from, String to) {
        return new String(jar, StandardCharsets.ISO_8859_1)
                .replace(from, to)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aJarThatIsNoBundleIsRefused() throws Exception {
        isRefused(sample().without("Bundle-SymbolicName").bytes(), "no Bundle-SymbolicName");
        isRefused(sample().without("Bundle-Version").bytes(), "no Bundle-Version");
        isRefused(sample().header("Bundle-Version", "one").bytes(), "'one' is not a version");
        isRefused(sample().header("Bundle-SymbolicName", "../x").bytes(), "not a plain name");
    }

    @Test
    void classesOfALaterJavaAreRefusedByName() throws Exception {
        byte[] later = ByteBuffer.allocate(10).putInt(0xCAFEBABE).putInt(99 + 44).array();

        isRefused(sample().entry("a/B.class", later).bytes(), "a/B.class is compiled for Java 99");
        sample().entry("META-INF/versions/99/a/B.class", later).write(file);
        assertThat(JarInspection.read(file).name()).isEqualTo("hostler.health.http");
    }
}
