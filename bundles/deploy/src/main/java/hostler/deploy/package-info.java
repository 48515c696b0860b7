/**
 * Stands between the deploy directory and the framework: a file is admitted, replaced without
 * touching anything else, put back when it does not start, or refused with a reason.
 */
@NullMarked
package hostler.deploy;

import org.jspecify.annotations.NullMarked;
