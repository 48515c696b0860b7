package hostler.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hostler.etcd.EtcdException.Kind;
import hostler.etcd.testkit.EtcdCluster;
import hostler.etcd.testkit.EtcdMember;
import hostler.etcd.testkit.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real etcd. */
class EtcdTest {
    private static final Duration TTL = Duration.ofSeconds(30);

    @TempDir Path directory;

    @BeforeAll
    static void peers() {
        EtcdMember.require();
    }

    private static EtcdSettings settings(List<String> endpoints, Optional<Credentials> who) {
        return EtcdSettings.of(Endpoint.parseAll(endpoints.stream()), who, TlsFiles.NONE);
    }

    private static Etcd client(String... endpoints) {
        return new Etcd(settings(List.of(endpoints), Optional.empty()));
    }

    private static Commit put(Etcd etcd, String key, String value) throws EtcdException {
        return etcd.commit(List.of(), List.of(new Change.Put(key, value, 0)));
    }

    private static Kind failure(ThrowingCallable call) {
        return catchThrowableOfType(EtcdException.class, call).kind();
    }

    @Test
    void whatWasWrittenIsFound() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Etcd etcd = client(member.endpoint())) {
            Commit commit = put(etcd, "a/ключ", "wert ü");

            assertThat(etcd.find("a/ключ"))
                    .contains(new Entry("a/ключ", "wert ü", commit.position().revision(), 0));
            assertThat(etcd.find("a")).isEmpty();
        }
    }

    @Test
    void aListingIsWholeAndSortedHoweverManyPagesItTakes() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Etcd etcd = client(member.endpoint())) {
            for (int block = 0; block < 12; block++) {
                int first = block * 100;
                etcd.commit(
                        List.of(),
                        IntStream.range(first, first + 100)
                                .<Change>mapToObj(
                                        n -> new Change.Put("p/%05d".formatted(n), "v", 0))
                                .toList());
            }
            put(etcd, "p", "outside");
            put(etcd, "p0", "outside");

            assertThat(etcd.list("p/").entries())
                    .extracting(Entry::key)
                    .isEqualTo(IntStream.range(0, 1_200).mapToObj("p/%05d"::formatted).toList());
        }
    }

    @Test
    void aTransactionWhoseGuardDoesNotHoldChangesNothing() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Etcd etcd = client(member.endpoint())) {
            long first = put(etcd, "k", "1").position().revision();
            put(etcd, "k", "2");

            Commit late =
                    etcd.commit(
                            List.of(new Guard("k", first)), List.of(new Change.Put("k", "3", 0)));
            Commit absent =
                    etcd.commit(List.of(new Guard("new", 0)), List.of(new Change.Delete("k")));

            assertThat(late.done()).isFalse();
            assertThat(absent.done()).isTrue();
            assertThat(etcd.find("k")).isEmpty();
        }
    }

    @Test
    void aRevokedLeaseTakesItsKeysAndCannotBeRenewed() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Etcd etcd = client(member.endpoint())) {
            Lease lease = etcd.grant(4711, TTL);
            etcd.commit(List.of(), List.of(new Change.Put("k", "v", lease.id())));
            etcd.keepAlive(lease);

            etcd.revoke(lease);
            etcd.revoke(lease);

            assertThat(etcd.find("k")).isEmpty();
            assertThat(failure(() -> etcd.keepAlive(lease))).isEqualTo(Kind.LEASE_GONE);
        }
    }

    @Test
    void aWatchTellsWritesAndDeletionsUntilItIsClosed() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Etcd etcd = client(member.endpoint())) {
            Recorder seen = new Recorder();
            Watch watch = etcd.watch(List.of("k", "other"), 1, seen);

            put(etcd, "k", "1");
            etcd.commit(List.of(), List.of(new Change.Delete("k")));

            assertThat(seen.next()).isEqualTo("written k=1");
            assertThat(seen.next()).isEqualTo("deleted k");
            watch.close();
            assertThat(seen.next()).startsWith("ended");
        }
    }

    @Test
    void aWatchFromACompactedRevisionEndsAndSaysSo() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Etcd etcd = client(member.endpoint())) {
            put(etcd, "k", "1");
            long last = put(etcd, "k", "2").position().revision();
            member.ctl("compact", Long.toString(last));
            Recorder seen = new Recorder();

            etcd.watch(List.of("k"), 1, seen);

            assertThat(seen.next()).isEqualTo("ended COMPACTED");
        }
    }

    private static String[] endpoints(List<EtcdMember> members) {
        return members.stream().map(EtcdMember::endpoint).toArray(String[]::new);
    }

    @Test
    void aMemberThatIsGoneIsReplacedByTheNextOneWithinTheCall() throws Exception {
        try (EtcdCluster cluster = EtcdCluster.started(3, directory)) {
            List<EtcdMember> members = cluster.followersFirst();
            try (Etcd etcd = client(endpoints(members))) {
                put(etcd, "k", "1");

                members.getFirst().kill();

                assertThat(etcd.find("k")).map(Entry::value).contains("1");
            }
        }
    }

    @Test
    void aFrozenMemberIsReplacedByTheNextOneWithinTheCall() throws Exception {
        try (EtcdCluster cluster = EtcdCluster.started(3, directory)) {
            List<EtcdMember> members = cluster.followersFirst();
            try (Etcd etcd = client(endpoints(members))) {
                put(etcd, "k", "1");

                members.getFirst().freeze();

                assertThat(etcd.find("k")).map(Entry::value).contains("1");
            }
        }
    }

    @Test
    void aFrozenEtcdIsAwayAndBackWhenItGoesOn() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Etcd etcd = client(member.endpoint())) {
            put(etcd, "k", "1");
            member.freeze();
            assertThat(failure(() -> etcd.find("k"))).isEqualTo(Kind.UNREACHABLE);

            member.thaw();
            assertThat(etcd.find("k")).map(Entry::value).contains("1");
        }
    }

    @Test
    void whoeverFindsNobodyIsToldWhomAndWhy() {
        String nobody = "127.0.0.1:" + Ports.free();
        try (Etcd etcd = client(nobody)) {
            assertThat(etcd.serves()).isFalse();
            assertThatExceptionOfType(EtcdException.class)
                    .isThrownBy(() -> etcd.find("k"))
                    .withMessageContaining(nobody)
                    .withMessageContaining("refused")
                    .extracting(EtcdException::kind)
                    .isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void aTokenThatHasEndedIsRenewedUnseen() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Etcd etcd =
                        new Etcd(
                                settings(
                                        List.of(member.endpoint()),
                                        Optional.of(new Credentials("root", "geheim"))))) {
            put(etcd, "before", "no authentication yet");
            member.ctl("user", "add", "root:geheim");
            member.ctl("user", "grant-role", "root", "root");
            member.ctl("auth", "enable");

            put(etcd, "k", "1");
            member.kill().start();

            assertThat(etcd.find("k")).map(Entry::value).contains("1");
        }
    }

    @Test
    void aWrongPasswordIsDeniedAndNotRepeated() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Etcd wrong =
                        new Etcd(
                                settings(
                                        List.of(member.endpoint()),
                                        Optional.of(new Credentials("root", "falsch"))));
                Etcd nobody = client(member.endpoint())) {
            member.ctl("user", "add", "root:geheim");
            member.ctl("user", "grant-role", "root", "root");
            member.ctl("auth", "enable");

            assertThatExceptionOfType(EtcdException.class)
                    .isThrownBy(() -> wrong.find("k"))
                    .withMessageContaining("authenticating as root")
                    .withMessageNotContaining("falsch")
                    .extracting(EtcdException::kind)
                    .isEqualTo(Kind.DENIED);
            assertThat(failure(() -> nobody.find("k"))).isEqualTo(Kind.DENIED);
        }
    }

    @Test
    void aFullDatabaseIsItsOwnKindOfFailure() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory, "--quota-backend-bytes=8000000");
                Etcd etcd = client(member.endpoint())) {
            String large = "x".repeat(1_000_000);

            assertThat(
                            failure(
                                    () -> {
                                        for (int n = 0; n < 50; n++) {
                                            put(etcd, "k" + n, large);
                                        }
                                    }))
                    .isEqualTo(Kind.NO_SPACE);
        }
    }

    @Test
    void wipedDataContradictsWhatWasSeenBefore() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Etcd etcd = client(member.endpoint())) {
            Position before = put(etcd, "k", "1").position();
            assertThat(etcd.list("").position().contradicts(before)).isFalse();

            member.kill().wipe().start();

            assertThat(etcd.list("").position().contradicts(before)).isTrue();
        }
    }

    /** Keeps what a watch tells, one word each. */
    private static final class Recorder implements Watcher {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return told.poll(20, TimeUnit.SECONDS);
        }

        @Override
        public void written(Entry entry) {
            told.add("written " + entry.key() + "=" + entry.value());
        }

        @Override
        public void deleted(String key) {
            told.add("deleted " + key);
        }

        @Override
        public void ended(EtcdException reason) {
            told.add("ended " + reason.kind());
        }
    }
}
