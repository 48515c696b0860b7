package hostler.controller.grpc;

import hostler.proto.v1.Role;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call through to its handler, or refuses it: by the role that its method requires, by the
 * setting for reflection, and when it is meant for another agent. What is not declared is denied.
 */
final class AccessInterceptor implements ServerInterceptor {
    /** Where the Controller's proxy says which agent it means; its direct calls do not say it. */
    static final Metadata.Key<String> AGENT_CODE =
            Metadata.Key.of("agent-code", Metadata.ASCII_STRING_MARSHALLER);

    private final String ownCode;
    private final Peers peers;
    private final Supplier<Reflection> reflection;

    AccessInterceptor(String ownCode, Peers peers, Supplier<Reflection> reflection) {
        this.ownCode = ownCode;
        this.peers = peers;
        this.reflection = reflection;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Caller caller = peers.caller(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
        Optional<Status> refusal =
                refusal(caller, call.getMethodDescriptor(), headers.get(AGENT_CODE));
        if (refusal.isPresent()) {
            call.close(refusal.get(), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        Context context = Context.current().withValue(Caller.CURRENT, caller);
        return Contexts.interceptCall(context, call, headers, next);
    }

    /** Why a call is refused; empty: it is not. */
    Optional<Status> refusal(
            Caller caller, MethodDescriptor<?, ?> method, @Nullable String meantFor) {
        Optional<Role> required = MethodRoles.required(method);
        if (required.isEmpty()) {
            return denied(method.getFullMethodName() + " declares no role, so nobody may call it");
        }
        if (!caller.may(required.get())) {
            return denied(missingRole(caller, method, required.get()));
        }
        if (MethodRoles.isReflection(method) && !reflection.get().admits(caller)) {
            return denied("reflection is not offered to this caller; see server.reflection");
        }
        if (meantFor != null && !meantFor.equals(ownCode)) {
            return Optional.of(
                    Status.FAILED_PRECONDITION.withDescription(
                            "this is agent '" + ownCode + "', the call is for '" + meantFor + "'"));
        }
        return Optional.empty();
    }

    private static String missingRole(Caller caller, MethodDescriptor<?, ?> method, Role required) {
        return method.getFullMethodName()
                + " needs the role "
                + required.name().substring("ROLE_".length()).toLowerCase(java.util.Locale.ROOT)
                + ", which "
                + caller.name()
                + " does not have; root and the agent's own user have every role on the local"
                + " socket";
    }

    private static Optional<Status> denied(String why) {
        return Optional.of(Status.PERMISSION_DENIED.withDescription(why));
    }
}
