package hostler.cli.view;

import hostler.proto.v1.ConfigFile;
import hostler.proto.v1.ConfigOutcome;
import hostler.proto.v1.ConfigResult;
import hostler.proto.v1.GetConfigResponse;
import hostler.proto.v1.PlanConfigResponse;
import hostler.proto.v1.PlannedConfigFile;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Configuration files as people read them. */
public final class ConfigView {
    private ConfigView() {}

    /** Every file; with more than one, each under its name. */
    public static void show(GetConfigResponse files, Output output) {
        for (ConfigFile file : files.getFilesList()) {
            if (files.getFilesCount() > 1) {
                output.line(Style.HEADING, "==> " + file.getPath() + " <==");
            }
            file.getContent().lines().forEach(output::raw);
        }
        if (files.getFilesCount() == 0) {
            output.line(
                    files.getDeclaredCount() == 0
                            ? "its package declares no configuration files"
                            : "none of its files exists: "
                                    + String.join(", ", files.getDeclaredList()));
        }
    }

    /** What would change, what it does to the service, and why it would be refused. */
    public static void plan(PlanConfigResponse plan, Output output) {
        for (PlannedConfigFile file : plan.getFilesList()) {
            diff(file.getPath(), file.getBefore(), file.getAfter(), output);
        }
        output.line(plan.getEffect());
        if (!plan.getRefusal().isEmpty()) {
            output.line(Style.BAD, "it would be refused: " + plan.getRefusal());
        }
    }

    /** How a change ended. */
    public static void result(ConfigResult result, Output output) {
        boolean applied = result.getOutcome() == ConfigOutcome.CONFIG_OUTCOME_APPLIED;
        boolean unchanged = result.getOutcome() == ConfigOutcome.CONFIG_OUTCOME_UNCHANGED;
        String word = States.word(result.getOutcome().name(), "CONFIG_OUTCOME_").replace('_', ' ');
        String version = applied ? " as version " + result.getVersion() : "";
        output.line(
                applied || unchanged ? Style.GOOD : Style.BAD,
                word + version + ": " + result.getMessage());
    }

    /** What lies between two sets of files. */
    public static void diff(GetConfigResponse from, GetConfigResponse to, Output output) {
        Map<String, String> before = texts(from);
        Map<String, String> after = texts(to);
        Set<String> paths = new LinkedHashSet<>(before.keySet());
        paths.addAll(after.keySet());
        for (String path : paths) {
            diff(path, before.getOrDefault(path, ""), after.getOrDefault(path, ""), output);
        }
    }

    private static Map<String, String> texts(GetConfigResponse files) {
        Map<String, String> texts = new LinkedHashMap<>();
        files.getFilesList().forEach(file -> texts.put(file.getPath(), file.getContent()));
        return texts;
    }

    private static void diff(String path, String before, String after, Output output) {
        if (before.equals(after)) {
            return;
        }
        output.line(Style.HEADING, "--- " + path);
        output.line(Style.HEADING, "+++ " + path);
        for (String line : LineDiff.of(before, after)) {
            output.line(style(line), line);
        }
    }

    private static Style style(String line) {
        return switch (line.charAt(0)) {
            case '+' -> Style.GOOD;
            case '-' -> Style.BAD;
            default -> Style.PLAIN;
        };
    }
}
