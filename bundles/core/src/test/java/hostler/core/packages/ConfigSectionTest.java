package hostler.core.packages;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceConfiguration;
import hostler.core.api.ServiceConfiguration.DeclaredFile;
import hostler.core.api.ServiceConfiguration.Effect;
import hostler.core.api.ServiceConfiguration.Format;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigSectionTest {
    private static final String MINIMAL = "{'package':'web','binary':{'path':'/bin/web'}";

    private static ServiceConfiguration configuration(String rest) {
        return Packages.spec(MINIMAL + rest + "}").configuration();
    }

    private static DeclaredFile file(String path, Format format) {
        return new DeclaredFile(Path.of(path), format);
    }

    @Test
    void withoutASectionThereIsNothingToChange() {
        assertThat(configuration("").files()).isEmpty();
        assertThat(configuration(",'config':{'main_file':''}").files()).isEmpty();
    }

    @Test
    void aMainFileIsEnoughAndLiesInTheUsualDirectory() {
        assertThat(configuration(",'config':{'main_file':'web.yaml'}").files())
                .containsExactly(
                        file(ConfigSection.BASE.resolve("web/web.yaml").toString(), Format.YAML));
    }

    @Test
    void templatesFollowTheMainFileEachFileOnce() {
        assertThat(
                        configuration(
                                        ",'config':{'directory':'/etc/w','main_file':'a.conf',"
                                                + "'format':'json','templates':["
                                                + "{'destination':'/srv/x.toml'},"
                                                + "{'destination':'b/c.ini','type':'file'},"
                                                + "{'destination':'./a.conf'},{'source':'s'}]}")
                                .files())
                .containsExactly(
                        file("/etc/w/a.conf", Format.JSON),
                        file("/srv/x.toml", Format.TOML),
                        file("/etc/w/b/c.ini", Format.PLAIN));
    }

    @Test
    void aRelativeDirectoryIsBesideThePackage() {
        assertThat(configuration(",'config':{'directory':'conf','main_file':'a'}").files())
                .containsExactly(file("/srv/workspace/apps/web/conf/a", Format.PLAIN));
    }

    @Test
    void aChangeRestartsUnlessItIsSaidOtherwise() {
        assertThat(configuration("").effect()).isEqualTo(new Effect.Restarted());
        assertThat(configuration(",'restart_on_config_change':false").effect())
                .isEqualTo(new Effect.Nothing());
        assertThat(configuration(",'config':{'effect':'signal'}").effect())
                .isEqualTo(new Effect.Signalled(Signal.HUP));
        assertThat(
                        configuration(
                                        ",'restart_on_config_change':false,"
                                                + "'config':{'effect':'signal','signal':'USR2'}")
                                .effect())
                .isEqualTo(new Effect.Signalled(Signal.USR2));
        assertThat(configuration(",'config':{'soak':'1m'}").soak()).contains(Duration.ofMinutes(1));
    }

    @Test
    void aReloadNeedsAWayToReload() {
        String reload = ",'config':{'effect':'reload'}";
        assertThat(configuration(",'startup':{'reload_signal':'HUP'}" + reload).effect())
                .isEqualTo(new Effect.Reloaded());
        assertThat(configuration(",'startup':{'method':'systemd'}" + reload).effect())
                .isEqualTo(new Effect.Reloaded());
        assertThat(Packages.problems(MINIMAL + reload + "}"))
                .containsExactly(
                        "1:66: config.effect: 'reload' needs startup.reload_signal where"
                                + " startup.method is 'direct'");
    }

    @Test
    void whatLeadsOutOfTheDirectoryIsRefused() {
        String below = "a file below /etc/w was expected, not ";
        assertThat(
                        Packages.problems(
                                MINIMAL
                                        + ",'config':{'directory':'/etc/w','main_file':'../shadow',"
                                        + "'effect':'reboot',"
                                        + "'templates':[{'destination':'x/../../w2/y'}]}}"))
                .isEqualTo(
                        List.of(
                                "1:90: config.main_file: " + below + "'../shadow'",
                                "1:111: config.effect: one of [none, reload, signal, restart] was expected,"
                                        + " not 'reboot'",
                                "1:148: config.templates.destination: "
                                        + below
                                        + "'x/../../w2/y'"));
    }
}
