/** Machines as tests want them, and what they trace with. */
@NullMarked
package hostler.os.testkit;

import org.jspecify.annotations.NullMarked;
