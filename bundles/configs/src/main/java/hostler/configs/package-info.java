/** Changes configuration files of services, all or nothing, and takes back what does not work. */
@NullMarked
package hostler.configs;

import org.jspecify.annotations.NullMarked;
