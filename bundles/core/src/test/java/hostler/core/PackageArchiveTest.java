package hostler.core;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceSpec;
import hostler.core.packages.PackageDefaults;
import hostler.core.packages.PackageFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.util.converter.Converters;

class PackageArchiveTest {
    @TempDir Path directory;
    private PackageDefaults defaults;
    private PackageArchive archive;

    @BeforeEach
    void open() {
        Config config = Converters.standardConverter().convert(Map.of()).to(Config.class);
        defaults = Settings.of(config, directory).defaults();
        archive = new PackageArchive(directory);
    }

    private ServiceSpec spec() {
        String document = "{\n \"package\": \"web\", \"binary\": {\"path\": \"/bin/true\"}\n}\n";
        return PackageFile.parse(
                        directory.resolve("workspace/web/package.json"),
                        document.getBytes(StandardCharsets.UTF_8),
                        defaults)
                .spec()
                .orElseThrow();
    }

    @Test
    void whatWasKeptIsFoundAsItWas() {
        archive.keep(spec());
        archive.keep(spec());

        assertThat(archive.find(Specs.id("web"), defaults)).contains(spec());
        assertThat(directory).isDirectoryContaining("glob:**web.json");
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void whatWasNeverKeptOrIsSpoiltIsNotFound() throws Exception {
        assertThat(archive.find(Specs.id("web"), defaults)).isEmpty();
        for (String spoilt :
                new String[] {"", "\n", "/w/package.json", "/w/package.json\n{", "{"}) {
            Files.writeString(directory.resolve("web.json"), spoilt);
            assertThat(archive.find(Specs.id("web"), defaults)).isEmpty();
        }
    }
}
