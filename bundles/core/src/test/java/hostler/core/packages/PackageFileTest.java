package hostler.core.packages;

import static hostler.core.packages.Packages.FILE;
import static hostler.core.packages.Packages.WORKSPACE;
import static hostler.core.packages.Packages.spec;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.HealthCheck;
import hostler.core.api.Logging;
import hostler.core.api.Recovery;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.api.Startup;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PackageFileTest {
    private static final Path DIRECTORY = WORKSPACE.resolve("apps/web");
    private static final String MINIMAL = "{'package':'web','binary':{'path':'/bin/web'}";

    private static HealthCheck check(String tables) {
        return spec(MINIMAL + "," + tables + "}").healthCheck().orElseThrow();
    }

    @Test
    void everythingThatIsLeftOpenComesFromTheDefaults() {
        ServiceSpec spec = spec(MINIMAL + "}");

        assertThat(spec.id()).isEqualTo(new ServiceId("web"));
        assertThat(spec.version()).isEmpty();
        assertThat(spec.source()).isEqualTo(FILE);
        assertThat(spec.document())
                .isEqualTo("{\"package\":\"web\",\"binary\":{\"path\":\"/bin/web\"}}");
        assertThat(spec.startup())
                .usingRecursiveComparison()
                .isEqualTo(
                        new Startup(
                                "direct",
                                "web",
                                Optional.of(Path.of("/bin/web")),
                                List.of(),
                                Map.of(),
                                Path.of("/bin"),
                                Optional.empty(),
                                Optional.empty(),
                                Duration.ofSeconds(60),
                                Signal.TERM,
                                Duration.ofSeconds(10)));
        assertThat(spec.healthCheck()).isEmpty();
        assertThat(spec.dependencies()).isEmpty();
        assertThat(spec.recovery()).isEqualTo(Packages.defaults(WORKSPACE).recovery());
        assertThat(spec.logging())
                .isEqualTo(new Logging(Path.of("/var/log/hostler/web.log"), 100L << 20, 10));
        assertThat(spec.autostart()).isFalse();
    }

    @Test
    void everyKeyOfTheStartupIsRead() {
        Startup startup =
                spec("""
                {'package':'web','version':'1.2','description':'the web',
                 'binary':{'name':'web','path':'bin/web'},
                 'startup':{'method':'direct','service_name':'web@1.service','user':'www',
                  'group':'www-data','args':['-p',80,'',true],'environment':{'A':'1','b':2},
                  'working_directory':'data','timeout':'1m30s','stop_timeout':'3s',
                  'stop_signal':'SIGINT','autostart':true}}
                """)
                        .startup();

        assertThat(startup)
                .usingRecursiveComparison()
                .isEqualTo(
                        new Startup(
                                "direct",
                                "web@1.service",
                                Optional.of(DIRECTORY.resolve("bin/web")),
                                List.of("-p", "80", "", "true"),
                                Map.of("A", "1", "b", "2"),
                                DIRECTORY.resolve("data"),
                                Optional.of("www"),
                                Optional.of("www-data"),
                                Duration.ofSeconds(90),
                                Signal.INT,
                                Duration.ofSeconds(3)));
    }

    @Test
    void aPackageMaySayOnWhichSignalItsProgramReloads() {
        assertThat(
                        spec(MINIMAL + ",'startup':{'reload_signal':'SIGUSR1'}}")
                                .startup()
                                .reloadSignal())
                .hasValue(Signal.USR1);
    }

    @Test
    void aPackageMayAskToBeStartedUnasked() {
        assertThat(spec(MINIMAL + ",'startup':{'autostart':true}}").autostart()).isTrue();
    }

    @Test
    void theFirstFormIsRead() {
        ServiceSpec spec =
                spec(
                        """
                {'package':'web','binary':{'path':'/bin/web'},
                 'healthcheck':{'type':'http','interval':'10s','timeout':'2s','retries':4,
                  'http_path':'/live','http_method':'HEAD','tcp_port':0,'script_path':''},
                 'dependencies':[{'package':'db','version':'2'},{'package':'cache'}]}
                """);

        assertThat(spec.healthCheck())
                .hasValue(
                        new HealthCheck(
                                "http",
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(2),
                                4,
                                1,
                                Map.of("http_path", "/live", "http_method", "HEAD")));
        assertThat(spec.dependencies())
                .containsExactly(new ServiceId("db"), new ServiceId("cache"));
    }

    @Test
    void defect2TheOperationsFormIsRead() {
        ServiceSpec spec =
                spec(
                        """
                {'package':'web','binary':{'path':'/bin/web'},
                 'operations':{
                  'health_check':{'type':'tcp','interval':'1s','timeout':'500ms','tcp_port':8080},
                  'auto_recovery':{'enabled':false,'max_restarts':7,'restart_delay':'1s',
                   'backoff_factor':1.5,'max_backoff':'2m'},
                  'metrics':{'enabled':true,'interval':'10s'},
                  'dependencies':['db','db','cache']}}
                """);

        assertThat(spec.healthCheck())
                .hasValue(
                        new HealthCheck(
                                "tcp",
                                Duration.ofSeconds(1),
                                Duration.ofMillis(500),
                                3,
                                1,
                                Map.of("tcp_port", "8080")));
        assertThat(spec.recovery())
                .isEqualTo(
                        new Recovery(false, 7, Duration.ofSeconds(1), 1.5, Duration.ofMinutes(2)));
        assertThat(spec.dependencies())
                .containsExactly(new ServiceId("db"), new ServiceId("cache"));
    }

    @Test
    void defect2MissingIntervalAndTimeoutComeFromTheAgent() {
        HealthCheck check = check("'healthcheck':{'type':'process'}");

        assertThat(check.interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(check.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(check.failures()).isEqualTo(3);
        assertThat(check.successes()).isEqualTo(1);
    }

    @Test
    void operationsWinKeyByKey() {
        ServiceSpec spec =
                spec(
                        MINIMAL
                                + """
                                ,'healthcheck':{'type':'http','interval':'10s','http_path':'/a'},
                                 'dependencies':[{'package':'old'}],
                                 'operations':{'health_check':{'interval':'7s','http_path':'/b'},
                                  'dependencies':[]}}
                                """);

        assertThat(spec.healthCheck())
                .hasValue(
                        new HealthCheck(
                                "http",
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(5),
                                3,
                                1,
                                Map.of("http_path", "/b")));
        assertThat(spec.dependencies()).isEmpty();
    }

    @Test
    void aDefaultTimeoutNeverOutlastsTheIntervalOfThePackage() {
        assertThat(check("'healthcheck':{'type':'tcp','interval':'1s'}").timeout())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theFirstPortIsTheChecksPort() {
        assertThat(
                        check(
                                        """
                        'healthcheck':{'type':'http','http_path':'/'},
                        'ports':[{'number':8081,'protocol':'tcp','description':''},{'number':1}]
                        """)
                                .settings())
                .isEqualTo(Map.of("http_path", "/", "port", "8081"));
    }

    @Test
    void aRelativeScriptLiesBesideThePackageFile() {
        assertThat(
                        check("'healthcheck':{'type':'script','script_path':'bin/../check.sh'}")
                                .settings())
                .isEqualTo(Map.of("script_path", DIRECTORY.resolve("check.sh").toString()));
    }

    @Test
    void aPluginsCheckerGetsItsOwnKeys() {
        assertThat(check("'healthcheck':{'type':'grpc','grpc_service':'x','tls':true}").settings())
                .isEqualTo(Map.of("grpc_service", "x", "tls", "true"));
    }

    @Test
    void aCheckThatIsSwitchedOffIsNone() {
        assertThat(spec(MINIMAL + ",'healthcheck':{'type':'tcp','enabled':false}}").healthCheck())
                .isEmpty();
        assertThat(spec(MINIMAL + ",'healthcheck':{}}").healthCheck()).isEmpty();
        assertThat(spec(MINIMAL + ",'healthcheck':null}").healthCheck()).isEmpty();
    }

    @Test
    void defect3APackageWithoutStartupIsStartedDirectly() {
        assertThat(spec("{'package':'web','binary':{'path':'/bin/web'}}").startup().method())
                .isEqualTo("direct");
    }

    @Test
    void defect3APackageWithoutAnyWayToStartSaysSo() {
        assertThat(Packages.problems("{'package':'web'}"))
                .containsExactly(
                        "1:1: startup.method: missing; give binary.path to start a program, or"
                                + " startup.method 'systemd' for a unit");
    }

    @Test
    void aUnitNeedsNoBinary() {
        Startup startup = spec("{'package':'web','startup':{'method':'systemd'}}").startup();

        assertThat(startup.unit()).isEqualTo("web");
        assertThat(startup.executable()).isEmpty();
        assertThat(startup.workingDirectory()).isEqualTo(DIRECTORY);
        assertThat(spec("{'package':'web','startup':{'service_name':'nginx'}}").startup().method())
                .isEqualTo("systemd");
    }

    @Test
    void defect15RelativeBinaryPathIsResolvedBesideThePackageFile() {
        Path beside = DIRECTORY.resolve("bin/web");
        Path byName = WORKSPACE.resolve("web/bin/web");
        String text = "{'package':'web','binary':{'path':'./bin/web'}}";

        assertThat(spec(text, beside, byName).startup().executable()).hasValue(beside);
        assertThat(spec(text, byName).startup().executable()).hasValue(byName);
        assertThat(spec(text).startup().executable()).hasValue(beside);
        assertThat(spec(text, byName).startup().workingDirectory()).isEqualTo(byName.getParent());
    }

    @Test
    void logLimitsAreThePackagesAndTheirPlaceIsTheAgents() {
        assertThat(
                        spec(MINIMAL
                                        + ",'logging':{'directory':'/etc','max_size':'5MB',"
                                        + "'max_files':2,'level':'info'}}")
                                .logging())
                .isEqualTo(new Logging(Path.of("/var/log/hostler/web.log"), 5L << 20, 2));
    }

    @Test
    void keysOfOtherToolsAreAccepted() {
        spec(
                MINIMAL
                        + """
                        ,'restart_on_config_change':true,'unit_file':{'source':'a','destination':'b'},
                        'post_install_script':'a.sh','pre_uninstall_script':'b.sh',
                        'config':{'format':'yaml','main_file':'web.yaml','directory':'/etc/web',
                         'effect':'signal','signal':'USR1','soak':'30s',
                         'templates':[{'source':'a','destination':'b','type':'c'}]}}
                        """);
    }

    @Test
    void secretsAreNotShown() {
        assertThat(
                        spec(MINIMAL
                                        + ",'startup':{'args':['hunter2'],"
                                        + "'environment':{'P':'hunter2'}}}")
                                .startup()
                                .toString())
                .doesNotContain("hunter2");
    }
}
