/** What of a configuration file not everybody may see. */
@NullMarked
package hostler.configs.secrets;

import org.jspecify.annotations.NullMarked;
