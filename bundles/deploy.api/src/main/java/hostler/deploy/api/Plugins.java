package hostler.deploy.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The bundles of this agent that offer something or were dropped into the deploy directory. */
@ProviderType
public interface Plugins {

    /**
     * All of them, sorted by symbolic name; a refused file that never became a bundle is listed
     * too.
     */
    List<Plugin> list();
}
