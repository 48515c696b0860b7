package hostler.cli.view;

import hostler.proto.v1.Registration;
import java.time.Instant;
import java.util.List;

/** Where the agent is announced, or why it is not. */
final class RegistrationView {
    private RegistrationView() {}

    static void print(List<Registration> registrations, Instant now, Output out) {
        String label = "Registered";
        for (Registration registration : registrations) {
            out.field(label, style(registration), line(registration, now));
            label = "";
        }
    }

    private static Style style(Registration registration) {
        return switch (registration.getState()) {
            case REGISTRATION_STATE_REGISTERED -> Style.PLAIN;
            case REGISTRATION_STATE_UNCONFIRMED -> Style.WARNING;
            default ->
                    switch (registration.getCause()) {
                        case "disabled", "no_address", "starting" -> Style.PLAIN;
                        default -> Style.BAD;
                    };
        };
    }

    private static String line(Registration registration, Instant now) {
        String since = Times.ago(registration.getSince(), now);
        return switch (registration.getState()) {
            case REGISTRATION_STATE_REGISTERED ->
                    "with "
                            + registration.getPlace()
                            + " as "
                            + registration.getAddress()
                            + ", since "
                            + since;
            case REGISTRATION_STATE_UNCONFIRMED ->
                    "with "
                            + registration.getPlace()
                            + ", unconfirmed since "
                            + since
                            + ": "
                            + registration.getReason();
            default -> "not with " + registration.getPlace() + ": " + registration.getReason();
        };
    }
}
