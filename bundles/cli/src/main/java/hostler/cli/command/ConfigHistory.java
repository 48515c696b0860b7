package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.Cell;
import hostler.cli.view.ConfigView;
import hostler.cli.view.Table;
import hostler.cli.view.Times;
import hostler.proto.v1.ConfigVersion;
import hostler.proto.v1.GetConfigResponse;
import hostler.proto.v1.GetConfigVersionRequest;
import hostler.proto.v1.ListConfigVersionsRequest;
import hostler.proto.v1.ListConfigVersionsResponse;
import java.util.List;

/** The versions of a service's configuration files. */
final class ConfigHistory {
    private final Session session;
    private final String service;

    ConfigHistory(Session session, String service) {
        this.session = session;
        this.service = service;
    }

    /** Reads the number of a version. */
    static int number(String text) throws UsageException {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new UsageException("'" + text + "': the number of a version was expected");
        }
        return Integer.parseInt(text);
    }

    /** Lists them, newest first. */
    ExitCode list() throws RpcException, UsageException {
        ListConfigVersionsResponse versions = versions();
        if (session.output().json()) {
            session.output().json(versions);
        } else {
            session.output().table(table(versions.getVersionsList()));
        }
        return ExitCode.OK;
    }

    private ListConfigVersionsResponse versions() throws RpcException, UsageException {
        return session.agent()
                .configVersions(ListConfigVersionsRequest.newBuilder().setService(service).build());
    }

    private static Table table(List<ConfigVersion> versions) {
        Table table = new Table(">VERSION", "WHEN", "BY", "HOW", "FILES");
        for (ConfigVersion version : versions) {
            table.row(
                    Cell.of(version.getNumber()),
                    Cell.of(Times.dateTime(version.getAt())),
                    Cell.of(version.getBy()),
                    Cell.of(version.getHow()),
                    Cell.of(String.join(" ", version.getFilesList())));
        }
        return table;
    }

    /**
     * Shows what lies between two versions.
     *
     * @param given both; or one, which is compared with the one before; or none: the newest
     */
    ExitCode diff(List<String> given) throws RpcException, UsageException {
        int to = given.isEmpty() ? newest() : number(given.getLast());
        int from = given.size() == 2 ? number(given.getFirst()) : before(to);
        ConfigView.diff(version(from), version(to), session.output());
        return ExitCode.OK;
    }

    private List<Integer> numbers() throws RpcException, UsageException {
        return versions().getVersionsList().stream().map(ConfigVersion::getNumber).toList();
    }

    private int newest() throws RpcException, UsageException {
        List<Integer> numbers = numbers();
        if (numbers.isEmpty()) {
            throw new UsageException("nothing of " + service + " has been changed yet");
        }
        return numbers.getFirst();
    }

    /** The newest that is older; the version itself when there is none. */
    private int before(int version) throws RpcException, UsageException {
        return numbers().stream().filter(number -> number < version).findFirst().orElse(version);
    }

    private GetConfigResponse version(int number) throws RpcException, UsageException {
        return session.agent()
                .configVersion(
                        GetConfigVersionRequest.newBuilder()
                                .setService(service)
                                .setVersion(number)
                                .build());
    }
}
