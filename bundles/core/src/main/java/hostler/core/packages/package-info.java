/** The workspace: finds package.json files, reads them whole, and notices when they change. */
@NullMarked
package hostler.core.packages;

import org.jspecify.annotations.NullMarked;
