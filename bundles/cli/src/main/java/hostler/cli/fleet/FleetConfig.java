package hostler.cli.fleet;

import hostler.cli.args.UsageException;
import hostler.cli.rpc.RpcException;
import java.util.ArrayList;
import java.util.List;

/** Replaces configuration files of a service. */
final class FleetConfig extends ChangeCommand {
    private static final String APPLY = "apply";

    FleetConfig() {
        arguments()
                .operands(
                        "NAME apply [PATH=]FILE",
                        3,
                        Integer.MAX_VALUE,
                        "The service, and what its files are to hold; PATH is the file's absolute"
                                + " path there, needed where no file of that name is there yet.");
    }

    @Override
    void check() throws UsageException {
        String verb = arguments().given().get(1);
        if (!verb.equals(APPLY)) {
            throw new UsageException("config NAME apply FILE is what is done to a fleet");
        }
    }

    @Override
    Change change() throws RpcException {
        List<String> given = arguments().given();
        List<ConfigFile> files = new ArrayList<>();
        for (String argument : given.subList(2, given.size())) {
            files.add(ConfigFile.parse(argument));
        }
        return new AppliedChange(given.getFirst(), files);
    }
}
