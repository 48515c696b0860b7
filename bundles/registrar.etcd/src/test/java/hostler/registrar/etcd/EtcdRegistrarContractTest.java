package hostler.registrar.etcd;

import hostler.etcd.testkit.EtcdMember;
import hostler.registrar.api.Announcement;
import hostler.registrar.testkit.RegistrarContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What every registrar promises, with a real etcd. */
class EtcdRegistrarContractTest implements RegistrarContract {
    private static final Pattern SERVICE =
            Pattern.compile(
                    "\\\\\"name\\\\\":\\\\\"([^\\\\]*)\\\\\",\\\\\"version\\\\\":\\\\\"[^\\\\]*\\\\\","
                            + "\\\\\"is_running\\\\\":(true|false)");

    private static final Pattern ADDRESS = Pattern.compile("\"Address\":\"([^\"]*)\"");

    @TempDir Path directory;
    private EtcdMember member;

    @BeforeAll
    static void peers() {
        EtcdMember.require();
    }

    @BeforeEach
    void start() {
        member = EtcdMember.started(directory);
    }

    @AfterEach
    void stop() {
        member.close();
    }

    @Override
    public Running activate(Announcement first) {
        return new Registering(List.of(member.endpoint()), first);
    }

    @Override
    public Optional<Seen> seen(String code) {
        String value = member.value("/agents/agent/" + code);
        Matcher address = ADDRESS.matcher(value);
        return address.find()
                ? Optional.of(new Seen(address.group(1), services(value)))
                : Optional.empty();
    }

    private static Map<String, Boolean> services(String value) {
        Map<String, Boolean> services = new TreeMap<>();
        Matcher service = SERVICE.matcher(value);
        while (service.find()) {
            services.put(service.group(1), Boolean.valueOf(service.group(2)));
        }
        return services;
    }

    @Override
    public void takePlaceAway() {
        member.kill();
    }

    @Override
    public void bringPlaceBack() {
        member.start();
    }
}
