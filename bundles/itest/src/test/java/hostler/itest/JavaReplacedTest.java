package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package upgrade takes the Java away under a running agent. */
class JavaReplacedTest {
    @TempDir Path directory;

    @Test
    void servicesStartStopAndRestartAfterTheJavaOfTheAgentIsGone() throws Exception {
        Path java = directory.resolve("java");
        copy(Path.of(System.getProperty("java.home")), java);
        try (LiveAgent agent = new LiveAgent(Files.createDirectory(directory.resolve("home")))) {
            agent.workspace().sleeper("early", "");
            agent.with("JAVA_HOME", java.toString()).start().awaitRunning(1);
            Identity early = agent.identities().get("early");

            Files.move(java, directory.resolve("gone"));
            agent.workspace()
                    .sleeper("late", "")
                    .sleeper(
                            "checked",
                            "\"healthcheck\": {\"type\": \"script\", \"script_path\": \"check\","
                                    + " \"interval\": \"1s\", \"timeout\": \"1s\"}")
                    .script("checked", "check", "echo fine");

            agent.awaitRunning(3);
            early.kill();
            agent.awaitService("early", service -> service.getTotalRestarts() == 1);
            agent.awaitRunning(3);
            assertThat(agent.hostler("stop", "late").exitCode()).isZero();
            assertThat(agent.identities()).containsOnlyKeys("early", "checked");
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes all)
                            throws java.io.IOException {
                        // What a running agent does not need, and what is large.
                        String name = path.getFileName().toString();
                        if (name.equals("jmods") || name.equals("legal") || name.equals("man")) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        Files.createDirectories(to.resolve(from.relativize(path)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path path, BasicFileAttributes all)
                            throws java.io.IOException {
                        if (!path.endsWith("lib/src.zip")) {
                            Files.copy(
                                    path,
                                    to.resolve(from.relativize(path)),
                                    StandardCopyOption.COPY_ATTRIBUTES,
                                    LinkOption.NOFOLLOW_LINKS);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
