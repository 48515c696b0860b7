package hostler.controller.grpc;

import hostler.proto.v1.Access;
import hostler.proto.v1.Role;
import io.grpc.MethodDescriptor;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.Optional;

/**
 * The role each method requires, as declared beside it in the .proto by the option {@code
 * hostler.v1.requires}. Health and reflection are other people's protos: they need a viewer.
 */
final class MethodRoles {
    private static final String REFLECTION = "grpc.reflection.";

    private MethodRoles() {}

    /** The role a method requires; empty when none is declared, and then nobody may call it. */
    static Optional<Role> required(MethodDescriptor<?, ?> method) {
        if (isReflection(method) || HealthGrpc.SERVICE_NAME.equals(method.getServiceName())) {
            return Optional.of(Role.ROLE_VIEWER);
        }
        return declared(method).filter(role -> role != Role.ROLE_UNSPECIFIED);
    }

    static boolean isReflection(MethodDescriptor<?, ?> method) {
        return method.getFullMethodName().startsWith(REFLECTION);
    }

    private static Optional<Role> declared(MethodDescriptor<?, ?> method) {
        if (!(method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier proto)) {
            return Optional.empty();
        }
        return Optional.of(proto.getMethodDescriptor().getOptions().getExtension(Access.requires));
    }
}
