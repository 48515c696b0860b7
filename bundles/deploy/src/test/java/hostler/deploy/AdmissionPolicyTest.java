package hostler.deploy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;

class AdmissionPolicyTest {

    private static PluginJar jar(String header, String value) {
        return new PluginJar(Path.of("x.jar"), "x", new Version(1, 0, 0), Map.of(header, value));
    }

    @ParameterizedTest
    @CsvSource({
        "Fragment-Host, hostler.core",
        "Fragment-Host, system.bundle;extension:=framework",
        "DynamicImport-Package, *",
        "Bundle-NativeCode, lib.so",
        "Require-Bundle, hostler.core",
        "Export-Package, com.example"
    })
    void whatWouldReachIntoOthersIsRefused(String header, String value) {
        assertThatThrownBy(() -> AdmissionPolicy.check(jar(header, value)))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(header + " is not allowed in a plugin");
    }

    @Test
    void aPluginSeesItsFamilysApiAndTheSharedOnes() {
        assertThatCode(
                        () ->
                                AdmissionPolicy.check(
                                        jar(
                                                "Import-Package",
                                                "hostler.health.api;version=\"[1.0,2)\","
                                                        + "hostler.core.api,hostler.os.api,"
                                                        + "org.slf4j")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"hostler.settings", "hostler.health", "hostler.deploy.api", "hostler.core.state"})
    void whatIsNotForPluginsIsRefused(String name) {
        assertThatThrownBy(() -> AdmissionPolicy.check(jar("Import-Package", name)))
                .hasMessageStartingWith("it imports " + name);
    }

    @Test
    void twoFamiliesAreTwoPlugins() {
        assertThatThrownBy(
                        () ->
                                AdmissionPolicy.check(
                                        jar(
                                                "Import-Package",
                                                "hostler.health.api,hostler.logs.api")))
                .hasMessageContaining("several families (hostler.health.api, hostler.logs.api)");
    }
}
