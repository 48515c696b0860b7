package hostler.configs;

import hostler.configs.api.ConfigOutcome;
import hostler.configs.api.ConfigPlan;
import hostler.configs.api.ConfigPlan.Kind;
import hostler.configs.api.ConfigPlan.PlannedFile;
import hostler.configs.api.ConfigSet;
import hostler.configs.api.ConfigTerms;
import hostler.configs.api.ConfigText;
import hostler.configs.api.ConfigVersion;
import hostler.configs.api.ServiceConfigs;
import hostler.configs.secrets.Secrets;
import hostler.core.api.Failure;
import hostler.core.api.ServiceConfiguration.Format;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceStatus;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads, plans and changes the configuration files of all services. */
final class Workshop implements ServiceConfigs, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);

    private final Path root;
    private final Doors doors;
    private final Supplier<Limits> limits;
    private final Steps steps;
    private final FileOwners owners;
    private final Effects effects;
    private final Aftercare aftercare;
    private final Underway underway = new Underway();
    private final int ownGid;

    /**
     * @param root where every service has a directory for what is kept; absolute, without links
     */
    Workshop(Path root, Doors doors, Supplier<Limits> limits, Steps steps) throws IOException {
        this.root = root;
        this.doors = doors;
        this.limits = limits;
        this.steps = steps;
        this.owners = new FileOwners(doors.accounts(), doors.files());
        this.effects = new Effects(doors.control());
        this.aftercare = new Aftercare(doors, effects);
        this.ownGid =
                (int)
                        Files.getAttribute(
                                Path.of("/proc/self"), "unix:gid", LinkOption.NOFOLLOW_LINKS);
    }

    /** Puts back what was broken off; services are told as soon as they are known. */
    void open() {
        new Recovery(root, this::transaction, aftercare).run();
    }

    @Override
    public void close() {
        aftercare.close();
        underway.close();
    }

    private Shelf shelf(ServiceId id) {
        return new Shelf(root.resolve(id.name()), doors.files(), doors.accounts().ownUid(), ownGid);
    }

    private Transaction transaction(ServiceId id) {
        return new Transaction(
                shelf(id), doors.files(), limits.get(), InstantSource.system(), steps);
    }

    private ServiceStatus status(ServiceId id) throws ServiceException {
        return doors.registry().find(id).orElseThrow(() -> ServiceException.notFound(id.name()));
    }

    private FileSet read(ServiceSpec spec) throws ServiceException {
        return new DeclaredFiles(doors.files(), owners, limits.get().fileBytes()).read(spec);
    }

    @Override
    public ConfigSet get(ServiceId id) throws ServiceException {
        return read(status(id).spec()).texts();
    }

    Proposal proposal(ServiceStatus status, Wish wish) throws ServiceException {
        return proposal(status, read(status.spec()), wish);
    }

    private Proposal proposal(ServiceStatus status, FileSet now, Wish wish)
            throws ServiceException {
        ServiceSpec spec = status.spec();
        return Proposal.of(status, now, wish, file -> owners.ofNewFile(spec, file, ownGid));
    }

    @Override
    public ConfigPlan plan(ServiceId id, List<ConfigText> files, ConfigTerms terms)
            throws ServiceException {
        ServiceStatus status = status(id);
        String effect = Effects.plan(status, Change.soakTime(status, limits.get()));
        FileSet now = read(status.spec());
        try {
            Wish wish = Wish.of(status.spec(), files, limits.get().fileBytes());
            Proposal proposal = proposal(status, now, wish);
            boolean nothing = proposal.empty();
            return new ConfigPlan(
                    now.hash(),
                    planned(now, wish),
                    nothing ? "nothing changes, and " + id + " is left as it is" : effect,
                    nothing ? Optional.empty() : refusal(proposal, terms));
        } catch (RefusedException e) {
            return new ConfigPlan(now.hash(), List.of(), effect, Optional.of(e.outcome()));
        }
    }

    private Optional<ConfigOutcome.Refused> refusal(Proposal proposal, ConfigTerms terms) {
        try {
            proposal.check(terms, shelf(proposal.status().id()));
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(e.outcome());
        }
    }

    private static List<PlannedFile> planned(FileSet now, Wish wish) {
        return now.states().stream()
                .filter(state -> wish.contents().containsKey(state.path()))
                .map(
                        state ->
                                planned(
                                        state,
                                        wish.contents()
                                                .getOrDefault(state.path(), Optional.empty())))
                .toList();
    }

    private static PlannedFile planned(FileState state, Optional<Content> wanted) {
        Kind kind =
                state.content().isEmpty()
                        ? Kind.CREATED
                        : state.content().equals(wanted) ? Kind.UNCHANGED : Kind.CHANGED;
        return new PlannedFile(
                state.path(),
                kind,
                state.content().flatMap(Workshop::text),
                wanted.flatMap(Workshop::text).orElse(""));
    }

    private static Optional<String> text(Content content) {
        try {
            return Optional.of(content.text());
        } catch (CharacterCodingException e) {
            LOG.debug("a file that is no text", e);
            return Optional.empty();
        }
    }

    @Override
    public ConfigOutcome apply(
            ServiceId id, List<ConfigText> files, ConfigTerms terms, Consumer<String> progress)
            throws ServiceException, InterruptedException {
        status(id);
        return underway.run(
                id,
                terms.by(),
                () ->
                        change(
                                id,
                                spec -> Wish.of(spec, files, limits.get().fileBytes()),
                                terms,
                                "applied",
                                progress::accept));
    }

    @Override
    public ConfigOutcome rollback(
            ServiceId id, OptionalInt version, ConfigTerms terms, Consumer<String> progress)
            throws ServiceException, InterruptedException {
        History past = past(id);
        Version wanted = past.find(version);
        SequencedMap<Path, Content> contents = past.contents(wanted);
        return underway.run(
                id,
                terms.by(),
                () ->
                        change(
                                id,
                                spec -> Wish.toBe(spec, contents),
                                terms,
                                "rolled back to version " + wanted.number(),
                                progress::accept));
    }

    /** Says what the files are to be, once it is known what they are. */
    @FunctionalInterface
    private interface Wishing {
        Wish wish(ServiceSpec spec) throws RefusedException;
    }

    /** On the thread of this change. */
    private ConfigOutcome change(
            ServiceId id, Wishing wishing, ConfigTerms terms, String how, Progress progress)
            throws ServiceException, InterruptedException {
        ServiceStatus status = status(id);
        finishEarlier(id, transaction(id));
        try {
            Proposal proposal = proposal(status, wishing.wish(status.spec()));
            if (proposal.empty()) {
                return new ConfigOutcome.Unchanged(proposal.before().hash());
            }
            proposal.check(terms, shelf(id));
            progress.tell(proposal.edits().size() + " of the files of " + id + " change");
            return change(id, progress)
                    .carryOut(
                            new Change.Agreed(
                                    status, proposal.before(), proposal.edits(), terms, how));
        } catch (RefusedException e) {
            return e.outcome();
        }
    }

    /** One change of a service, not begun yet. */
    Change change(ServiceId id, Progress progress) {
        return new Change(doors, limits.get(), transaction(id), effects, steps, progress);
    }

    private void finishEarlier(ServiceId id, Transaction transaction)
            throws ServiceException, InterruptedException {
        try {
            Optional<Intent> earlier = transaction.finish();
            if (earlier.isPresent()) {
                aftercare.forget(id);
                var _ =
                        effects.giveBack(
                                earlier.get(), doors.registry().find(id), earlier.get().by());
                transaction.end();
            }
        } catch (IOException e) {
            throw new ServiceException(
                    Failure.INTERNAL,
                    "an earlier change of " + id + " must be put back first: " + e.getMessage(),
                    e);
        }
    }

    private History past(ServiceId id) throws ServiceException {
        status(id);
        return new History(id, shelf(id));
    }

    @Override
    public List<ConfigVersion> history(ServiceId id) throws ServiceException {
        return past(id).list();
    }

    @Override
    public ConfigSet version(ServiceId id, int number) throws ServiceException {
        History past = past(id);
        return FileSet.texts(past.contents(past.find(OptionalInt.of(number))));
    }

    @Override
    public int allow(ServiceId id, String by) throws ServiceException {
        int known = past(id).forgetRefusals();
        LOG.info("{}: {} refused contents are forgotten by {}", id, known, by);
        return known;
    }

    @Override
    public List<ConfigText> masked(ServiceId id, List<ConfigText> files) {
        Map<Path, Format> formats = new LinkedHashMap<>();
        doors.registry()
                .find(id)
                .ifPresent(
                        status ->
                                status.spec()
                                        .configuration()
                                        .files()
                                        .forEach(file -> formats.put(file.path(), file.format())));
        return files.stream()
                .map(
                        text ->
                                new ConfigText(
                                        text.file(),
                                        Secrets.masked(
                                                formats.getOrDefault(text.file(), Format.PLAIN),
                                                text.content())))
                .toList();
    }
}
