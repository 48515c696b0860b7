package hostler.cli.fleet;

import hostler.cli.fleet.RegistryEntries.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who is meant.
 *
 * @param members the agents, by code and then by address
 * @param broken entries that name no agent
 */
record Roster(List<Member> members, List<Reading.Broken> broken) {
    private static final Comparator<Reading.Agent> ORDER =
            Comparator.comparing(Reading.Agent::code).thenComparing(Reading.Agent::address);

    Roster {
        members = List.copyOf(members);
        broken = List.copyOf(broken);
    }

    /**
     * Those of the entries that are selected. An entry that cannot be read is, by its key's
     * address.
     */
    static Roster of(List<Registry.Entry> entries, Selection selection) {
        List<Reading.Agent> agents = new ArrayList<>();
        List<Reading.Broken> broken = new ArrayList<>();
        for (Registry.Entry entry : entries) {
            switch (RegistryEntries.read(entry)) {
                case Reading.Agent agent -> agents.add(agent);
                case Reading.Broken failure -> broken.add(failure);
            }
        }
        broken.removeIf(failure -> !selection.takes(addressOf(failure.key())));
        return new Roster(named(agents).stream().filter(selection::takes).toList(), broken);
    }

    private static String addressOf(String key) {
        return key.startsWith(RegistryEntries.PREFIX)
                ? key.substring(RegistryEntries.PREFIX.length())
                : key;
    }

    private static List<Member> named(List<Reading.Agent> agents) {
        Map<String, Long> codes =
                agents.stream()
                        .map(Reading.Agent::code)
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return agents.stream()
                .distinct()
                .sorted(ORDER)
                .map(agent -> member(agent, codes.getOrDefault(agent.code(), 1L) == 1))
                .toList();
    }

    private static Member member(Reading.Agent agent, boolean unique) {
        String name = unique ? agent.code() : agent.code() + "@" + agent.address();
        return new Member(name, agent.code(), agent.address());
    }

    boolean isEmpty() {
        return members.isEmpty() && broken.isEmpty();
    }
}
