package hostler.configs;

/** Hears in one line what is being done. */
@FunctionalInterface
interface Progress {
    void tell(String line);
}
