package hostler.deploy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Watches whether the class loaders of replaced versions are collected. Safe for all threads. */
final class RetiredLoaders {
    private final Map<String, List<WeakReference<ClassLoader>>> byName = new HashMap<>();

    /** Notes the loader a bundle has now; call it before the bundle is replaced. */
    synchronized void note(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null && wiring.isInUse()) {
            byName.computeIfAbsent(bundle.getSymbolicName(), name -> new ArrayList<>())
                    .add(new WeakReference<>(wiring.getClassLoader()));
        }
    }

    /** How many loaders of a plugin's replaced versions are still there. */
    synchronized int count(String name) {
        byName.values().forEach(loaders -> loaders.removeIf(loader -> loader.refersTo(null)));
        byName.values().removeIf(List::isEmpty);
        return byName.getOrDefault(name, List.of()).size();
    }
}
