package hostler.console;

import hostler.deploy.api.Plugin;
import hostler.deploy.api.Plugins;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The plugins, on the console. */
@Component(
        service = PluginCommands.class,
        property = {"osgi.command.scope=hostler", "osgi.command.function=plugins"})
public final class PluginCommands {
    private final Plugins plugins;

    @Activate
    public PluginCommands(@Reference Plugins plugins) {
        this.plugins = plugins;
    }

    @Descriptor("lists the plugins")
    public String plugins() {
        Columns columns = new Columns("NAME", "VERSION", "STATE", "PROVIDES", "RETIRED", "REASON");
        for (Plugin plugin : plugins.list()) {
            columns.row(
                    plugin.name(),
                    plugin.version(),
                    Words.word(plugin.state()),
                    String.join(" ", plugin.provides()),
                    Integer.toString(plugin.retiredLoaders()),
                    plugin.reason().orElse(""));
        }
        return columns.toString();
    }
}
