package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.Cell;
import hostler.cli.view.States;
import hostler.cli.view.Style;
import hostler.cli.view.Table;
import hostler.proto.v1.ListPluginsResponse;
import hostler.proto.v1.Plugin;
import hostler.proto.v1.PluginState;
import java.util.List;

/** The plugins. */
final class PluginsCommand extends Command {
    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Lists the plugins: shipped ones, dropped ones, and files that were refused and why."),
                List.of(
                        "",
                        "A jar in the deploy directory of the agent is taken at once; a newer one replaces it."));
    }

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
        ListPluginsResponse answer = session.agent().plugins();
        if (session.output().json()) {
            session.output().json(answer);
        } else {
            session.output().table(table(answer));
        }
        return ExitCode.OK;
    }

    private static Table table(ListPluginsResponse answer) {
        Table table =
                new Table("NAME", "VERSION", "STATE", "PROVIDES", ">RETIRED", "FROM", "REASON");
        for (Plugin plugin : answer.getPluginsList()) {
            String file = plugin.getFile();
            table.row(
                    Cell.of(plugin.getName()),
                    Cell.of(plugin.getVersion().isEmpty() ? "-" : plugin.getVersion()),
                    new Cell(
                            States.word(plugin.getState().name(), "PLUGIN_STATE_"),
                            style(plugin.getState())),
                    Cell.of(String.join(" ", plugin.getProvidesList())),
                    Cell.of(plugin.getRetiredLoaders()),
                    Cell.of(file.isEmpty() ? "shipped" : file.substring(file.lastIndexOf('/') + 1)),
                    Cell.of(plugin.getReason()));
        }
        return table;
    }

    private static Style style(PluginState state) {
        return switch (state) {
            case PLUGIN_STATE_ACTIVE -> Style.GOOD;
            case PLUGIN_STATE_REFUSED -> Style.BAD;
            default -> Style.WARNING;
        };
    }
}
