package hostler.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hostler.deploy.api.Plugin;
import hostler.deploy.sample.FailingPlugin;
import hostler.deploy.sample.HangingPlugin;
import hostler.deploy.sample.LackingPlugin;
import hostler.deploy.sample.SamplePlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;

/** On a real framework with real jars. */
class DeploymentTest {
    private static final String HTTP = "hostler.health.http";
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @TempDir Path home;

    private final RetiredLoaders retired = new RetiredLoaders();
    private final Set<String> touched = new ConcurrentSkipListSet<>();
    private Path deploy;
    private Framework framework;
    private BundleContext context;
    private Deployment deployment;

    @BeforeEach
    void start() throws Exception {
        deploy = Files.createDirectory(home.resolve("deploy"));
        Files.setPosixFilePermissions(deploy, PosixFilePermissions.fromString("rwxr-xr-x"));
        startFramework();
    }

    private void startFramework() throws Exception {
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, home.resolve("cache").toString());
        // FileInstall exports its own copy of its package, and the test implements ours.
        properties.put(
                Constants.FRAMEWORK_BOOTDELEGATION,
                "org.apache.felix.fileinstall,hostler.core.api");
        properties.put(Constants.FRAMEWORK_BUNDLE_PARENT, Constants.FRAMEWORK_BUNDLE_PARENT_APP);
        properties.put("felix.fileinstall.dir", deploy.toString());
        properties.put("felix.fileinstall.poll", "50");
        properties.put("felix.fileinstall.noInitialDelay", "true");
        framework = new FrameworkFactory().newFramework(properties);
        framework.start();
        context = framework.getBundleContext();
        deployment = deployment();
    }

    private Deployment deployment() throws IOException {
        Shelf shelf = new Shelf(context.getDataFile("plugins").toPath());
        return new Deployment(context, deploy, FileTrust.own(), shelf, retired, LIMIT);
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }

    private static TestJar http(String version) throws IOException {
        return TestJar.plugin(HTTP, version, SamplePlugin.class);
    }

    private Path drop(String name, TestJar jar) throws IOException {
        return drop(name, jar.bytes());
    }

    private Path drop(String name, byte[] content) throws IOException {
        Path file = TestJar.replace(deploy.resolve(name), content);
        deployment.settle(file);
        return file;
    }

    private void remove(Path file) throws IOException {
        Files.delete(file);
        deployment.settle(file);
    }

    private void ship(TestJar jar) throws IOException, BundleException {
        Path file = jar.write(home.resolve("shipped.jar"));
        context.installBundle("reference:" + file.toUri()).start();
    }

    private List<Plugin> plugins() {
        return new PluginList(context, retired).of(deployment.drops());
    }

    private Plugin plugin() {
        assertThat(plugins()).hasSize(1);
        return plugins().getFirst();
    }

    /** The version of the service that is there; empty when there is none. */
    private String served() {
        ServiceReference<Runnable> reference = context.getServiceReference(Runnable.class);
        return reference == null ? "" : (String) reference.getProperty("version");
    }

    private void recordTouchedBundles() {
        context.addBundleListener(
                (SynchronousBundleListener)
                        event -> touched.add(event.getBundle().getSymbolicName()));
    }

    @Test
    void aDroppedJarRuns() throws Exception {
        Path file = drop("http.jar", http("1.0.0"));

        assertThat(served()).isEqualTo("1.0.0");
        assertThat(plugin().name()).isEqualTo(HTTP);
        assertThat(plugin().version()).isEqualTo("1.0.0");
        assertThat(plugin().state()).isEqualTo(Plugin.State.ACTIVE);
        assertThat(plugin().file()).contains(file);
        assertThat(plugin().provides()).containsExactly("health:http");
        assertThat(plugin().reason()).isEmpty();
    }

    @Test
    void whatAPluginThatRunsLacksIsItsReason() throws Exception {
        drop("http.jar", TestJar.plugin(HTTP, "1.0.0", LackingPlugin.class));

        assertThat(plugin().state()).isEqualTo(Plugin.State.ACTIVE);
        assertThat(plugin().reason()).contains("the machine has no such device");
    }

    @Test
    void aReplacedJarReplacesThePluginAndTouchesNothingElse() throws Exception {
        ship(TestJar.bundle("hostler.neighbour", "1.0.0"));
        drop("http.jar", http("1.0.0"));
        recordTouchedBundles();

        drop("http.jar", http("2.0.0"));

        assertThat(served()).isEqualTo("2.0.0");
        assertThat(touched).containsExactly(HTTP);
    }

    @Test
    void theSameContentAgainTouchesNothing() throws Exception {
        drop("http.jar", http("1.0.0"));
        recordTouchedBundles();

        drop("http.jar", http("1.0.0"));

        assertThat(touched).isEmpty();
        assertThat(plugin().retiredLoaders()).isZero();
    }

    @Test
    void aRemovedFileTakesThePluginWithIt() throws Exception {
        remove(drop("http.jar", http("1.0.0")));

        assertThat(served()).isEmpty();
        assertThat(plugins()).isEmpty();
    }

    @Test
    void aTruncatedJarOverARunningPluginIsRefusedAndTheRunningOneStays() throws Exception {
        drop("http.jar", http("1.0.0"));
        recordTouchedBundles();

        drop("http.jar", Arrays.copyOf(http("2.0.0").bytes(), 500));

        assertThat(touched).isEmpty();
        assertThat(served()).isEqualTo("1.0.0");
        assertThat(plugin().state()).isEqualTo(Plugin.State.REFUSED);
        assertThat(plugin().version()).isEqualTo("1.0.0");
        assertThat(plugin().reason().orElseThrow())
                .contains("not a readable jar")
                .endsWith("version 1.0.0 runs on");

        drop("http.jar", http("2.0.0"));
        assertThat(served()).isEqualTo("2.0.0");
        assertThat(plugin().state()).isEqualTo(Plugin.State.ACTIVE);
    }

    @Test
    void aRefusedFileIsListedUntilItIsGone() throws Exception {
        Path file = drop("bad.jar", "nothing".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(plugin().name()).isEqualTo("bad.jar");
        assertThat(plugin().state()).isEqualTo(Plugin.State.REFUSED);
        remove(file);
        assertThat(plugins()).isEmpty();
    }

    @Test
    void aManifestAgainstThePolicyIsRefused() throws Exception {
        drop("http.jar", http("1.0.0").header("Export-Package", "hostler.deploy.sample"));

        assertThat(served()).isEmpty();
        assertThat(plugin().state()).isEqualTo(Plugin.State.REFUSED);
        assertThat(plugin().reason().orElseThrow()).startsWith("Export-Package is not allowed");
        assertThat(context.getBundles()).hasSize(1);
    }

    @Test
    void anUpdateThatDoesNotStartIsTakenBack() throws Exception {
        drop("http.jar", http("1.0.0"));

        drop("http.jar", TestJar.plugin(HTTP, "2.0.0", FailingPlugin.class));

        assertThat(served()).isEqualTo("1.0.0");
        assertThat(plugin().version()).isEqualTo("1.0.0");
        assertThat(plugin().state()).isEqualTo(Plugin.State.REFUSED);
        assertThat(plugin().reason().orElseThrow())
                .startsWith("version 2.0.0: it did not start: ")
                .contains("com/example/Missing")
                .endsWith("version 1.0.0 runs on");
    }

    @Test
    void anUpdateThatHangsIsTakenBack() throws Exception {
        drop("http.jar", http("1.0.0"));

        drop("http.jar", TestJar.plugin(HTTP, "2.0.0", HangingPlugin.class));

        assertThat(served()).isEqualTo("1.0.0");
        assertThat(plugin().reason().orElseThrow()).contains("it did not start within 1 s");
    }

    @Test
    void aNewPluginThatDoesNotStartIsInactiveWithTheReason() throws Exception {
        drop("http.jar", TestJar.plugin(HTTP, "1.0.0", FailingPlugin.class));

        assertThat(plugin().state()).isEqualTo(Plugin.State.INACTIVE);
        assertThat(plugin().version()).isEmpty();
        assertThat(plugin().reason().orElseThrow()).contains("com/example/Missing");

        drop("http.jar", http("1.0.1"));
        assertThat(plugin().state()).isEqualTo(Plugin.State.ACTIVE);
    }

    @Test
    void whatIsMissingIsSaidInPlainWords() throws Exception {
        drop(
                "http.jar",
                http("1.0.0")
                        .header(
                                "Import-Package",
                                "org.osgi.framework;version=\"[9,10)\",com.example,"
                                        + "com.example.maybe;resolution:=optional,java.util")
                        .header(
                                "Require-Capability",
                                "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\","
                                        + "osgi.service;filter:=\"(x=y)\";effective:=active"));

        assertThat(plugin().state()).isEqualTo(Plugin.State.INACTIVE);
        assertThat(plugin().reason())
                .contains(
                        "needs org.osgi.framework [9,10); this agent offers 1.10.0; needs the"
                                + " package com.example, which nobody here offers; if it is a"
                                + " library, put it inside the jar; needs Java 99; this agent runs"
                                + " on Java "
                                + Runtime.version().feature());
    }

    @Test
    void anUpdateWithSomethingMissingDoesNotStopTheRunningOne() throws Exception {
        drop("http.jar", http("1.0.0"));
        recordTouchedBundles();

        drop("http.jar", http("2.0.0").header("Import-Package", "com.example"));

        assertThat(touched).isEmpty();
        assertThat(plugin().state()).isEqualTo(Plugin.State.REFUSED);
        assertThat(plugin().reason().orElseThrow()).contains("version 1.0.0 runs on");
    }

    @Test
    void aShippedPluginIsReplacedInPlaceAndComesBackWhenTheFileIsGone() throws Exception {
        ship(http("0.1.0"));
        assertThat(plugin().file()).isEmpty();

        Path file = drop("new-http.jar", http("0.2.0"));
        assertThat(served()).isEqualTo("0.2.0");
        assertThat(plugin().file()).contains(file);

        remove(file);
        assertThat(served()).isEqualTo("0.1.0");
        assertThat(plugin().file()).isEmpty();
        assertThat(plugin().state()).isEqualTo(Plugin.State.ACTIVE);
    }

    @Test
    void aShippedPluginStaysWhenItsReplacementDoesNotStart() throws Exception {
        ship(http("0.1.0"));

        Path file = drop("new.jar", TestJar.plugin(HTTP, "0.2.0", FailingPlugin.class));

        assertThat(served()).isEqualTo("0.1.0");
        assertThat(plugin().state()).isEqualTo(Plugin.State.REFUSED);
        remove(file);
        assertThat(served()).isEqualTo("0.1.0");
        assertThat(plugin().state()).isEqualTo(Plugin.State.ACTIVE);
    }

    @Test
    void aBundleOthersAreWiredToIsNotReplaced() throws Exception {
        ship(http("1.0.0").header("Export-Package", "hostler.deploy.sample"));
        Path user =
                TestJar.bundle("hostler.user", "1.0.0")
                        .header("Import-Package", "hostler.deploy.sample")
                        .write(home.resolve("user.jar"));
        context.installBundle(user.toUri().toString()).start();

        drop("http.jar", http("2.0.0"));

        assertThat(served()).isEqualTo("1.0.0");
        assertThat(plugin().reason().orElseThrow())
                .startsWith("replacing it would restart hostler.user");
    }

    @Test
    void theSecondFileOfOneNameWaitsForTheFirstToGo() throws Exception {
        Path first = drop("http-1.jar", http("1.0.0"));
        drop("http-2.jar", http("2.0.0"));
        assertThat(served()).isEqualTo("1.0.0");
        assertThat(plugins())
                .filteredOn(plugin -> plugin.state() == Plugin.State.REFUSED)
                .singleElement()
                .satisfies(plugin -> assertThat(plugin.name()).isEqualTo("http-2.jar"));

        remove(first);

        assertThat(served()).isEqualTo("2.0.0");
        assertThat(plugin().state()).isEqualTo(Plugin.State.ACTIVE);
    }

    @Test
    void aFileThatBecomesAnotherPluginTakesTheOldOneAway() throws Exception {
        drop("x.jar", http("1.0.0"));

        drop("x.jar", TestJar.plugin("com.example.other", "1.0.0", SamplePlugin.class));

        assertThat(plugin().name()).isEqualTo("com.example.other");
    }

    @Test
    void theDirectoryDecidesAfterARestart() throws Exception {
        ship(http("0.1.0"));
        Path replacement = drop("http.jar", http("0.2.0"));
        Path extra = drop("extra.jar", TestJar.bundle("com.example.extra", "1.0.0"));
        drop("kept.jar", TestJar.bundle("com.example.kept", "1.0.0"));
        stop();
        Files.delete(replacement);
        Files.delete(extra);

        startFramework();
        deployment.takeStock();

        assertThat(served()).isEqualTo("0.1.0");
        assertThat(plugins()).extracting(Plugin::name).containsExactly("com.example.kept", HTTP);
        assertThat(plugins()).extracting(Plugin::state).containsOnly(Plugin.State.ACTIVE);
    }

    @Test
    void classLoadersOfReplacedVersionsAreCollected() throws Exception {
        for (int i = 0; i < 21; i++) {
            drop("http.jar", http("1.0." + i));
        }

        assertThat(served()).isEqualTo("1.0.20");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            System.gc();
                            assertThat(plugin().retiredLoaders()).isZero();
                        });
    }

    @Test
    void fileInstallHandsEverythingToThePluginDirectory() throws Exception {
        http("1.0.0").write(deploy.resolve("http.jar"));
        TestJar.bundle("com.example.hidden", "1.0.0").write(deploy.resolve("zipped.zip"));
        PluginDirectory directory = new PluginDirectory(context, deploy, FileTrust.own(), LIMIT);
        context.registerService(ArtifactInstaller.class, directory, null);
        String fileInstall =
                ArtifactInstaller.class.getProtectionDomain().getCodeSource().getLocation() + "";
        context.installBundle("reference:" + fileInstall).start();
        await().untilAsserted(() -> assertThat(served()).isEqualTo("1.0.0"));

        TestJar.replace(deploy.resolve("http.jar"), Arrays.copyOf(http("2.0.0").bytes(), 300));
        await().untilAsserted(
                        () ->
                                assertThat(directory.list())
                                        .extracting(Plugin::state)
                                        .containsExactly(Plugin.State.REFUSED));
        assertThat(served()).isEqualTo("1.0.0");

        http("2.0.0").write(deploy.resolve("http.jar"));
        await().untilAsserted(() -> assertThat(served()).isEqualTo("2.0.0"));
        Files.delete(deploy.resolve("http.jar"));
        await().untilAsserted(() -> assertThat(served()).isEmpty());
        assertThat(Arrays.stream(context.getBundles()).map(Bundle::getSymbolicName))
                .doesNotContain("com.example.hidden");
        directory.deactivate();
    }
}
