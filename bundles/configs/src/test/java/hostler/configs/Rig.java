package hostler.configs;

import hostler.configs.api.ConfigOutcome;
import hostler.configs.api.ConfigTerms;
import hostler.configs.api.ConfigText;
import hostler.core.api.ServiceConfiguration;
import hostler.core.api.ServiceConfiguration.DeclaredFile;
import hostler.core.api.ServiceConfiguration.Effect;
import hostler.core.api.ServiceConfiguration.Format;
import hostler.os.linux.LinuxConfinedFiles;
import hostler.os.linux.NssAccounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A service with two configuration files on a real disk, and the workshop that changes them. */
final class Rig implements AutoCloseable {
    static final Duration SOAK = Duration.ofMillis(50);
    static final Limits LIMITS = new Limits(1 << 20, 20, 1 << 20, SOAK);

    final Path directory;
    final Path main;
    final Path extra;
    final FakeService service;
    final Workshop workshop;
    private final LinuxConfinedFiles door = new LinuxConfinedFiles();
    private final NssAccounts accounts = new NssAccounts();

    Rig(Path directory) throws IOException {
        this(directory, new Effect.Restarted(), LIMITS, Steps.UNHEARD);
    }

    Rig(Path temporary, Effect effect, Limits limits, Steps steps) throws IOException {
        directory = temporary.toRealPath();
        Path etc = Files.createDirectories(directory.resolve("etc"));
        main = etc.resolve("web.yaml");
        extra = etc.resolve("extra.json");
        Path source = directory.resolve("package.json");
        Files.writeString(source, "{\"package\":\"web\"}");
        service = new FakeService(source, configuration(effect));
        workshop =
                new Workshop(
                        directory.resolve("var/history/config"),
                        new Doors(
                                service,
                                service,
                                service,
                                () -> Optional.of(service.health()),
                                door,
                                accounts),
                        () -> limits,
                        steps);
    }

    ServiceConfiguration configuration(Effect effect) {
        return new ServiceConfiguration(
                List.of(new DeclaredFile(main, Format.YAML), new DeclaredFile(extra, Format.JSON)),
                effect,
                Optional.empty());
    }

    /** Applies on a thread of its own. */
    CompletableFuture<ConfigOutcome> begin(ConfigText... files) {
        CompletableFuture<ConfigOutcome> outcome = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                outcome.complete(apply(files));
                            } catch (Exception e) {
                                outcome.completeExceptionally(e);
                            }
                        });
        return outcome;
    }

    ConfigOutcome apply(ConfigText... files) throws Exception {
        return apply(ConfigTerms.by("tester"), files);
    }

    ConfigOutcome apply(ConfigTerms terms, ConfigText... files) throws Exception {
        return workshop.apply(FakeService.WEB, List.of(files), terms, line -> {});
    }

    ConfigText main(String text) {
        return new ConfigText(main, text);
    }

    ConfigText extra(String text) {
        return new ConfigText(extra, text);
    }

    /** Whether a change is on record as being under way. */
    boolean underway() {
        return Files.exists(directory.resolve("var/history/config/web/intent.json"));
    }

    @Override
    public void close() {
        workshop.close();
        door.close();
        accounts.close();
    }
}
