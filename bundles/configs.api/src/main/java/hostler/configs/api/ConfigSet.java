package hostler.configs.api;

import java.util.List;

/**
 * The configuration files of a service at one moment.
 *
 * @param hash stands for names, contents and absence of all declared files: two sets with equal
 *     hashes are equal. SHA-256 in hexadecimal
 * @param files those that exist, in the order of declaration
 */
public record ConfigSet(String hash, List<ConfigText> files) {
    public ConfigSet {
        files = List.copyOf(files);
    }
}
