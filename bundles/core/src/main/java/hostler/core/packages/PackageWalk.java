package hostler.core.packages;

import hostler.core.api.PackageProblem;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Collects the package.json files of a workspace. No link to a directory is followed, so the walk
 * neither leaves the workspace nor runs in circles; the workspace itself may be one.
 */
final class PackageWalk extends SimpleFileVisitor<Path> {
    private final Path workspace;
    private final Path real;
    private final int limit;
    private final SortedSet<Path> files = new TreeSet<>();
    private final List<PackageProblem> problems = new ArrayList<>();

    private PackageWalk(Path workspace, Path real, int limit) {
        this.workspace = workspace;
        this.real = real;
        this.limit = limit;
    }

    /**
     * Walks a workspace; what cannot be read is among the problems.
     *
     * @param limit so many files at most
     * @throws IOException when the workspace itself cannot be reached
     */
    static PackageWalk over(Path workspace, int limit) throws IOException {
        Path real = workspace.toRealPath();
        PackageWalk walk = new PackageWalk(workspace, real, limit);
        Files.walkFileTree(real, Set.of(), PackageDirectories.MAX_DEPTH + 1, walk);
        return walk;
    }

    /** What was found, in the order of paths, each as it is named under the workspace. */
    SortedSet<Path> files() {
        return files;
    }

    List<PackageProblem> problems() {
        return problems;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return directory.equals(real) || PackageDirectories.looksInto(directory)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (!file.endsWith(PackageDirectories.FILE) || attributes.isDirectory()) {
            return FileVisitResult.CONTINUE;
        }
        if (files.size() >= limit) {
            problem(real, "more than " + limit + " package.json files; the rest is not looked at");
            return FileVisitResult.TERMINATE;
        }
        files.add(named(file));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        if (!(e instanceof NoSuchFileException)) {
            problem(file, "cannot be read: " + e);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
        if (e != null) {
            problem(directory, "cannot be read to its end: " + e);
        }
        return FileVisitResult.CONTINUE;
    }

    private void problem(Path file, String message) {
        problems.add(new PackageProblem(named(file), 0, 0, "", message, true));
    }

    private Path named(Path file) {
        return workspace.resolve(real.relativize(file)).normalize();
    }
}
