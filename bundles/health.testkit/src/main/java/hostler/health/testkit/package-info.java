/** What the test of a health checker implements, so that every checker keeps the same promises. */
@NullMarked
package hostler.health.testkit;

import org.jspecify.annotations.NullMarked;
