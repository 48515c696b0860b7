package hostler.core.api;

/**
 * The health of a service as its status shows it.
 *
 * @param verdict what the evidence of this launch says, thresholds applied
 * @param message the reason, in one sentence; never empty
 */
public record Health(Verdict verdict, String message) {

    /** Before there is any evidence. */
    public static final Health NONE = new Health(Verdict.UNKNOWN, "not checked yet");
}
