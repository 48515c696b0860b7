package hostler.configs;

import hostler.configs.api.ConfigOutcome.Reason;

/**
 * A content that was put back.
 *
 * @param hash of the files with it
 * @param document stands for the package.json it was tried with: SHA-256 in hexadecimal
 * @param message why it was put back
 */
record Refusal(String hash, String document, Reason reason, String message) {}
