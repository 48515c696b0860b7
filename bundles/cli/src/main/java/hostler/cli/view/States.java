package hostler.cli.view;

import hostler.proto.pb.HealthStatus;
import hostler.proto.v1.State;
import hostler.proto.v1.Verdict;
import java.util.Locale;

/** The words and styles of states, the same in every table. */
public final class States {
    private States() {}

    public static Cell of(State state) {
        return new Cell(word(state.name(), "STATE_"), style(state));
    }

    private static Style style(State state) {
        return switch (state) {
            case STATE_RUNNING, STATE_COMPLETED -> Style.GOOD;
            case STATE_FAILED -> Style.BAD;
            case STATE_STOPPED, STATE_UNKNOWN -> Style.FAINT;
            default -> Style.WARNING;
        };
    }

    public static Cell of(Verdict verdict) {
        return new Cell(word(verdict.name(), "VERDICT_"), style(verdict));
    }

    private static Style style(Verdict verdict) {
        return switch (verdict) {
            case VERDICT_HEALTHY -> Style.GOOD;
            case VERDICT_WARNING -> Style.WARNING;
            case VERDICT_CRITICAL -> Style.BAD;
            default -> Style.FAINT;
        };
    }

    public static Cell of(HealthStatus status) {
        return new Cell(word(status.name(), "HEALTH_STATUS_"), style(status));
    }

    private static Style style(HealthStatus status) {
        return switch (status) {
            case HEALTH_STATUS_HEALTHY -> Style.GOOD;
            case HEALTH_STATUS_DEGRADED -> Style.WARNING;
            case HEALTH_STATUS_UNHEALTHY -> Style.BAD;
            default -> Style.FAINT;
        };
    }

    /** {@code STATE_RUNNING} as "running". */
    public static String word(String name, String prefix) {
        return (name.startsWith(prefix) ? name.substring(prefix.length()) : name)
                .toLowerCase(Locale.ROOT);
    }
}
