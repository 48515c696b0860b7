package hostler.itest;

import hostler.boot.AgentFramework;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** The shipped bundles on a framework inside the test, for tests that must look into it. */
final class EmbeddedAgent extends RunningAgent {
    private @Nullable AgentFramework framework;

    EmbeddedAgent(Path home) throws Exception {
        super(home);
        for (String name : List.of("deploy", "var/run", "var/state", "var/log")) {
            Files.createDirectories(home.resolve(name));
        }
    }

    EmbeddedAgent start() throws Exception {
        framework = AgentFramework.open(home(), Project.BUNDLES, "test");
        await("the agent answers", this::answers);
        return this;
    }

    BundleContext context() {
        if (framework == null) {
            throw new IllegalStateException("the agent was not started");
        }
        return framework.context();
    }

    Bundle bundle(String name) {
        return Arrays.stream(context().getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        try {
            if (framework != null) {
                framework.stop();
            }
        } catch (BundleException e) {
            throw new IllegalStateException("the framework does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            super.close();
        }
    }
}
