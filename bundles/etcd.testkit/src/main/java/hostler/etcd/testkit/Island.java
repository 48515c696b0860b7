package hostler.etcd.testkit;

import hostler.etcd.testkit.EtcdMember.Site;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace that can be cut off in silence: what is sent to it arrives, what it sends is
 * thrown away. Needs root and iproute2, see {@link #require}.
 */
public final class Island implements AutoCloseable {
    private static final int BYTE = 256;

    private final String name;
    private final String here;
    private final String there;

    /** Makes the namespace, with a wire to it. */
    public Island() {
        long pid = ProcessHandle.current().pid();
        String net = "10.213." + pid % BYTE;
        name = "hostler" + pid;
        here = net + ".1";
        there = net + ".2";
        String wire = "ho" + pid;
        run("ip", "netns", "add", name);
        run("ip", "link", "add", wire, "type", "veth", "peer", "name", "wire", "netns", name);
        run("ip", "addr", "add", here + "/30", "dev", wire);
        run("ip", "link", "set", wire, "up");
        inside("ip", "addr", "add", there + "/30", "dev", "wire");
        inside("ip", "link", "set", "wire", "up");
        inside("ip", "link", "set", "lo", "up");
    }

    /** As {@link EtcdMember#require}, for namespaces. */
    public static void require() {
        String probe = "hostler-probe" + ProcessHandle.current().pid();
        EtcdMember.require(
                "network namespaces (root, and apt-get install iproute2)",
                List.of("sh", "-c", "ip netns add " + probe + " && ip netns del " + probe));
    }

    /** The only member of its cluster, on the island. */
    public Site site(Path directory) {
        Site alone = Site.alone(directory);
        return new Site(
                alone.name(),
                directory,
                there,
                alone.clientPort(),
                alone.peerPort(),
                "m0=http://" + there + ":" + alone.peerPort(),
                List.of("ip", "netns", "exec", name),
                List.of());
    }

    /** Cuts it off. */
    public void cut() {
        inside("ip", "route", "add", "blackhole", here + "/32");
    }

    /** Connects it again. */
    public void heal() {
        inside("ip", "route", "del", "blackhole", here + "/32");
    }

    private void inside(String... command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", name));
        whole.addAll(List.of(command));
        Shell.run(whole);
    }

    private static void run(String... command) {
        Shell.run(List.of(command));
    }

    /** Removes it; nobody may live there any more. */
    @Override
    public void close() {
        run("ip", "netns", "del", name);
    }
}
