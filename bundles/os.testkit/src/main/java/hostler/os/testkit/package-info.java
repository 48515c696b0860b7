/** Machines as tests want them. */
@NullMarked
package hostler.os.testkit;

import org.jspecify.annotations.NullMarked;
