package hostler.core.state;

import hostler.core.api.ServiceId;

/** What one line of a generation says. */
sealed interface Entry {

    /**
     * The first line.
     *
     * @param version of the format
     * @param records how many records follow at once, before the changes
     */
    record Header(int version, int records) implements Entry {}

    /** From here on this is what is remembered of the service. */
    record Put(ServiceRecord record) implements Entry {}

    /** From here on nothing is remembered of the service. */
    record Removed(ServiceId id) implements Entry {}
}
