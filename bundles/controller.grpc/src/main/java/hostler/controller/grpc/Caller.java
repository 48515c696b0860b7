package hostler.controller.grpc;

import hostler.proto.v1.Role;
import io.grpc.Context;
import java.net.InetAddress;

/**
 * Who makes a call.
 *
 * @param name for the record: "root on the local socket", "controller"
 * @param role the greatest role held; {@code ROLE_UNSPECIFIED}: none
 * @param local on this machine: by the local socket or by loopback
 */
record Caller(String name, Role role, boolean local) {
    private static final int ROOT = 0;

    /** The caller of the call that is being handled. */
    static final Context.Key<Caller> CURRENT =
            Context.keyWithDefault(
                    "hostler-caller", new Caller("nobody", Role.ROLE_UNSPECIFIED, false));

    /** A process at the local socket: root and the agent's own user administrate, others do not. */
    static Caller onSocket(int uid, int agentUid) {
        boolean trusted = uid == ROOT || uid == agentUid;
        return new Caller(
                (uid == ROOT ? "root" : "uid " + uid) + " on the local socket",
                trusted ? Role.ROLE_ADMINISTRATOR : Role.ROLE_UNSPECIFIED,
                true);
    }

    /** Somebody on the TCP listener: who reaches it is taken for the Controller. */
    static Caller onTcp(InetAddress from) {
        return new Caller("controller", Role.ROLE_CONTROLLER, from.isLoopbackAddress());
    }

    /** A connection nothing is known about. */
    static Caller stranger() {
        return new Caller("an unknown peer", Role.ROLE_UNSPECIFIED, false);
    }

    /** Whether the roles held include the required one. */
    boolean may(Role required) {
        return switch (required) {
            case ROLE_ADMINISTRATOR -> role == Role.ROLE_ADMINISTRATOR;
            case ROLE_CONTROLLER -> role == Role.ROLE_CONTROLLER || role == Role.ROLE_ADMINISTRATOR;
            case ROLE_OPERATOR -> role == Role.ROLE_OPERATOR || may(Role.ROLE_CONTROLLER);
            case ROLE_VIEWER -> role == Role.ROLE_VIEWER || may(Role.ROLE_OPERATOR);
            case ROLE_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }
}
