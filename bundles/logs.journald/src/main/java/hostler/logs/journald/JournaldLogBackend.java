package hostler.logs.journald;

import hostler.core.api.AgentInfo;
import hostler.core.api.Availability;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceSpec;
import hostler.logs.api.LogBackend;
import hostler.logs.api.LogBackendType;
import hostler.logs.api.LogPage;
import hostler.logs.api.LogQuery;
import hostler.logs.api.LogReader;
import hostler.os.api.Accounts;
import hostler.os.api.ProcessTable;
import hostler.os.api.ProcessWatch;
import hostler.os.api.SpawnDoor;
import hostler.systemd.UserUnit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * Reads what units have written from the journal that systemd-journald keeps, by journalctl: one
 * process for each reader and each query, which ends with it and with the agent. journald keeps the
 * log without the agent, and readers still open when this backend goes end.
 */
@LogBackendType(JournaldLogBackend.TYPE)
@Designate(ocd = JournaldLogBackend.Config.class)
@Component(
        service = {LogBackend.class, Availability.class},
        configurationPid = JournaldLogBackend.PID,
        // Before it is known whose units are meant, nothing is read.
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class JournaldLogBackend implements LogBackend, Availability {
    /** The launch method whose logs are read here. */
    static final String TYPE = "systemd";

    static final String PID = "hostler.logs.journald";

    /** The first two are those of the launcher. */
    @ObjectClassDefinition(name = "Hostler: journald log backend")
    @interface Config {
        @AttributeDefinition(
                description =
                        "Whose units are meant: auto is the system's for root and the agent's own"
                                + " user's otherwise; true is the own user's, for root those of"
                                + " startup.user; false is the system's.",
                options = {
                    @Option(label = "auto", value = "auto"),
                    @Option(label = "true", value = "true"),
                    @Option(label = "false", value = "false")
                })
        String user_unit() default "auto";

        @AttributeDefinition(
                description =
                        "Where units come from: with never they are there and write to the"
                                + " journal; those that are made write to a file.",
                options = {
                    @Option(label = "never", value = "never"),
                    @Option(label = "transient", value = "transient"),
                    @Option(label = "file", value = "file")
                })
        String create() default "never";

        @AttributeDefinition(
                description = "How many readers and queries there may be at a time",
                min = "1")
        int max_readers() default 64;

        @AttributeDefinition(description = "How long a query may take, ms", min = "1000")
        long query_timeout_ms() default 60_000;
    }

    /** Reads the files that units write to which are made from their packages. */
    @Reference(
            target = "(" + LogBackendType.PROPERTY + "=direct)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable LogBackend files;

    private final boolean made;
    private final UserUnit whose;
    private final Accounts accounts;
    private final Journalctl journalctl;
    private final KnownUnits known;
    private final JournalSearch search;
    private final int maxReaders;
    private final Semaphore turns;
    private final Set<JournalReader> readers = ConcurrentHashMap.newKeySet();

    @Activate
    public JournaldLogBackend(
            Config config,
            @Reference AgentInfo agent,
            @Reference Accounts accounts,
            @Reference SpawnDoor spawn,
            @Reference ProcessWatch watch,
            @Reference ProcessTable table) {
        this(
                config,
                accounts,
                new Programs(
                        spawn,
                        watch,
                        agent.home().toAbsolutePath().resolve("var/run/journal"),
                        Programs.searchPath()),
                Journalctl.JOURNALS,
                table.bootId(),
                null);
    }

    /**
     * @param programs where journalctl and systemctl are
     * @param journals see {@link Journalctl}
     * @param boot see {@link Journalctl}
     * @param files reads files; null: there is none yet
     */
    JournaldLogBackend(
            Config config,
            Accounts accounts,
            Programs programs,
            List<Path> journals,
            String boot,
            @Nullable LogBackend files) {
        this.files = files;
        this.whose = UserUnit.of(config.user_unit());
        this.accounts = accounts;
        this.journalctl = new Journalctl(programs, journals, boot);
        this.known = new KnownUnits(programs, journalctl, accounts);
        this.made = !config.create().equals("never");
        this.search =
                new JournalSearch(
                        journalctl, Duration.ofMillis(Math.max(1_000, config.query_timeout_ms())));
        this.maxReaders = Math.max(1, config.max_readers());
        this.turns = new Semaphore(maxReaders);
    }

    @Override
    public Optional<String> obstacle() {
        return journalctl.obstacle();
    }

    @Override
    public LogReader open(ServiceSpec spec, int tail, boolean follow)
            throws ServiceException, InterruptedException {
        if (made) {
            return files(spec).open(spec, tail, follow);
        }
        if (tail < 0) {
            throw new ServiceException(
                    Failure.INVALID_ARGUMENT, "a tail of " + tail + " lines; 0 or more expected");
        }
        Instant now = Instant.now();
        return read(spec, JournalFeed.after(now), feed -> feed.tail(tail, now), follow);
    }

    @Override
    public LogReader resume(ServiceSpec spec, String cursor, boolean follow)
            throws ServiceException, InterruptedException {
        if (made) {
            return files(spec).resume(spec, cursor, follow);
        }
        JournalPlace place =
                JournalPlace.parse(cursor)
                        .orElseThrow(
                                () ->
                                        new ServiceException(
                                                Failure.INVALID_ARGUMENT,
                                                "'" + cursor + "' is no place in a journal"));
        Instant now = Instant.now();
        return read(spec, place, feed -> feed.past(now), follow);
    }

    /** Hands on the past; false when there is none. */
    private interface Past {
        boolean of(JournalFeed feed) throws ServiceException, InterruptedException;
    }

    private LogReader read(ServiceSpec spec, JournalPlace begin, Past past, boolean follow)
            throws ServiceException {
        UnitJournal journal = UnitJournal.of(spec, whose, accounts);
        takeTurn(spec);
        JournalReader reader = new JournalReader(journal, journalctl, begin, this::closed);
        readers.add(reader);
        return reader.start(
                spec.id().name(),
                feed -> {
                    if (!past.of(feed)) {
                        known.check(spec.id(), journal);
                    }
                    if (follow) {
                        feed.live();
                    }
                });
    }

    private void closed(JournalReader reader) {
        turns.release();
        readers.remove(reader);
    }

    @Override
    public LogPage query(ServiceSpec spec, LogQuery query)
            throws ServiceException, InterruptedException {
        if (made) {
            return files(spec).query(spec, query);
        }
        UnitJournal journal = UnitJournal.of(spec, whose, accounts);
        takeTurn(spec);
        try {
            LogPage page = search.page(journal, query);
            if (page.total() == 0) {
                known.check(spec.id(), journal);
            }
            return page;
        } finally {
            turns.release();
        }
    }

    private LogBackend files(ServiceSpec spec) throws ServiceException {
        LogBackend backend = files;
        if (backend == null) {
            throw new ServiceException(
                    Failure.UNAVAILABLE,
                    "cannot read the log of "
                            + spec.id()
                            + ": with systemd.create its unit writes to "
                            + spec.logging().file()
                            + ", and no log backend of type 'direct' is there to read files");
        }
        return backend;
    }

    private void takeTurn(ServiceSpec spec) throws ServiceException {
        if (!turns.tryAcquire()) {
            throw new ServiceException(
                    Failure.UNAVAILABLE,
                    "cannot read the log of "
                            + spec.id()
                            + ": all "
                            + maxReaders
                            + " readers of journals are taken (systemd.journal_readers in agent.yaml)");
        }
    }

    @Deactivate
    void close() {
        readers.forEach(JournalReader::end);
    }
}
