package hostler.core.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceScanTest {
    private static final FileTrust ROOT = new FileTrust(true);
    private static final FileTrust USER = new FileTrust(false);

    @TempDir Path directory;

    private Path write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, Packages.json(text));
        return file;
    }

    private Path service(String path, String name) throws IOException {
        return write(path, "{'package':'" + name + "','binary':{'path':'/bin/true'}}");
    }

    private WorkspaceScan.Findings scan() {
        return scan(USER);
    }

    private WorkspaceScan.Findings scan(FileTrust trust) {
        return WorkspaceScan.scan(Packages.defaults(directory), WorkspaceScan.MAX_PACKAGES, trust);
    }

    private static ServiceId id(String name) {
        return new ServiceId(name);
    }

    private static List<String> messages(WorkspaceScan.Findings findings) {
        return findings.problems().stream().map(PackageProblem::toString).toList();
    }

    @Test
    void packagesAreFoundAtAnyDepthSortedByName() throws IOException {
        service("z/package.json", "a");
        service("a/b/c/d/package.json", "z");
        service("package.json", "m");

        WorkspaceScan.Findings findings = scan();

        assertThat(findings.specs().keySet()).containsExactly(id("a"), id("m"), id("z"));
        assertThat(findings.problems()).isEmpty();
        assertThat(findings.specs().get(id("z")).source())
                .isEqualTo(directory.resolve("a/b/c/d/package.json"));
    }

    @Test
    void foreignHiddenAndTooDeepDirectoriesArePassedOver() throws IOException {
        service("web/node_modules/x/package.json", "x");
        service(".git/package.json", "y");
        service("d/".repeat(PackageDirectories.MAX_DEPTH) + "package.json", "deep");
        service("e/".repeat(PackageDirectories.MAX_DEPTH + 1) + "package.json", "deeper");
        Files.createDirectories(directory.resolve("dir/package.json"));

        assertThat(scan().specs()).containsOnlyKeys(id("deep"));
        assertThat(scan().problems()).isEmpty();
    }

    @Test
    void oneBadPackageAmongManyCostsOnlyItself() throws IOException {
        for (int i = 0; i < 20; i++) {
            service("s" + i + "/package.json", "s" + i);
        }
        Path bad = write("s7/package.json", "{'package':'s7','binary':{'path':7},'startup':[]}");
        Path broken = write("s8/package.json", "{'package':'s8'}{}");

        WorkspaceScan.Findings findings = scan();

        assertThat(findings.specs()).hasSize(18);
        assertThat(findings.invalid()).containsExactly(id("s7"));
        assertThat(messages(findings))
                .containsExactly(
                        bad + ":1:47: startup: a table was expected, not a list",
                        broken + ":1:17: something follows the JSON value");
    }

    @Test
    void aNameThatIsTakenIsRefusedNamingBothFiles() throws IOException {
        Path first = service("a/package.json", "web");
        Path second = service("b/package.json", "web");

        WorkspaceScan.Findings findings = scan();

        assertThat(findings.specs().get(id("web")).source()).isEqualTo(first);
        assertThat(findings.invalid()).isEmpty();
        assertThat(messages(findings))
                .containsExactly(second + ": the name 'web' is taken by " + first);
    }

    @Test
    void aBrokenCopyDoesNotTakeTheNameOfAGoodPackage() throws IOException {
        write("a/package.json", "{'package':'web'}");
        Path good = service("b/package.json", "web");

        WorkspaceScan.Findings findings = scan();

        assertThat(findings.specs().get(id("web")).source()).isEqualTo(good);
        assertThat(findings.invalid()).isEmpty();
    }

    @Test
    void aWorkspaceThatIsNotThereIsAProblem() throws IOException {
        Path gone = directory.resolve("gone");

        WorkspaceScan.Findings findings = WorkspaceScan.scan(Packages.defaults(gone));

        assertThat(messages(findings))
                .containsExactly(
                        gone
                                + ": the workspace cannot be read:"
                                + " java.nio.file.NoSuchFileException: "
                                + gone);
    }

    @Test
    void aPackageBelowADirectoryThatCannotBeReadIsHidden() throws IOException {
        service("web/package.json", "web");
        ServiceSpec known = scan().specs().get(id("web"));
        Files.move(directory.resolve("web"), directory.resolve("away"));
        PackageProblem above = new PackageProblem(directory, 0, 0, "", "input/output error", true);
        PackageProblem beside =
                new PackageProblem(directory.resolve("we"), 0, 0, "", "permission denied", true);

        assertThat(findings(above).hidden(known)).hasValue(directory + ": input/output error");
        assertThat(findings(beside).hidden(known)).isEmpty();
    }

    private static WorkspaceScan.Findings findings(PackageProblem problem) {
        return new WorkspaceScan.Findings(new TreeMap<>(), List.of(problem), Set.of());
    }

    @Test
    void aPackageWhoseFileIsWrongNowIsHiddenNotGone() throws IOException {
        Path file = service("web/package.json", "web");
        ServiceSpec known = scan().specs().get(id("web"));

        write("web/package.json", "{'package':'web'}{}");
        assertThat(scan().hidden(known)).hasValue(file + ":1:18: something follows the JSON value");

        Files.delete(file);
        assertThat(scan().hidden(known)).isEmpty();
    }

    @Test
    void aLinkOutOfTheWorkspaceIsRefusedAndOneInsideIsRead() throws IOException {
        Path outside = Files.createTempFile(directory.getParent(), "outside", ".json");
        Path inside = service("releases/web-1.json", "web");
        Files.createDirectories(directory.resolve("current"));
        Files.createSymbolicLink(directory.resolve("current/package.json"), inside);
        Files.createDirectories(directory.resolve("evil"));
        Path evil = Files.createSymbolicLink(directory.resolve("evil/package.json"), outside);
        Files.createDirectories(directory.resolve("lost"));
        Path lost =
                Files.createSymbolicLink(
                        directory.resolve("lost/package.json"), Path.of("/nowhere/at/all"));

        WorkspaceScan.Findings findings = scan();

        assertThat(findings.specs()).containsOnlyKeys(id("web"));
        assertThat(messages(findings))
                .containsExactly(
                        evil
                                + ": cannot be read: a link that leads out of the workspace, to "
                                + outside.toRealPath(),
                        lost + ": a link to a file that does not exist");
        Files.delete(outside);
    }

    @Test
    void directoriesThatAreLinksAreNotFollowedSoThatCirclesEnd() throws IOException {
        service("web/package.json", "web");
        Files.createSymbolicLink(directory.resolve("web/again"), directory);

        assertThat(scan().specs()).hasSize(1);
        assertThat(scan().problems()).isEmpty();
    }

    @Test
    void theWorkspaceItselfMayBeALink() throws IOException {
        service("real/web/package.json", "web");
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));

        WorkspaceScan.Findings findings = WorkspaceScan.scan(Packages.defaults(link), 10, USER);

        assertThat(findings.specs().get(id("web")).source())
                .isEqualTo(link.resolve("web/package.json"));
    }

    @Test
    void aPipeByThatNameIsNotWaitedFor() throws Exception {
        Files.createDirectories(directory.resolve("web"));
        Path pipe = directory.resolve("web/package.json");
        assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        assertThat(messages(scan())).containsExactly(pipe + ": cannot be read: not a regular file");
    }

    @Test
    void aFileOfMoreThanAMebibyteIsNotRead() throws IOException {
        Path huge = write("web/package.json", " ".repeat((1 << 20) + 1));

        assertThat(messages(scan()))
                .containsExactly(
                        huge + ": cannot be read: 1048577 bytes; at most 1048576 are accepted");
    }

    @Test
    void noMoreThanTheLimitIsLookedAt() throws IOException {
        for (int i = 0; i < 5; i++) {
            service("s" + i + "/package.json", "s" + i);
        }

        WorkspaceScan.Findings findings = WorkspaceScan.scan(Packages.defaults(directory), 3, USER);

        assertThat(findings.specs()).hasSize(3);
        assertThat(messages(findings))
                .containsExactly(
                        directory + ": more than 3 package.json files; the rest is not looked at");
    }

    @Test
    void anAgentThatIsRootRefusesWhatEverybodyMayWrite() throws IOException {
        Path file = service("web/package.json", "web");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        WorkspaceScan.Findings findings = scan(ROOT);

        assertThat(findings.specs()).isEmpty();
        assertThat(findings.invalid()).containsExactly(id("web"));
        assertThat(messages(findings))
                .containsExactly(
                        file
                                + ": everybody may write this file, and the agent is root; chmod o-w it");
        assertThat(scan(USER).specs()).hasSize(1);
    }

    @Test
    void aFileOfAnOrdinaryUserMayNotRunAsRoot() {
        PackageSource source = new PackageSource(new byte[0], 1000, false);
        ServiceSpec silent = Packages.spec("{'package':'web','binary':{'path':'/bin/true'}}");
        ServiceSpec named =
                Packages.spec(
                        "{'package':'web','binary':{'path':'/bin/true'},'startup':{'user':'www'}}");

        assertThat(ROOT.objection(source, silent))
                .hasValue(
                        "owned by user 1000, and the service would run as root; chown the file to"
                                + " root, or name another startup.user");
        assertThat(ROOT.objection(source, named)).isEmpty();
        assertThat(USER.objection(source, silent)).isEmpty();
        assertThat(ROOT.objection(new PackageSource(new byte[0], 0, false), silent)).isEmpty();
    }
}
