/** The contract every registrar must pass. */
@NullMarked
package hostler.registrar.testkit;

import org.jspecify.annotations.NullMarked;
