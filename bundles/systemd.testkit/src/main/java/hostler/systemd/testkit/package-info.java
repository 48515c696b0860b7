/** A real systemd for the tests of what speaks to it. */
@NullMarked
package hostler.systemd.testkit;

import org.jspecify.annotations.NullMarked;
