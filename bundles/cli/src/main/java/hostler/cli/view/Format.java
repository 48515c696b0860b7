package hostler.cli.view;

/** For whom the output is. */
public enum Format {
    /** For people. */
    TABLE,
    /** For scripts: the agent's messages as JSON, with the field names of the .proto files. */
    JSON
}
