/**
 * Arguments of a command line. Parsed by hand: picocli takes longer for that than everything else a
 * command does, so it only writes help texts and completion scripts, from the same declarations.
 */
@NullMarked
package hostler.cli.args;

import org.jspecify.annotations.NullMarked;
