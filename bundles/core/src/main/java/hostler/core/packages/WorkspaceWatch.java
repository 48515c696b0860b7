package hostler.core.packages;

import java.io.IOException;
import java.nio.file.Path;

/** Tells when something in the workspace may have changed. */
public final class WorkspaceWatch implements AutoCloseable {

    public WorkspaceWatch(Path workspace, Runnable onChange) throws IOException {}

    @Override
    public void close() {}
}
