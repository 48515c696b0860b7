package hostler.configs;

import static hostler.configs.FakeService.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import hostler.configs.api.ConfigOutcome;
import hostler.configs.api.ConfigOutcome.Applied;
import hostler.configs.api.ConfigOutcome.PutBack;
import hostler.configs.api.ConfigOutcome.Refused;
import hostler.configs.api.ConfigOutcome.Unchanged;
import hostler.configs.api.ConfigPlan;
import hostler.configs.api.ConfigTerms;
import hostler.configs.api.ConfigText;
import hostler.configs.api.ConfigVersion;
import hostler.configs.secrets.Secrets;
import hostler.core.api.ServiceConfiguration;
import hostler.core.api.ServiceConfiguration.DeclaredFile;
import hostler.core.api.ServiceConfiguration.Effect;
import hostler.core.api.ServiceConfiguration.Format;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.os.api.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ApplyTest {
    private static final String RESTART = "restart by tester, for version %d of its configuration";

    @TempDir Path directory;
    private Rig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new Rig(directory);
        Files.writeString(rig.main, "port: 1\n");
        Files.writeString(rig.extra, "{}");
    }

    @AfterEach
    void close() {
        rig.close();
        assertThat(rig.service.watchers).as("who still looks closely").hasValue(0);
    }

    private void with(Effect effect) throws IOException {
        rig.close();
        rig = new Rig(directory, effect, Rig.LIMITS, Steps.UNHEARD);
    }

    private static String message(ConfigOutcome outcome) {
        return switch (outcome) {
            case Unchanged unchanged -> "unchanged";
            case Applied applied -> applied.message();
            case Refused refused -> "[" + refused.reason() + "] " + refused.message();
            case PutBack back -> "[" + back.reason() + "] " + back.message();
        };
    }

    @Test
    void filesAreReadInTheOrderOfDeclarationAndTheSameWayAlways() throws Exception {
        assertThat(rig.workshop.get(WEB).files())
                .containsExactly(rig.main("port: 1\n"), rig.extra("{}"));
        assertThat(rig.workshop.get(WEB)).isEqualTo(rig.workshop.get(WEB));
        Files.delete(rig.main);
        assertThat(rig.workshop.get(WEB).files()).containsExactly(rig.extra("{}"));
    }

    @Test
    void aGoodChangeRestartsTheServiceAndIsAVersion() throws Exception {
        ConfigOutcome outcome = rig.apply(rig.extra("{\"a\": 1}"), rig.main("port: 2\n"));

        assertThat(outcome)
                .isEqualTo(
                        new Applied(
                                2,
                                rig.workshop.get(WEB).hash(),
                                List.of(
                                        new ConfigOutcome.ChangedFile(rig.main, 8),
                                        new ConfigOutcome.ChangedFile(rig.extra, 8)),
                                "web was restarted and works"));
        assertThat(rig.main).hasContent("port: 2\n");
        assertThat(rig.extra).hasContent("{\"a\": 1}");
        assertThat(rig.service.told).containsExactly(RESTART.formatted(2));
        assertThat(rig.workshop.history(WEB))
                .extracting(ConfigVersion::number, ConfigVersion::how, ConfigVersion::by)
                .containsExactly(tuple(2, "applied", "tester"), tuple(1, "found", "unknown"));
        assertThat(rig.underway()).isFalse();
    }

    @Test
    void theSameContentTouchesNothing() throws Exception {
        Object before = Files.getLastModifiedTime(rig.main);

        assertThat(rig.apply(rig.main("port: 1\n"))).isInstanceOf(Unchanged.class);
        assertThat(Files.getLastModifiedTime(rig.main)).isEqualTo(before);
        assertThat(rig.service.told).isEmpty();
        assertThat(rig.workshop.history(WEB)).isEmpty();
    }

    @Test
    void aChangeTheServiceDoesNotSurviveIsPutBackExactly() throws Exception {
        Files.setPosixFilePermissions(rig.main, PosixFilePermissions.fromString("rw-r-----"));
        ConfigOutcome outcome = rig.apply(rig.main("crash: now\n"), rig.extra("[]"));

        assertThat(message(outcome))
                .isEqualTo(
                        "[SERVICE_START_FAILED] web does not work with it: because it is"
                                + " RESTARTING, exited with code 7; everything is as it was"
                                + " before");
        assertThat(rig.main).hasContent("port: 1\n");
        assertThat(rig.extra).hasContent("{}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rig.main)))
                .isEqualTo("rw-r-----");
        assertThat(rig.service.told)
                .containsExactly(RESTART.formatted(2), RESTART.formatted(2) + ", put back");
        assertThat(rig.service.find(WEB).orElseThrow().state()).isEqualTo(ServiceState.RUNNING);
        assertThat(rig.underway()).isFalse();
    }

    /** What stands by takes the place of what ended before anybody has read how that ended. */
    @Test
    void whyItDidNotSurviveIsToldAlthoughItRunsAgainBeforeThatIsKnown() throws Exception {
        assertThat(message(rig.apply(rig.main("replaced: 1\n"))))
                .startsWith("[SERVICE_START_FAILED]")
                .contains("exited with code 7");
    }

    @Test
    void aServiceThatNeverGetsReadyGetsItsOldFiles() throws Exception {
        assertThat(message(rig.apply(rig.main("unready: 1\n"))))
                .startsWith("[HEALTH_CHECK_FAILED] web does not work with it: it is not ready");
        assertThat(rig.main).hasContent("port: 1\n");
    }

    @Test
    void aServiceThatIsSickAfterASignalGetsItsOldFilesAndTheSignalAgain() throws Exception {
        with(new Effect.Signalled(Signal.HUP));

        assertThat(message(rig.apply(rig.main("sick: 1\n"))))
                .startsWith(
                        "[HEALTH_CHECK_FAILED] web does not work with it: it is not healthy: HTTP"
                                + " 503");
        assertThat(rig.service.told)
                .containsExactly(
                        "HUP by tester, for version 2 of its configuration",
                        "HUP by tester, for version 2 of its configuration, put back");
    }

    @Test
    void aServiceThatReloadsIsReloaded() throws Exception {
        with(new Effect.Reloaded());

        assertThat(message(rig.apply(rig.main("port: 2\n"))))
                .isEqualTo("web was reloaded and works");
        assertThat(rig.service.told)
                .containsExactly("reload by tester, for version 2 of its configuration");
    }

    @Test
    void aServiceThatCannotReloadWhatIsNewGetsItsOldFilesAndReloadsThem() throws Exception {
        with(new Effect.Reloaded());
        rig.service.failToReload("the job is 'failed'");

        assertThat(message(rig.apply(rig.main("port: x\n"))))
                .startsWith(
                        "[SERVICE_START_FAILED] web does not work with it: the job is 'failed'");
        assertThat(rig.main).hasContent("port: 1\n");
        assertThat(rig.service.told)
                .containsExactly(
                        "reload by tester, for version 2 of its configuration",
                        "reload by tester, for version 2 of its configuration, put back");
    }

    @Test
    void aServiceThatLooksAtItsFilesItselfIsNotTold() throws Exception {
        with(new Effect.Nothing());

        assertThat(message(rig.apply(rig.main("port: 2\n")))).isEqualTo("web went on and works");
        assertThat(rig.service.told).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ServiceState.class,
            names = {"STOPPED", "FAILED", "WAITING", "PAUSED", "COMPLETED"})
    void aServiceThatDoesNotRunIsNotStarted(ServiceState state) throws Exception {
        rig.service.is(state);

        assertThat(message(rig.apply(rig.main("crash: 1\n"))))
                .isEqualTo(
                        "web is " + state.name().toLowerCase(Locale.ROOT) + " and left as it is");
        assertThat(rig.main).hasContent("crash: 1\n");
        assertThat(rig.service.told).isEmpty();
    }

    @Test
    void aServiceThatCrashesAllTheTimeIsStartedWithWhatMayMendIt() throws Exception {
        with(new Effect.Nothing());
        rig.service.is(ServiceState.RESTARTING);

        assertThat(message(rig.apply(rig.main("port: 2\n"))))
                .isEqualTo("web was restarted and works");
    }

    @Test
    void aDeclaredFileThatIsNotThereIsMadeAndGoesWhenItIsPutBack() throws Exception {
        Files.delete(rig.extra);
        rig.apply(rig.main("crash: 1\n"), rig.extra("{}"));
        assertThat(rig.extra).doesNotExist();

        assertThat(rig.apply(rig.extra("{}"))).isInstanceOf(Applied.class);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rig.extra)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void whatWasPutBackIsNotTriedAgainUntilSomebodySaysSo() throws Exception {
        rig.apply(rig.main("crash: 1\n"));
        rig.service.told.clear();

        assertThat(message(rig.apply(rig.main("crash: 1\n"))))
                .isEqualTo(
                        "[SERVICE_START_FAILED] this content was put back before: web does not work"
                                + " with it: because it is RESTARTING, exited with code 7; change"
                                + " it, or run 'hostler config web allow' to have it tried again");
        assertThat(rig.service.told).isEmpty();
        assertThat(rig.workshop.allow(WEB, "tester")).isEqualTo(1);
        assertThat(rig.apply(rig.main("crash: 1\n"))).isInstanceOf(PutBack.class);
    }

    @Test
    void anotherPackageMayWorkWithWhatWasPutBack() throws Exception {
        rig.apply(rig.main("crash: 1\n"));
        rig.service.packaged(rig.configuration(new Effect.Restarted()), "{\"version\":\"2\"}");

        assertThat(rig.apply(rig.main("crash: 1\n"))).isInstanceOf(PutBack.class);
        assertThat(rig.apply(rig.main("crash: 1\n"))).isInstanceOf(Refused.class);
    }

    @Test
    void refusalsSurviveTheAgent() throws Exception {
        rig.apply(rig.main("crash: 1\n"));
        with(new Effect.Restarted());

        assertThat(rig.apply(rig.main("crash: 1\n"))).isInstanceOf(Refused.class);
    }

    @Test
    void whatIsNotTheContentsFaultIsNotHeldAgainstIt() throws Exception {
        rig.service.refuse("its dependency db is missing");

        assertThat(message(rig.apply(rig.main("port: 2\n"))))
                .contains("its dependency db is missing");
        assertThat(rig.main).hasContent("port: 1\n");
        assertThat(rig.workshop.allow(WEB, "tester")).isZero();
    }

    @Test
    void thatAllIsAsBeforeIsAnsweredWhenTheServiceHasSettledWithIt() throws Exception {
        CompletableFuture<ServiceStatus> settled = new CompletableFuture<>();
        rig.service.settleWith(settled);

        CompletableFuture<ConfigOutcome> answer = rig.begin(rig.main("crash: 1\n"));

        assertThatThrownBy(() -> answer.get(500, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        assertThat(rig.main).hasContent("port: 1\n");
        settled.complete(rig.service.list().getFirst());
        assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOf(PutBack.class);
    }

    @Test
    void whatSomebodyRestartedMeanwhileProvesNothing() throws Exception {
        assertThat(rig.apply(rig.main("restarted: by hand\n"))).isInstanceOf(PutBack.class);
        assertThat(rig.workshop.allow(WEB, "tester")).isZero();
    }

    @Test
    void aCallerWhoWaitsTooShortlyGetsNothingDone() throws Exception {
        ConfigTerms hasty =
                new ConfigTerms(Optional.empty(), Optional.of(Duration.ofSeconds(2)), "tester");

        assertThat(message(rig.apply(hasty, rig.main("port: 2\n"))))
                .isEqualTo(
                        "[INVALID_REQUEST] the caller waits 2s, and web is to be watched; 3s is the"
                                + " least");
        assertThat(rig.main).hasContent("port: 1\n");
    }

    @Test
    void aTrialThatTheCallersDeadlineCutShortProvesNothingAgainstTheContent() throws Exception {
        rig.close();
        Limits patient = new Limits(1 << 20, 20, 1 << 20, Duration.ofMinutes(5));
        rig = new Rig(directory, new Effect.Restarted(), patient, Steps.UNHEARD);
        ConfigTerms hurried =
                new ConfigTerms(Optional.empty(), Optional.of(Duration.ofSeconds(3)), "tester");

        assertThat(message(rig.apply(hurried, rig.main("unready: 1\n"))))
                .startsWith("[HEALTH_CHECK_FAILED]");
        assertThat(rig.workshop.allow(WEB, "tester")).isZero();
        assertThat(rig.apply(hurried, rig.main("port: 2\n"))).isInstanceOf(Applied.class);
    }

    @Test
    void whoReadsFirstIsNotOverwritten() throws Exception {
        String seen = rig.workshop.get(WEB).hash();
        ConfigTerms careful = new ConfigTerms(Optional.of(seen), Optional.empty(), "tester");

        assertThat(rig.apply(careful, rig.main("port: 2\n"))).isInstanceOf(Applied.class);
        assertThat(message(rig.apply(careful, rig.main("port: 3\n"))))
                .startsWith("[CONFIG_CONFLICT] the files are not what they were")
                .contains(seen);
        assertThat(rig.main).hasContent("port: 2\n");
    }

    @Test
    void everythingThatIsWrongWithTheContentsIsTold() throws Exception {
        assertThat(message(rig.apply(rig.main("a: [\n"), rig.extra("{\n\"a\": }"))))
                .startsWith("[CONFIG_INVALID] " + rig.main + ":2: not valid YAML: ")
                .contains("; " + rig.extra + ":2: not valid JSON: ");
        assertThat(message(rig.apply(rig.main(""))))
                .isEqualTo("[CONFIG_INVALID] " + rig.main + ": the content is empty");
        assertThat(message(rig.apply(rig.main("password: " + Secrets.MASK))))
                .contains("stands for a secret that was masked");
        assertThat(message(rig.apply(rig.main("a: " + "x".repeat(1 << 20)))))
                .contains("longer than 1048576 bytes");
        assertThat(rig.main).hasContent("port: 1\n");
        assertThat(rig.service.told).isEmpty();
    }

    @Test
    void onlyDeclaredFilesAreTakenEachOnce() throws Exception {
        ConfigText stranger = new ConfigText(Path.of("/etc/passwd"), "root::0:0");

        assertThat(message(rig.apply(rig.main("port: 2\n"), stranger)))
                .isEqualTo(
                        "[CONFIG_NOT_FOUND] '/etc/passwd' is no configuration file of web; its"
                                + " package declares "
                                + rig.main
                                + ", "
                                + rig.extra);
        assertThat(message(rig.apply(rig.main("port: 2\n"), rig.main("port: 3\n"))))
                .isEqualTo("[INVALID_REQUEST] " + rig.main + " is given twice");
        assertThat(message(rig.apply())).isEqualTo("[INVALID_REQUEST] no configs provided");
        assertThat(rig.main).hasContent("port: 1\n");
    }

    /** Defect 4: the prefix without a separator. */
    @Test
    void aNeighbourOfADeclaredFileIsNotDeclared() throws Exception {
        ConfigText neighbour = new ConfigText(Path.of(rig.main + "x"), "port: 2\n");
        ConfigText roundabout =
                new ConfigText(rig.main.resolve("..").resolve("web.yaml"), "port: 2\n");

        assertThat(message(rig.apply(neighbour))).startsWith("[CONFIG_NOT_FOUND]");
        assertThat(message(rig.apply(roundabout))).startsWith("[CONFIG_NOT_FOUND]");
    }

    @Test
    void aLinkInTheWayIsNamedAndNothingIsTouched() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "root's own");
        Files.delete(rig.extra);
        Files.createSymbolicLink(rig.extra, secret.toRealPath());

        assertThatThrownBy(() -> rig.apply(rig.extra("{}")))
                .isInstanceOf(ServiceException.class)
                .hasMessage("cannot read " + rig.extra + ": it is a symbolic link");
        assertThatThrownBy(() -> rig.workshop.get(WEB)).hasMessageContaining("symbolic link");
        assertThat(secret).hasContent("root's own");
    }

    @Test
    void bytesThatAreNoTextAreNotMangled() throws Exception {
        byte[] latin = "name: Müller\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(rig.main, latin);

        assertThatThrownBy(() -> rig.workshop.get(WEB))
                .hasMessage(
                        rig.main
                                + " is not valid UTF-8, so it cannot be shown without mangling it");
        assertThat(rig.apply(rig.main("crash: 1\n"))).isInstanceOf(PutBack.class);
        assertThat(Files.readAllBytes(rig.main)).isEqualTo(latin);
    }

    @Test
    void whenAFileCannotBeWrittenTheOthersAreTheOldOnesAgain() throws Exception {
        Files.delete(rig.extra);
        Path missing = rig.directory.resolve("none/extra.json");
        rig.service.packaged(
                new ServiceConfiguration(
                        List.of(
                                new DeclaredFile(rig.main, Format.YAML),
                                new DeclaredFile(missing, Format.JSON)),
                        new Effect.Restarted(),
                        Optional.empty()),
                "{}");

        assertThat(message(rig.apply(rig.main("port: 2\n"), new ConfigText(missing, "{}"))))
                .startsWith("[INTERNAL_ERROR] cannot replace " + missing)
                .contains("its directory does not exist");
        assertThat(rig.main).hasContent("port: 1\n");
        assertThat(rig.service.told).isEmpty();
        assertThat(rig.underway()).isFalse();
    }

    @Test
    void aVersionComesBackAndItsFilesGoThatWereNotThere() throws Exception {
        Files.delete(rig.extra);
        rig.apply(rig.main("port: 2\n"), rig.extra("[]"));
        rig.apply(rig.main("port: 3\n"));

        ConfigTerms terms = ConfigTerms.by("tester");
        ConfigOutcome outcome = rig.workshop.rollback(WEB, OptionalInt.of(1), terms, line -> {});

        assertThat(outcome).isInstanceOf(Applied.class);
        assertThat(rig.main).hasContent("port: 1\n");
        assertThat(rig.extra).doesNotExist();
        assertThat(rig.workshop.history(WEB).getFirst().how())
                .isEqualTo("rolled back to version 1");
        rig.workshop.rollback(WEB, OptionalInt.empty(), terms, line -> {});
        assertThat(rig.main).hasContent("port: 3\n");
        assertThat(rig.workshop.version(WEB, 2).files())
                .containsExactly(rig.main("port: 2\n"), rig.extra("[]"));
        assertThatThrownBy(() -> rig.workshop.version(WEB, 77))
                .hasMessage("there is no version 77 of the configuration of web");
    }

    @Test
    void whatSomebodyElseWroteIsAVersionOfItsOwn() throws Exception {
        rig.apply(rig.main("port: 2\n"));
        Files.writeString(rig.main, "port: 2 # by hand\n");
        rig.apply(rig.main("port: 3\n"));

        assertThat(rig.workshop.history(WEB))
                .extracting(ConfigVersion::how)
                .containsExactly("applied", "found", "applied", "found");
        assertThat(rig.workshop.version(WEB, 3).files()).contains(rig.main("port: 2 # by hand\n"));
    }

    @Test
    void theHistoryIsBounded() throws Exception {
        rig.close();
        Limits few = new Limits(1 << 20, 3, 1 << 20, Rig.SOAK);
        rig = new Rig(directory, new Effect.Nothing(), few, Steps.UNHEARD);
        rig.service.is(ServiceState.STOPPED);
        for (int port = 2; port < 9; port++) {
            rig.apply(rig.main("port: " + port + "\n"));
        }

        assertThat(rig.workshop.history(WEB))
                .extracting(ConfigVersion::number)
                .containsExactly(8, 7, 6);
        Path kept = rig.directory.resolve("var/history/config/web/content");
        try (var contents = Files.list(kept)) {
            assertThat(contents).as("three texts of one file, one of the other").hasSize(4);
        }
    }

    @Test
    void theHistoryIsBoundedInBytesAndTheNewestTwoStay() throws Exception {
        rig.close();
        Limits small = new Limits(1 << 20, 20, 10, Rig.SOAK);
        rig = new Rig(directory, new Effect.Nothing(), small, Steps.UNHEARD);
        for (int port = 2; port < 6; port++) {
            rig.apply(rig.main("port: " + port + " # long enough\n"));
        }

        assertThat(rig.workshop.history(WEB)).hasSize(2);
    }

    @Test
    void onlyTheAgentReadsWhatIsKept() throws Exception {
        rig.apply(rig.main("port: 2\n"));
        Path kept = rig.directory.resolve("var/history/config/web");
        List<Path> files = new ArrayList<>();
        try (var all = Files.walk(kept)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as("%s", file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aPlanSaysWhatWouldHappenAndTouchesNothing() throws Exception {
        ConfigPlan plan =
                rig.workshop.plan(
                        WEB,
                        List.of(rig.main("port: 2\n"), rig.extra("{}")),
                        ConfigTerms.by("tester"));

        assertThat(plan.effect())
                .isEqualTo("web is stopped and started again, and watched for 0.05s");
        assertThat(plan.files())
                .extracting(ConfigPlan.PlannedFile::kind)
                .containsExactly(ConfigPlan.Kind.CHANGED, ConfigPlan.Kind.UNCHANGED);
        assertThat(plan.refusal()).isEmpty();
        assertThat(rig.main).hasContent("port: 1\n");
        assertThat(rig.directory.resolve("var")).doesNotExist();
        assertThat(
                        rig.workshop
                                .plan(WEB, List.of(rig.main("a: [")), ConfigTerms.by("tester"))
                                .refusal())
                .isPresent();
    }

    @Test
    void anUnknownServiceIsNotFound() {
        ServiceId nope = new ServiceId("nope");

        assertThatThrownBy(() -> rig.workshop.get(nope)).hasMessage("service nope not found");
        assertThatThrownBy(
                        () ->
                                rig.workshop.apply(
                                        nope, List.of(), ConfigTerms.by("tester"), line -> {}))
                .hasMessage("service nope not found");
    }
}
