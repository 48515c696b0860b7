package hostler.registrar.etcd;

import hostler.etcd.Change;
import hostler.registrar.api.Announcement;
import java.time.Instant;
import java.util.List;

/**
 * What stands in etcd for one agent.
 *
 * @param agent whom it announces
 * @param keys its keys
 * @param controller the value of the keys by address and by code
 * @param resolver the value for resolvers
 */
record Entries(Announcement agent, Keys keys, String controller, String resolver) {
    static Entries of(String prefix, Announcement agent, Instant now) {
        return new Entries(
                agent,
                Keys.of(prefix, agent.code(), agent.address()),
                Texts.forController(agent, now),
                Texts.forResolvers(agent));
    }

    /** Everything, written under a lease. */
    List<Change> whole(long lease) {
        return List.of(
                new Change.Put(keys.controller(), controller, lease),
                new Change.Put(keys.code(), controller, lease),
                new Change.Put(keys.resolver(), resolver, lease));
    }
}
