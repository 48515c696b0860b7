package hostler.configs;

/** Hears in one line what is being done. */
@FunctionalInterface
interface Progress {
    /** Nobody listens. */
    Progress UNHEARD = line -> {};

    void tell(String line);
}
