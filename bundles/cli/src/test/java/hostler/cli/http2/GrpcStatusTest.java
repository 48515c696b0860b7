package hostler.cli.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrpcStatusTest {

    @Test
    void trailersBecomeCodeAndMessage() {
        assertThat(
                        GrpcStatus.of(
                                List.of(
                                        new Header("grpc-status", "5"),
                                        new Header("grpc-message", "service web not found"))))
                .isEqualTo(new GrpcStatus(5, "service web not found"));
    }

    @Test
    void messageIsPercentDecodedAsUtf8() {
        assertThat(GrpcStatus.unescape("100%25 f%C3%BCr a%0Ab")).isEqualTo("100% für a\nb");
    }

    @Test
    void brokenPercentSignsStayAsTheyAre() {
        assertThat(GrpcStatus.unescape("50% off %4 %zz%")).isEqualTo("50% off %4 %zz%");
    }

    @Test
    void trailersWithoutStatusAreUnknown() {
        assertThat(GrpcStatus.of(List.of()).code()).isEqualTo(GrpcStatus.UNKNOWN);
        assertThat(GrpcStatus.of(List.of(new Header("grpc-status", "-1"))).code())
                .isEqualTo(GrpcStatus.UNKNOWN);
    }
}
