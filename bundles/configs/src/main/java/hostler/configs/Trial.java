package hostler.configs;

import hostler.configs.api.ConfigOutcome.Reason;

/** What watching a service after a change came to. */
sealed interface Trial {

    /** It works. */
    record Passed() implements Trial {}

    /**
     * It does not.
     *
     * @param message why, in one sentence
     * @param blamesContent whether the same content would fail again; otherwise somebody or
     *     something else had its part in it
     */
    record Failed(Reason reason, String message, boolean blamesContent) implements Trial {}
}
