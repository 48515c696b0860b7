package hostler.configs;

/** Hears of every step of a change; a seam for tests that end the process between two of them. */
@FunctionalInterface
interface Steps {
    /** Outside tests nobody wants to know. */
    Steps UNHEARD = step -> {};

    void taken(Step step);
}
