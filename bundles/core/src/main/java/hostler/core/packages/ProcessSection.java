package hostler.core.packages;

import hostler.core.api.ProcessSettings;
import hostler.os.api.ResourceLimit;
import hostler.os.api.ResourceLimit.Resource;
import hostler.settings.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys {@code umask}, {@code limits} and {@code groups} of the table {@code startup}. */
final class ProcessSection {
    private static final Pattern UMASK = Pattern.compile("0?[0-7]{3}");
    private static final String UNLIMITED = "unlimited";

    private ProcessSection() {}

    static ProcessSettings read(Fields startup) {
        return new ProcessSettings(
                startup.value("umask", ProcessSection::umask)
                        .orElse(ProcessSettings.DEFAULT.umask()),
                limits(startup.table("limits")),
                startup.texts("groups"));
    }

    private static int umask(String text) {
        return Integer.parseInt(
                Forms.matching(UMASK, "three octal digits as a text, such as \"027\",").parse(text),
                8);
    }

    private static List<ResourceLimit> limits(Fields table) {
        List<ResourceLimit> limits = new ArrayList<>();
        for (Resource resource : Resource.values()) {
            limit(table, resource.name().toLowerCase(Locale.ROOT), resource).ifPresent(limits::add);
        }
        table.reportUnknown(false);
        return limits;
    }

    private static Optional<ResourceLimit> limit(Fields table, String key, Resource resource) {
        if (!table.hasTable(key)) {
            return table.value(key, ProcessSection::amount)
                    .map(both -> new ResourceLimit(resource, both, both));
        }
        Fields pair = table.table(key);
        Optional<Long> soft = pair.value("soft", ProcessSection::amount);
        Optional<Long> hard = pair.value("hard", ProcessSection::amount);
        pair.reportUnknown(false);
        if (soft.isEmpty() || hard.isEmpty()) {
            table.reportWrong(key, "both soft and hard were expected");
            return Optional.empty();
        }
        return pair(table, key, resource, soft.get(), hard.get());
    }

    private static Optional<ResourceLimit> pair(
            Fields table, String key, Resource resource, long soft, long hard) {
        try {
            return Optional.of(new ResourceLimit(resource, soft, hard));
        } catch (IllegalArgumentException e) {
            table.reportWrong(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static long amount(String text) {
        if (text.equals(UNLIMITED)) {
            return ResourceLimit.UNLIMITED;
        }
        try {
            long amount = Long.parseLong(text);
            if (amount >= 0) {
                return amount;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, as for a number below zero.
        }
        throw new IllegalArgumentException(
                "a whole number of at least 0, or \"unlimited\", was expected");
    }
}
