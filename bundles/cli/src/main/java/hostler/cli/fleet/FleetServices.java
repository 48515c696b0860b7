package hostler.cli.fleet;

import hostler.cli.args.Option;
import hostler.cli.args.UsageException;
import hostler.proto.v1.Action;
import org.jspecify.annotations.Nullable;

/** Starts, stops, restarts or reloads services. */
final class FleetServices extends ChangeCommand {
    private final Action action;

    private final Option<Boolean> all =
            arguments().flag("Every service instead of names.", "--all");

    private final @Nullable Option<Boolean> cascade;

    FleetServices(Action action) {
        this.action = action;
        this.cascade =
                action == Action.ACTION_STOP
                        ? arguments().flag("Stop first what depends on them.", "--cascade")
                        : null;
        arguments().operands("NAME", 0, Integer.MAX_VALUE, "The services.");
    }

    @Override
    void check() throws UsageException {
        boolean named = !arguments().given().isEmpty();
        if (all.value() == named) {
            throw new UsageException(
                    named ? "either --all or names" : "name the services, or say --all");
        }
    }

    @Override
    Change change() {
        return new CommandedChange(action, arguments().given(), cascade != null && cascade.value());
    }
}
