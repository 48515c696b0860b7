package hostler.itest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Plugin jars, as their authors would build and operators would drop them. */
final class Jars {
    private Jars() {}

    /** Copies a jar beside the target and renames it: the atomic way into a deploy directory. */
    static Path drop(Path jar, Path deploy, String name) throws IOException {
        Path temporary =
                Files.copy(
                        jar,
                        deploy.resolve("." + name + ".part"),
                        StandardCopyOption.REPLACE_EXISTING);
        return Files.move(
                temporary,
                deploy.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** The same bundle as another version of itself. */
    static Path withVersion(Path jar, String version, Path target) throws IOException {
        try (JarFile source = new JarFile(jar.toFile())) {
            Manifest manifest = source.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            try (OutputStream file = Files.newOutputStream(target);
                    JarOutputStream out = new JarOutputStream(file, manifest)) {
                for (JarEntry entry : Collections.list(source.entries())) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        source.getInputStream(entry).transferTo(out);
                        out.closeEntry();
                    }
                }
            }
        }
        return target;
    }
}
