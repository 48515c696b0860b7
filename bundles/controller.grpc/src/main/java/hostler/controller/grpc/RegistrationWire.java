package hostler.controller.grpc;

import hostler.proto.v1.Registration;
import hostler.proto.v1.RegistrationState;
import hostler.registrar.api.Registrar;
import hostler.registrar.api.Registration.Absent;
import hostler.registrar.api.Registration.Cause;
import hostler.registrar.api.Registration.Registered;
import hostler.registrar.api.Registration.Unconfirmed;
import java.util.Locale;

/** What {@code hostler.v1} says about registration. Pure functions. */
final class RegistrationWire {
    private RegistrationWire() {}

    static Registration registration(Registrar registrar) {
        hostler.registrar.api.Registration now = registrar.registration();
        Registration.Builder wire =
                Registration.newBuilder()
                        .setPlace(registrar.place())
                        .setSince(Wire.timestamp(now.since()));
        switch (now) {
            case Registered registered ->
                    wire.setState(RegistrationState.REGISTRATION_STATE_REGISTERED)
                            .setAddress(registered.address());
            case Unconfirmed doubt ->
                    wire.setState(RegistrationState.REGISTRATION_STATE_UNCONFIRMED)
                            .setCause(word(doubt.cause()))
                            .setReason(doubt.reason());
            case Absent absent ->
                    wire.setState(RegistrationState.REGISTRATION_STATE_ABSENT)
                            .setCause(word(absent.cause()))
                            .setReason(absent.reason());
        }
        return wire.build();
    }

    private static String word(Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT);
    }
}
