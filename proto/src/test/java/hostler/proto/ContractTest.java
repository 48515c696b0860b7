package hostler.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Empty;
import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import hostler.proto.pb.ExecCommandReq;
import hostler.proto.pb.HealthStatus;
import hostler.proto.pb.ListHealthStatusesReq;
import hostler.proto.pb.PackItem;
import hostler.proto.pb.PackageListResp;
import hostler.proto.pb.ServiceHealth;
import hostler.proto.pb.ServiceMetrics;
import hostler.proto.pb.StreamLogsResp;
import hostler.proto.v1.Access;
import hostler.proto.v1.GetAgentRequest;
import hostler.proto.v1.Role;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The generated code against the Controller's contract: names, numbers, types, bytes. */
class ContractTest {
    private static final Contract CONTRACT = Contract.read();

    private static final List<FileDescriptor> FILES =
            Stream.of(
                            PackItem.getDescriptor(),
                            ExecCommandReq.getDescriptor(),
                            ServiceHealth.getDescriptor(),
                            ServiceMetrics.getDescriptor())
                    .map(message -> message.getFile())
                    .toList();

    private final HandEncoder byHand = new HandEncoder(CONTRACT);

    @Test
    void everyFieldHasItsNameNumberAndType() {
        Map<String, List<Contract.Field>> generated =
                FILES.stream()
                        .flatMap(file -> file.getMessageTypes().stream())
                        .collect(
                                Collectors.toMap(
                                        message -> message.getFullName(),
                                        message -> fields(message.getFields()),
                                        (a, b) -> a,
                                        TreeMap::new));
        Map<String, List<Contract.Field>> ours = new TreeMap<>(CONTRACT.messages());
        ours.keySet().removeIf(name -> name.startsWith("google."));
        assertThat(generated).hasSize(48).isEqualTo(ours);
    }

    private static List<Contract.Field> fields(List<FieldDescriptor> fields) {
        return fields.stream()
                .map(
                        field ->
                                new Contract.Field(
                                        field.getName(),
                                        field.isRepeated() && !field.isMapField(),
                                        type(field),
                                        field.getNumber()))
                .toList();
    }

    private static String type(FieldDescriptor field) {
        if (field.isMapField()) {
            return field.getMessageType().getFields().stream()
                    .map(ContractTest::type)
                    .collect(Collectors.joining(",", "map<", ">"));
        }
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    @Test
    void everyEnumHasItsValues() {
        Map<String, List<String>> generated =
                FILES.stream()
                        .flatMap(file -> file.getEnumTypes().stream())
                        .collect(
                                Collectors.toMap(
                                        EnumDescriptor::getFullName,
                                        type ->
                                                type.getValues().stream()
                                                        .map(v -> v.getName() + "=" + v.getNumber())
                                                        .toList()));
        assertThat(generated).isEqualTo(CONTRACT.enums());
    }

    @Test
    void everyMethodHasItsNameTypesAndStreaming() {
        List<String> generated =
                FILES.stream()
                        .flatMap(file -> file.getServices().stream())
                        .flatMap(service -> service.getMethods().stream())
                        .map(ContractTest::signature)
                        .toList();
        assertThat(generated).hasSize(20).containsExactlyInAnyOrderElementsOf(CONTRACT.methods());
    }

    private static String signature(MethodDescriptor method) {
        assertThat(method.isClientStreaming()).as(method.getFullName()).isFalse();
        return method.getService().getFullName()
                + "/"
                + method.getName()
                + " "
                + method.getInputType().getFullName()
                + " -> "
                + (method.isServerStreaming() ? "stream " : "")
                + method.getOutputType().getFullName();
    }

    @Test
    void everyMethodDeclaresTheRoleItRequires() {
        Stream<FileDescriptor> all =
                Stream.concat(FILES.stream(), Stream.of(GetAgentRequest.getDescriptor().getFile()));
        assertThat(
                        all.flatMap(file -> file.getServices().stream())
                                .flatMap(service -> service.getMethods().stream()))
                .isNotEmpty()
                .allSatisfy(
                        method ->
                                assertThat(method.getOptions().getExtension(Access.requires))
                                        .as(method.getFullName())
                                        .isNotEqualTo(Role.ROLE_UNSPECIFIED));
    }

    static Stream<String> messageNames() {
        return CONTRACT.messages().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("messageNames")
    void bytesEncodedByHandAreReadAndWrittenAsTheyAre(String name) throws Exception {
        byte[] bytes = byHand.message(name);
        Message message = (Message) generated(name).getParserForType().parseFrom(bytes);
        assertThat(message.getUnknownFields().asMap()).isEmpty();
        for (Contract.Field field : CONTRACT.messages().get(name)) {
            assertCarries(message, field);
        }
        assertThat(message.toByteArray()).isEqualTo(bytes);
    }

    private static MessageLite generated(String name) throws ClassNotFoundException {
        return switch (name) {
            case "google.protobuf.Empty" -> Empty.getDefaultInstance();
            case "google.protobuf.Timestamp" -> Timestamp.getDefaultInstance();
            default ->
                    Internal.getDefaultInstance(
                            Class.forName("hostler.proto." + name).asSubclass(MessageLite.class));
        };
    }

    private void assertCarries(Message message, Contract.Field field) {
        FieldDescriptor descriptor = message.getDescriptorForType().findFieldByName(field.name());
        Object value = message.getField(descriptor);
        if (field.map()) {
            assertThat((List<?>) value)
                    .singleElement()
                    .satisfies(entry -> assertSame(entry, byHand.message(field.entry())));
        } else if (field.repeated()) {
            assertThat((List<?>) value)
                    .hasSize(HandEncoder.REPEATED)
                    .allSatisfy(element -> assertSame(element, byHand.sample(field.type())));
        } else {
            assertSame(value, byHand.sample(field.type()));
        }
    }

    private static void assertSame(Object value, Object sample) {
        switch (value) {
            case Message nested -> assertThat(nested.toByteArray()).isEqualTo(sample);
            case com.google.protobuf.Descriptors.EnumValueDescriptor constant ->
                    assertThat(constant.getNumber()).isEqualTo(sample);
            default -> assertThat(value).isEqualTo(sample);
        }
    }

    @Test
    void aPackageListLooksLikeThisOnTheWire() {
        PackageListResp list =
                PackageListResp.newBuilder()
                        .setAgentCode("a1")
                        .addPackages(
                                PackItem.newBuilder()
                                        .setPackage("web")
                                        .setIsRunning(true)
                                        .setSchema("{}")
                                        .setVersion("1")
                                        .setRunningDuration(300))
                        .build();
        assertThat(hex(list))
                .isEqualTo(
                        "0a026131"
                                + "1211"
                                + "0a03776562"
                                + "1001"
                                + "1a027b7d"
                                + "220131"
                                + "28ac02");
    }

    @Test
    void theEndOfAStreamIsTwoBytes() {
        assertThat(hex(StreamLogsResp.newBuilder().setIsEof(true).build())).isEqualTo("1001");
    }

    @Test
    void repeatedEnumsAreReadPackedOrNot() throws Exception {
        List<HealthStatus> expected =
                List.of(HealthStatus.HEALTH_STATUS_UNHEALTHY, HealthStatus.HEALTH_STATUS_DEGRADED);
        assertThat(ListHealthStatusesReq.parseFrom(bytes("0a020203")).getFilterStatusList())
                .isEqualTo(expected);
        assertThat(ListHealthStatusesReq.parseFrom(bytes("08020803")).getFilterStatusList())
                .isEqualTo(expected);
    }

    @Test
    void aFieldOfALaterVersionIsKept() throws Exception {
        // Field 1 "web", field 100 "new".
        byte[] later = bytes("0a03776562" + "a2060" + "36e6577");
        PackItem item = PackItem.parseFrom(later);
        assertThat(item.getPackage()).isEqualTo("web");
        assertThat(item.toByteArray()).isEqualTo(later);
        assertThat(DynamicMessage.parseFrom(PackItem.getDescriptor(), later).toByteArray())
                .isEqualTo(later);
    }

    private static String hex(Message message) {
        return HexFormat.of().formatHex(message.toByteArray());
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
