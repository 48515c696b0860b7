/**
 * Supervision: the roster of services, one reconciler each, and what they are judged and commanded
 * by. Knows launchers by their type only.
 */
@NullMarked
package hostler.core;

import org.jspecify.annotations.NullMarked;
