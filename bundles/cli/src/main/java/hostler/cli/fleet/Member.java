package hostler.cli.fleet;

/**
 * An agent of the fleet.
 *
 * @param name what it is called in the output: its code, with the address where codes are not
 *     unique
 * @param code its {@code agent.code}
 * @param address {@code HOST:PORT} of its gRPC
 */
record Member(String name, String code, String address) {}
