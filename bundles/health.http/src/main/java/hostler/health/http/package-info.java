/** The health checker of type {@code http}: healthy while a URL answers 2xx. */
@NullMarked
package hostler.health.http;

import org.jspecify.annotations.NullMarked;
