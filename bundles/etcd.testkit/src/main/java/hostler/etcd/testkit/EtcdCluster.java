package hostler.etcd.testkit;

import hostler.etcd.testkit.EtcdMember.Site;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Members of one cluster, on loopback. */
public record EtcdCluster(List<EtcdMember> members) implements AutoCloseable {

    /** Starts a cluster and waits until every member answers. */
    public static EtcdCluster started(int size, Path directory) {
        List<Integer> peers = IntStream.range(0, size).mapToObj(n -> Ports.free()).toList();
        String cluster =
                IntStream.range(0, size)
                        .mapToObj(n -> "m" + n + "=http://127.0.0.1:" + peers.get(n))
                        .collect(Collectors.joining(","));
        List<EtcdMember> members =
                IntStream.range(0, size)
                        .mapToObj(n -> member(n, directory, peers.get(n), cluster))
                        .toList();
        members.forEach(EtcdMember::launch);
        members.forEach(EtcdMember::awaitHealth);
        return new EtcdCluster(members);
    }

    private static EtcdMember member(int number, Path directory, int peerPort, String cluster) {
        return new EtcdMember(
                new Site(
                        "m" + number,
                        directory,
                        "127.0.0.1",
                        Ports.free(),
                        peerPort,
                        cluster,
                        List.of(),
                        List.of()));
    }

    /** Followers first; without one of them the others need no election. */
    public List<EtcdMember> followersFirst() {
        return members.stream().sorted(Comparator.comparing(EtcdMember::leads)).toList();
    }

    public List<String> endpoints() {
        return members.stream().map(EtcdMember::endpoint).toList();
    }

    @Override
    public void close() {
        members.forEach(EtcdMember::close);
    }
}
