package hostler.controller.grpc;

import hostler.configs.api.ConfigOutcome;
import hostler.configs.api.ConfigPlan;
import hostler.configs.api.ConfigSet;
import hostler.configs.api.ConfigTerms;
import hostler.configs.api.ConfigText;
import hostler.configs.api.ConfigVersion;
import hostler.configs.api.ServiceConfigs;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The configuration of the service "web": two files, and whatever outcome a test wants. */
final class FakeConfigs implements ServiceConfigs {
    static final ConfigText MAIN = new ConfigText(Path.of("/etc/web/web.yaml"), "password: x\n");
    static final ConfigText EXTRA = new ConfigText(Path.of("/etc/web/extra.json"), "{}");
    static final ConfigSet NOW = new ConfigSet("abc", List.of(MAIN, EXTRA));

    volatile ConfigOutcome outcome = new ConfigOutcome.Unchanged("abc");

    /** Instead of any answer. */
    volatile @Nullable ServiceException failure;

    /** What the last change was to be. */
    volatile List<ConfigText> wanted = List.of();

    volatile Optional<ConfigTerms> terms = Optional.empty();

    private void look(ServiceId id) throws ServiceException {
        if (failure != null) {
            throw failure;
        }
        if (!id.name().equals("web")) {
            throw ServiceException.notFound(id.name());
        }
    }

    @Override
    public ConfigSet get(ServiceId id) throws ServiceException {
        look(id);
        return NOW;
    }

    @Override
    public ConfigPlan plan(ServiceId id, List<ConfigText> files, ConfigTerms by)
            throws ServiceException {
        look(id);
        return new ConfigPlan(
                "abc",
                List.of(
                        new ConfigPlan.PlannedFile(
                                MAIN.file(), ConfigPlan.Kind.CHANGED, Optional.of("old"), "new")),
                "web is stopped and started again",
                Optional.of(
                        new ConfigOutcome.Refused(
                                ConfigOutcome.Reason.CONFIG_INVALID, "put back before")));
    }

    @Override
    public ConfigOutcome apply(
            ServiceId id, List<ConfigText> files, ConfigTerms by, Consumer<String> progress)
            throws ServiceException {
        look(id);
        wanted = files;
        terms = Optional.of(by);
        progress.accept("web was restarted");
        return outcome;
    }

    @Override
    public ConfigOutcome rollback(
            ServiceId id, OptionalInt version, ConfigTerms by, Consumer<String> progress)
            throws ServiceException {
        look(id);
        progress.accept("to version " + version);
        return outcome;
    }

    @Override
    public List<ConfigVersion> history(ServiceId id) throws ServiceException {
        look(id);
        return List.of(
                new ConfigVersion(
                        3,
                        "abc",
                        Services.STARTED,
                        "root",
                        "applied",
                        List.of("/etc/web/web.yaml")));
    }

    @Override
    public ConfigSet version(ServiceId id, int number) throws ServiceException {
        look(id);
        return NOW;
    }

    @Override
    public int allow(ServiceId id, String by) throws ServiceException {
        look(id);
        return 2;
    }

    @Override
    public List<ConfigText> masked(ServiceId id, List<ConfigText> files) {
        return files.stream().map(file -> new ConfigText(file.file(), "masked")).toList();
    }
}
