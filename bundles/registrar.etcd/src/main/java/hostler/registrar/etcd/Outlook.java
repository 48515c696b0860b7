package hostler.registrar.etcd;

import hostler.registrar.api.Announcement;
import hostler.registrar.api.Registration.Cause;

/** What there is to announce now. */
sealed interface Outlook {
    /** This. */
    record Ready(Announcement agent) implements Outlook {}

    /**
     * Nothing, and what was announced is taken back.
     *
     * @param reason one sentence for people
     */
    record Nothing(Cause cause, String reason) implements Outlook {}

    /** Not known at the moment; what was announced stays. */
    record Unknown(String reason) implements Outlook {}
}
