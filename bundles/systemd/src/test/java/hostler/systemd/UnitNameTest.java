package hostler.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitNameTest {

    @ParameterizedTest
    @CsvSource({
        "web, web.service",
        "web.service, web.service",
        "web@eu.service, web@eu.service",
        "web-1_2:3, web-1_2:3.service",
        "-web, \\x2dweb.service",
        "--no-block, \\x2d-no-block.service",
        ".web, \\x2eweb.service",
        "a/b, a-b.service",
        "../../etc/passwd, \\x2e.-..-etc-passwd.service",
        "a b;c*, a\\x20b\\x3bc\\x2a.service",
        "münze, m\\xc3\\xbcnze.service",
        "--root=x, \\x2d-root\\x3dx.service",
    })
    void whatAUnitsNameCannotHoldIsEscapedAsSystemdDoesIt(String text, String unit) {
        assertThat(UnitName.of(text, true).full()).isEqualTo(unit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"web.socket", "basic.target", "-.slice", "x.scope", "dev-sda.device"})
    void anotherKindOfUnitIsRefused(String text) {
        assertThatThrownBy(() -> UnitName.of(text, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text)
                .hasMessageContaining(".service");
    }

    @Test
    void theNameOfAServiceMeansNoOtherKindOfUnit() {
        assertThat(UnitName.of("web.socket", false).full()).isEqualTo("web.socket.service");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "web@", "web@.service", "@eu.service"})
    void whatNamesNoUnitIsRefused(String text) {
        assertThatThrownBy(() -> UnitName.of(text, true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        assertThat(UnitName.of("x".repeat(247), true).full()).hasSize(255);
        assertThatThrownBy(() -> UnitName.of("x".repeat(248), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("255");
    }

    @ParameterizedTest
    @CsvSource({
        "x, x_2eservice",
        "a-b, a_2db_2eservice",
        "0day, _30day_2eservice",
        "a\\x2db, a_5cx2db_2eservice",
    })
    void theObjectOfAUnitIsFoundWithoutAsking(String text, String object) {
        assertThat(UnitName.of(text, true).objectPath())
                .isEqualTo("/org/freedesktop/systemd1/unit/" + object);
    }
}
