/** Reads the files that directly started services append to, and keeps them within their cap. */
@NullMarked
package hostler.logs.file;

import org.jspecify.annotations.NullMarked;
