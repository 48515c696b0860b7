package hostler.registrar.api;

import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What others are told about this agent.
 *
 * @param code {@code agent.code}
 * @param version the agent's
 * @param address what they dial: {@code IP:PORT}, IPv6 in brackets
 * @param services sorted by name
 */
public record Announcement(
        String code, String version, String address, List<AnnouncedService> services) {

    public Announcement {
        services = services.stream().sorted(Comparator.comparing(AnnouncedService::name)).toList();
    }

    /**
     * A service, as others are told about it.
     *
     * @param startedAt when its process started; empty: it does not run
     */
    public record AnnouncedService(String name, String version, Optional<Instant> startedAt) {

        /**
         * A service as core knows it. One that starts or is paused runs, one that stops does not.
         */
        public static AnnouncedService of(ServiceStatus status) {
            return new AnnouncedService(
                    status.id().name(),
                    status.spec().version(),
                    runs(status.state()) ? status.startedAt().or(() -> since(status)) : none());
        }

        private static boolean runs(ServiceState state) {
            return state == ServiceState.STARTING
                    || state == ServiceState.RUNNING
                    || state == ServiceState.PAUSED;
        }

        /** A process whose start is not known yet has at least been believed in since then. */
        private static Optional<Instant> since(ServiceStatus status) {
            return Optional.of(status.since());
        }

        private static Optional<Instant> none() {
            return Optional.empty();
        }

        public boolean running() {
            return startedAt.isPresent();
        }

        /** For how long it has run; nothing while it does not, and never less than nothing. */
        public Duration ran(Instant now) {
            return startedAt
                    .filter(now::isAfter)
                    .map(start -> Duration.between(start, now))
                    .orElse(Duration.ZERO);
        }
    }
}
