/** What the plugins of the tests are made of. */
@NullMarked
package hostler.deploy.sample;

import org.jspecify.annotations.NullMarked;
