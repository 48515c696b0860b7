/** Announces the agent in etcd, under one lease. */
@NullMarked
package hostler.registrar.etcd;

import org.jspecify.annotations.NullMarked;
