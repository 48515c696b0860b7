package hostler.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.deploy.ManifestHeader.Clause;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestHeaderTest {

    @Test
    void clausesAreSplitOutsideQuotes() {
        assertThat(ManifestHeader.parse("a;version=\"[1.0,2)\", b ;c;resolution:=optional"))
                .containsExactly(
                        new Clause(List.of("a"), Map.of("version", "[1.0,2)"), Map.of()),
                        new Clause(List.of("b", "c"), Map.of(), Map.of("resolution", "optional")));
    }

    @Test
    void aFilterKeepsItsEqualsSigns() {
        Clause clause =
                ManifestHeader.parse("osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=25))\"")
                        .getFirst();

        assertThat(clause.directives()).containsEntry("filter", "(&(osgi.ee=JavaSE)(version=25))");
        assertThat(clause.effectiveAtResolve()).isTrue();
        assertThat(clause.optional()).isFalse();
    }

    @Test
    void theTypeOfAnAttributeIsLeftOut() {
        assertThat(
                        ManifestHeader.parse("x;version:Version=1.2;l : List<String> = \"a,b\"")
                                .getFirst())
                .extracting(Clause::attributes)
                .isEqualTo(Map.of("version", "1.2", "l", "a,b"));
    }

    @Test
    void nothingHasNoClauses() {
        assertThat(ManifestHeader.parse(" ")).isEmpty();
        assertThat(ManifestHeader.parse(",;,\"")).isNotNull();
    }
}
