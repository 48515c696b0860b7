package hostler.core.packages;

import static hostler.core.packages.Packages.spec;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Logging.Capture;
import hostler.core.api.ProcessSettings;
import hostler.os.api.ResourceLimit;
import hostler.os.api.ResourceLimit.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessSectionTest {
    private static final String MINIMAL = "{'package':'web','binary':{'path':'/bin/web'},";

    private static ProcessSettings startup(String keys) {
        return spec(MINIMAL + "'startup':{" + keys + "}}").startup().process();
    }

    @Test
    void whatIsNotNamedStaysAsItIs() {
        assertThat(startup("")).isEqualTo(new ProcessSettings(022, List.of(), List.of()));
    }

    @Test
    void everyKeyIsRead() {
        assertThat(
                        startup(
                                "'umask':'027','groups':['adm',20],'limits':{'nofile':65536,"
                                        + "'core':'unlimited','nproc':{'soft':10,'hard':'unlimited'}}"))
                .isEqualTo(
                        new ProcessSettings(
                                027,
                                List.of(
                                        new ResourceLimit(
                                                Resource.CORE,
                                                ResourceLimit.UNLIMITED,
                                                ResourceLimit.UNLIMITED),
                                        new ResourceLimit(
                                                Resource.NPROC, 10, ResourceLimit.UNLIMITED),
                                        new ResourceLimit(Resource.NOFILE, 65536, 65536)),
                                List.of("adm", "20")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'umask':'0888'|startup.umask|octal",
                "'umask':27|startup.umask|octal",
                "'limits':{'nofile':-1}|startup.limits.nofile|at least 0",
                "'limits':{'nofile':'many'}|startup.limits.nofile|unlimited",
                "'limits':{'nofile':{'soft':2,'hard':1}}|startup.limits.nofile|soft limit",
                "'limits':{'nofile':{'soft':2}}|startup.limits.nofile|both soft and hard",
                "'limits':{'files':1}|startup.limits.files|unknown",
                "'groups':'adm'|startup.groups|list"
            })
    void whatIsWrongIsNamed(String keys, String path, String expected) {
        assertThat(Packages.problems(MINIMAL + "'startup':{" + keys + "}}"))
                .anySatisfy(problem -> assertThat(problem).contains(path).contains(expected));
    }

    @Test
    void captureIsRead() {
        assertThat(spec(MINIMAL + "'logging':{}}").logging().capture()).isEqualTo(Capture.FILE);
        assertThat(spec(MINIMAL + "'logging':{'capture':'pipe'}}").logging().capture())
                .isEqualTo(Capture.PIPE);
    }
}
