/** A real etcd for tests: started, killed, stopped, wiped and restored at will. */
@NullMarked
package hostler.etcd.testkit;

import org.jspecify.annotations.NullMarked;
