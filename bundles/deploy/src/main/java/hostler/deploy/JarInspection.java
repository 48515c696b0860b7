package hostler.deploy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ClassFileFormatVersion;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads a jar to its last byte before the framework sees it. A truncated or hostile one would
 * otherwise be noticed when the running version is already gone.
 */
final class JarInspection {
    /** Bytes of the file. */
    static final long MAX_FILE = 64L << 20;

    static final int MAX_ENTRIES = 10_000;

    /** Bytes of all entries together, unpacked. */
    static final long MAX_UNPACKED = 256L << 20;

    /** Bytes of the manifest. */
    static final int MAX_MANIFEST = 256 << 10;

    private static final int CLASS_MAGIC = 0xCAFEBABE;

    /** Class files of Java N have the major version N + 44 (JVMS, table 4.1-A). */
    private static final int MAJOR_OF_JAVA_0 = 44;

    private final Set<String> names = new HashSet<>();
    private long unpacked;

    private JarInspection() {}

    /**
     * Reads a jar whole.
     *
     * @throws RefusedException when it is damaged, beyond a limit, or not a bundle
     * @throws IOException when the disk fails
     */
    static PluginJar read(Path content) throws RefusedException, IOException {
        long size = Files.size(content);
        if (size == 0) {
            throw new RefusedException("the file is empty; is it still being copied?");
        }
        if (size > MAX_FILE) {
            throw new RefusedException(size + " bytes; at most " + MAX_FILE + " are accepted");
        }
        try (ZipFile zip = new ZipFile(content.toFile())) {
            JarInspection inspection = new JarInspection();
            inspection.readEntries(zip);
            return PluginJar.of(content, manifest(zip));
        } catch (ZipException | EOFException e) {
            throw damaged(String.valueOf(e.getMessage()), e);
        }
    }

    private static RefusedException damaged(String what, Exception cause) {
        return new RefusedException(
                "not a readable jar (" + what + "); is it still being copied?", cause);
    }

    private void readEntries(ZipFile zip) throws RefusedException, IOException {
        if (zip.size() > MAX_ENTRIES) {
            throw new RefusedException(
                    zip.size() + " entries; at most " + MAX_ENTRIES + " are accepted");
        }
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            checkName(entry.getName());
            readToEnd(zip, entry);
        }
    }

    private void checkName(String name) throws RefusedException {
        if (!names.add(name)) {
            throw new RefusedException("the entry " + name + " is there twice");
        }
        Path path = Path.of(name);
        if (path.isAbsolute() || !path.normalize().equals(path) || path.startsWith("..")) {
            throw new RefusedException("the entry " + name + " leads out of the jar");
        }
    }

    private void readToEnd(ZipFile zip, ZipEntry entry) throws RefusedException, IOException {
        CRC32 crc = new CRC32();
        ByteBuffer head = ByteBuffer.allocate(8);
        byte[] buffer = new byte[16 << 10];
        try (InputStream in = zip.getInputStream(entry)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                unpacked += n;
                if (unpacked > MAX_UNPACKED) {
                    throw new RefusedException(
                            "unpacks to more than the " + MAX_UNPACKED + " bytes accepted");
                }
                crc.update(buffer, 0, n);
                head.put(buffer, 0, Math.min(n, head.remaining()));
            }
        }
        // ZipFile itself does not compare the checksum.
        if (entry.getCrc() != -1 && entry.getCrc() != crc.getValue()) {
            throw new RefusedException("the entry " + entry.getName() + " is damaged (CRC)");
        }
        checkClassVersion(entry.getName(), head);
    }

    private static void checkClassVersion(String name, ByteBuffer head) throws RefusedException {
        boolean read = name.endsWith(".class") && !name.startsWith("META-INF/versions/");
        if (!read || head.position() < head.capacity() || head.getInt(0) != CLASS_MAGIC) {
            return;
        }
        int java = Short.toUnsignedInt(head.getShort(6)) - MAJOR_OF_JAVA_0;
        int own = ClassFileFormatVersion.latest().major() - MAJOR_OF_JAVA_0;
        if (java > own) {
            throw new RefusedException(
                    name + " is compiled for Java " + java + "; this agent runs on Java " + own);
        }
    }

    private static Manifest manifest(ZipFile zip) throws RefusedException, IOException {
        ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
        if (entry == null) {
            throw new RefusedException("not a bundle: there is no " + JarFile.MANIFEST_NAME);
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(MAX_MANIFEST + 1);
        }
        if (bytes.length > MAX_MANIFEST) {
            throw new RefusedException("the manifest is longer than " + MAX_MANIFEST + " bytes");
        }
        try {
            return new Manifest(new ByteArrayInputStream(bytes));
        } catch (IOException | IllegalArgumentException e) {
            throw new RefusedException("the manifest is malformed: " + e, e);
        }
    }
}
