package hostler.cli.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.proto.v1.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCheckTest {
    @TempDir Path directory;

    @Test
    void goodPackageHasNothingToRefuse() throws IOException {
        Path file = write("web/package.json", pack("web", ""));
        assertThat(check(file).fatal()).isFalse();
        assertThat(check(file).subject()).isEqualTo("1 package");
    }

    @Test
    void wrongPackageIsToldWithItsPlace() throws IOException {
        Path file = write("web/package.json", "{\n  \"package\": \"web\",\n  \"version\": []\n}\n");
        assertThat(texts(file)).anyMatch(text -> text.startsWith(file + ":3:14: version: "));
        assertThat(check(file).fatal()).isTrue();
    }

    @Test
    void everyPackageOfAWorkspaceIsLookedAtWithItsDependencies() throws IOException {
        write("a/package.json", pack("a", "b"));
        write("b/package.json", pack("b", "a"));
        write("c/package.json", pack("c", "nowhere"));
        write("d/package.json", "{");
        assertThat(texts(directory))
                .anyMatch(text -> text.contains("dependency cycle: a -> b -> a"))
                .anyMatch(text -> text.contains("missing dependency: nowhere"))
                .anyMatch(text -> text.startsWith(directory.resolve("d/package.json").toString()));
    }

    @Test
    void agentFileIsToldWithItsPlace() throws IOException {
        Path file = write("conf/agent.yaml", "agent:\n  cod: x\n");
        assertThat(texts(file))
                .singleElement()
                .satisfies(text -> assertThat(text).startsWith(file + ":2:3: agent.cod"));
    }

    @Test
    void wholeDirectoryOfAnAgent() throws IOException {
        write("conf/agent.yaml", "server:\n  grpc_port: 99999999\n");
        write("workspace/web/package.json", pack("web", ""));
        assertThat(texts(directory)).singleElement().satisfies(t -> assertThat(t).contains(":2:"));
        assertThat(check(directory).subject()).isEqualTo("agent.yaml and 1 good package");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path file = write("notes.txt", "");
        assertThatThrownBy(() -> check(file)).hasMessageContaining("is neither an agent.yaml");
        assertThatThrownBy(() -> check(directory.resolve("none.json")))
                .hasMessageContaining("does not exist");
    }

    private FileCheck.Findings check(Path path) throws IOException {
        return FileCheck.of(path, directory.resolve("home"));
    }

    private List<String> texts(Path path) throws IOException {
        return check(path).problems().stream().map(Problem::getText).toList();
    }

    private static String pack(String name, String dependency) {
        return """
        {"package": "%s", "version": "1", "binary": {"path": "/bin/true"},
         "dependencies": [%s]}
        """
                .formatted(
                        name, dependency.isEmpty() ? "" : "{\"package\": \"" + dependency + "\"}");
    }

    private Path write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
}
