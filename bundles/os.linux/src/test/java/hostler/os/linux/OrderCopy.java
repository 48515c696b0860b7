package hostler.os.linux;

import hostler.os.api.Account;
import hostler.os.api.KeeperDuties;
import hostler.os.api.Output;
import hostler.os.api.ResourceLimit;
import hostler.os.api.SpawnOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The same order but for what a test changes. */
final class OrderCopy {
    private final SpawnOrder original;
    String launchId;
    Map<String, String> environment;
    Path workingDirectory;
    Optional<Account> account;
    int umask;
    Output output;
    Optional<Duration> killAfter;
    List<ResourceLimit> limits;
    KeeperDuties duties;

    private OrderCopy(SpawnOrder original) {
        this.original = original;
        launchId = original.launchId();
        environment = original.environment();
        workingDirectory = original.workingDirectory();
        account = original.account();
        umask = original.umask();
        output = original.output();
        killAfter = original.killAfter();
        limits = original.limits();
        duties = original.duties();
    }

    static SpawnOrder of(SpawnOrder original, Consumer<OrderCopy> change) {
        OrderCopy copy = new OrderCopy(original);
        change.accept(copy);
        return copy.order();
    }

    private SpawnOrder order() {
        return new SpawnOrder(
                launchId,
                original.executable(),
                original.arguments(),
                environment,
                workingDirectory,
                account,
                umask,
                output,
                original.records(),
                killAfter,
                limits,
                duties);
    }
}
