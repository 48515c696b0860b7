package hostler.registrar.etcd;

import hostler.etcd.Entry;
import hostler.registrar.api.Announcement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose an entry is that is there already. What carries this agent's code and address is its own:
 * left behind by its process before, whose lease has not ended yet.
 */
final class Rivals {
    private static final Pattern ADDRESS = Pattern.compile("\"Addr\":\"([^\"]*)\"");
    private static final Pattern CODE = Pattern.compile("\"AppID\":\"([^\"]*)\"");

    private Rivals() {}

    /**
     * Why an entry must be left alone, in one sentence; empty: it may be overwritten.
     *
     * @param lease the lease of this agent; 0: none yet
     */
    static Optional<String> objection(Entry entry, Announcement agent, long lease) {
        String address = found(ADDRESS, entry);
        String code = found(CODE, entry);
        boolean ours = lease != 0 && entry.lease() == lease;
        if (ours || (address.equals(agent.address()) && code.equals(agent.code()))) {
            return Optional.empty();
        }
        return Optional.of(
                entry.key()
                        + " is held by agent "
                        + code
                        + " at "
                        + address
                        + ", and this is agent "
                        + agent.code()
                        + " at "
                        + agent.address()
                        + ": give one of them another agent.code; what an agent that died has left"
                        + " behind ends with its registry.ttl");
    }

    private static String found(Pattern pattern, Entry entry) {
        Matcher matcher = pattern.matcher(entry.value());
        return matcher.find() ? matcher.group(1) : "(unreadable)";
    }
}
