/**
 * Located documents: JSON and YAML as trees that know file, line and key, checked whole, all errors
 * at once.
 */
@Export
@Version("1.0.0")
@NullMarked
package hostler.settings;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
