package hostler.cli.view;

import hostler.proto.pb.GetHealthHistoryResp;
import hostler.proto.pb.HealthHistoryEntry;
import hostler.proto.pb.HealthStatusDetail;
import hostler.proto.pb.ServiceHealth;
import java.util.List;

/** What {@code hostler health} shows. */
public final class HealthTables {
    private HealthTables() {}

    /** The last evidence of services. */
    public static Table of(List<ServiceHealth> services) {
        Table table = new Table("NAME", "HEALTH", "CHECK", ">TOOK", "AT", "MESSAGE");
        for (ServiceHealth service : services) {
            boolean checked = service.getDetailsCount() > 0;
            HealthStatusDetail check =
                    checked ? service.getDetails(0) : HealthStatusDetail.getDefaultInstance();
            table.row(
                    Cell.of(service.getPackage()),
                    States.of(service.getStatus()),
                    Cell.of(check.getCheckType().isEmpty() ? "-" : check.getCheckType()),
                    Cell.of(checked ? check.getResponseTimeMs() + "ms" : "-"),
                    Cell.of(service.hasLastCheck() ? Times.dateTime(service.getLastCheck()) : "-"),
                    Cell.of(message(service.getMessage(), check.getError())));
        }
        return table;
    }

    /** The checks of the past. */
    public static Table of(GetHealthHistoryResp history) {
        Table table = new Table("AT", "HEALTH", "CHECK", ">TOOK", "MESSAGE");
        for (HealthHistoryEntry entry : history.getEntriesList()) {
            table.row(
                    Cell.of(Times.precise(entry.getTimestamp())),
                    States.of(entry.getStatus()),
                    Cell.of(entry.getCheckType().isEmpty() ? "-" : entry.getCheckType()),
                    Cell.of(entry.getResponseTimeMs() + "ms"),
                    Cell.of(message(entry.getMessage(), entry.getError())));
        }
        return table;
    }

    private static String message(String message, String error) {
        return error.isEmpty() || message.contains(error) ? message : message + ": " + error;
    }
}
