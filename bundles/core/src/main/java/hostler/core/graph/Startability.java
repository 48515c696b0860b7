package hostler.core.graph;

import hostler.core.api.ServiceId;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a service can be started with everything it needs, and in which order. */
public sealed interface Startability {

    /**
     * It can.
     *
     * @param order dependencies first, the service itself last, each once
     */
    record Ordered(List<ServiceId> order) implements Startability {
        public Ordered {
            order = List.copyOf(order);
        }
    }

    /**
     * It cannot: what it needs needs itself.
     *
     * @param cycle the whole cycle; the first member stands at the end again
     */
    record Cyclic(List<ServiceId> cycle) implements Startability {
        public Cyclic {
            cycle = List.copyOf(cycle);
        }

        /** {@code dependency cycle: a -> b -> a}. */
        public String describe() {
            return "dependency cycle: "
                    + cycle.stream().map(ServiceId::name).collect(Collectors.joining(" -> "));
        }
    }

    /**
     * It cannot: something it needs, at any depth, is not known.
     *
     * @param missing the unknown ones, sorted
     */
    record Incomplete(List<ServiceId> missing) implements Startability {
        public Incomplete {
            missing = List.copyOf(missing);
        }

        /** {@code missing dependency: x, y}. */
        public String describe() {
            return "missing dependency: "
                    + missing.stream().map(ServiceId::name).collect(Collectors.joining(", "));
        }
    }
}
