/** Reads agent.yaml and package.json files as the agent would, without one. */
@NullMarked
package hostler.cli.check;

import org.jspecify.annotations.NullMarked;
