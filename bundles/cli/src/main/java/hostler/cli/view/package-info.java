/** How things look on a terminal and in scripts. */
@NullMarked
package hostler.cli.view;

import org.jspecify.annotations.NullMarked;
