/** A small client of etcd: deadlines on every call, one lease loop, no threads of its own. */
@NullMarked
package hostler.etcd;

import org.jspecify.annotations.NullMarked;
