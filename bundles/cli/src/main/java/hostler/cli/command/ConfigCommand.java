package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import hostler.cli.args.Option;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.Code;
import hostler.cli.rpc.Replies;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.Cell;
import hostler.cli.view.ConfigView;
import hostler.cli.view.Output;
import hostler.proto.v1.AllowConfigRequest;
import hostler.proto.v1.AllowConfigResponse;
import hostler.proto.v1.ApplyConfigRequest;
import hostler.proto.v1.ConfigOutcome;
import hostler.proto.v1.ConfigProgress;
import hostler.proto.v1.ConfigResult;
import hostler.proto.v1.GetConfigRequest;
import hostler.proto.v1.GetConfigResponse;
import hostler.proto.v1.PlanConfigResponse;
import hostler.proto.v1.RollbackConfigRequest;
import hostler.settings.Spelling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The configuration files of a service. */
final class ConfigCommand extends Command {
    private static final List<String> ACTIONS =
            List.of("show", "plan", "apply", "history", "diff", "rollback", "allow");
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Option<String> expect =
            arguments()
                    .value(
                            "HASH",
                            "",
                            text -> text,
                            "With plan, apply and rollback: only while the files have this hash, as"
                                    + " show -o json tells it.",
                            "--expect");

    ConfigCommand() {
        arguments()
                .operands(
                        "NAME [ACTION [ARGUMENT...]]",
                        1,
                        Integer.MAX_VALUE,
                        "The service, what to do (default: show), and with what.");
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Shows and changes the configuration files that a service's package declares.",
                        "A change is all or nothing: the service is told, watched, and everything is put back when it does not work."),
                List.of(
                        "",
                        "Actions:",
                        "  show                    the files as they are",
                        "  plan FILE...            what apply would change, and what happens to the service",
                        "  apply FILE...           changes the declared files of the same names; or PATH=FILE",
                        "  history                 the versions that are kept, and who made them",
                        "  diff [A [B]]            what version A changed, or what lies between A and B",
                        "  rollback [VERSION]      back to a version; default: the one before the newest",
                        "  allow                   lets contents be tried again that were put back",
                        "",
                        "--timeout is how long to wait for the outcome; default 10m.",
                        "",
                        "Examples:",
                        "  hostler config web",
                        "  hostler config web plan web.yaml",
                        "  hostler config web apply web.yaml /etc/web/extra.json=new.json",
                        "  hostler config web rollback 3"));
    }

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
        List<String> given = arguments().given();
        String service = given.getFirst();
        List<String> rest = given.subList(Math.min(2, given.size()), given.size());
        String action = given.size() > 1 ? given.get(1) : "show";
        checkCount(action, rest);
        return switch (action) {
            case "show" -> show(session, service);
            case "plan" -> plan(session, service, rest);
            case "apply" -> apply(session, service, rest);
            case "history" -> new ConfigHistory(session, service).list();
            case "diff" -> new ConfigHistory(session, service).diff(rest);
            case "rollback" -> rollback(session, service, rest);
            case "allow" -> allow(session, service);
            default ->
                    throw new UsageException(
                            "there is no action '" + action + "'" + Spelling.hint(action, ACTIONS));
        };
    }

    private static void checkCount(String action, List<String> rest) throws UsageException {
        int most =
                switch (action) {
                    case "plan", "apply" -> Integer.MAX_VALUE;
                    case "diff" -> 2;
                    case "rollback" -> 1;
                    default -> 0;
                };
        if (ACTIONS.contains(action) && rest.size() > most) {
            throw new UsageException("'" + rest.get(most) + "' is too much for " + action);
        }
    }

    private static GetConfigResponse get(Session session, String service)
            throws RpcException, UsageException {
        return session.agent().config(GetConfigRequest.newBuilder().setService(service).build());
    }

    private static ExitCode show(Session session, String service)
            throws RpcException, UsageException {
        GetConfigResponse files = get(session, service);
        if (session.output().json()) {
            session.output().json(files);
        } else {
            ConfigView.show(files, session.output());
            if (files.getMasked()) {
                session.progress("hostler: secrets are masked; the Controller and root see them");
            }
        }
        return ExitCode.OK;
    }

    private ApplyConfigRequest request(Session session, String service, List<String> files)
            throws RpcException, UsageException {
        if (files.isEmpty()) {
            throw new UsageException("name the files that hold the new contents");
        }
        return ApplyConfigRequest.newBuilder()
                .setService(service)
                .addAllFiles(
                        new ConfigArguments(get(session, service).getDeclaredList()).read(files))
                .setExpectedHash(expect.value())
                .build();
    }

    private ExitCode plan(Session session, String service, List<String> files)
            throws RpcException, UsageException {
        PlanConfigResponse plan = session.agent().planConfig(request(session, service, files));
        if (session.output().json()) {
            session.output().json(plan);
        } else {
            ConfigView.plan(plan, session.output());
        }
        return plan.getRefusal().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private ExitCode apply(Session session, String service, List<String> files)
            throws RpcException, UsageException {
        ApplyConfigRequest request = request(session, service, files);
        try (Replies<ConfigProgress> replies = session.agent().applyConfig(request)) {
            return follow(session, replies);
        }
    }

    private ExitCode rollback(Session session, String service, List<String> rest)
            throws RpcException, UsageException {
        RollbackConfigRequest request =
                RollbackConfigRequest.newBuilder()
                        .setService(service)
                        .setVersion(rest.isEmpty() ? 0 : ConfigHistory.number(rest.getFirst()))
                        .setExpectedHash(expect.value())
                        .build();
        try (Replies<ConfigProgress> replies = session.agent().rollbackConfig(request)) {
            return follow(session, replies);
        }
    }

    private static ExitCode follow(Session session, Replies<ConfigProgress> replies)
            throws RpcException {
        Duration timeout = session.timeout(PATIENCE);
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!replies.ended()) {
            long left = Math.max(0, deadline - System.nanoTime());
            Optional<ConfigProgress> progress = replies.next(Duration.ofNanos(left));
            if (progress.isPresent() && progress.get().hasResult()) {
                return conclude(session.output(), progress.get().getResult());
            }
            progress.ifPresent(told -> session.progress(Cell.of(told.getLine()).text()));
        }
        throw new RpcException(Code.INTERNAL, "the agent did not tell how the change ended");
    }

    private static ExitCode conclude(Output output, ConfigResult result) {
        if (output.json()) {
            output.json(result);
        } else {
            ConfigView.result(result, output);
        }
        boolean fine =
                result.getOutcome() == ConfigOutcome.CONFIG_OUTCOME_APPLIED
                        || result.getOutcome() == ConfigOutcome.CONFIG_OUTCOME_UNCHANGED;
        return fine ? ExitCode.OK : ExitCode.FAILED;
    }

    private static ExitCode allow(Session session, String service)
            throws RpcException, UsageException {
        AllowConfigResponse answer =
                session.agent()
                        .allowConfig(AllowConfigRequest.newBuilder().setService(service).build());
        if (session.output().json()) {
            session.output().json(answer);
        } else {
            session.output()
                    .line(
                            answer.getForgotten()
                                    + " contents may be tried again that were put back");
        }
        return ExitCode.OK;
    }
}
