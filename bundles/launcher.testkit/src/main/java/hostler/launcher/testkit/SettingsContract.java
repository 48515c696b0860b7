package hostler.launcher.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import hostler.core.api.ProcessSettings;
import hostler.os.api.ExitStatus;
import hostler.os.api.ResourceLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the kernel grants a service is what its specification says. */
public interface SettingsContract extends LauncherSubject {

    /** What a script writes that runs with these settings. */
    default List<String> output(String line, ProcessSettings settings) throws Exception {
        Events events = new Events();
        Script script = script(line).with(settings);
        launch(script, events);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(0));
        return Files.readAllLines(script.log());
    }

    @Test
    default void theUmaskIsThatOfTheSpecification() throws Exception {
        ProcessSettings settings = new ProcessSettings(0137, List.of(), List.of());
        assertThat(output("umask; touch made; stat -c %a made", settings))
                .containsExactly("0137", "640");
    }

    @Test
    default void theLimitsAreThoseOfTheSpecification() throws Exception {
        ResourceLimit files = new ResourceLimit(ResourceLimit.Resource.NOFILE, 60, 70);
        ProcessSettings settings = new ProcessSettings(022, List.of(files), List.of());
        assertThat(output("ulimit -Sn; ulimit -Hn", settings)).containsExactly("60", "70");
    }

    @Test
    default void theGroupsAreAddedToThoseOfTheUser() throws Exception {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("the uid of these tests; only root may give groups")
                .isEqualTo(0);
        ProcessSettings settings = new ProcessSettings(022, List.of(), List.of("4711"));
        assertThat(String.join("", output("id -G", settings)).split(" ")).contains("4711");
    }
}
