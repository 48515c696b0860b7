package hostler.core.api;

import java.time.Duration;

/**
 * When a service that failed is brought back. The first restart is immediate, then after {@code
 * delay * factor^n}, plus or minus 20 %, at most {@code maxDelay}; everything is reset after five
 * healthy minutes.
 *
 * @param enabled false: a service that ends stays down
 * @param maxRestarts how many restarts within ten minutes before it is given up; 0: no limit
 * @param delay the first wait
 * @param factor at least 1
 * @param maxDelay the longest wait
 */
public record Recovery(
        boolean enabled, int maxRestarts, Duration delay, double factor, Duration maxDelay) {}
