package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpDoorTest {
    @TempDir Path directory;

    @Test
    void healthAndReadyAnswerAsTheContractSays() throws Exception {
        try (LiveAgent agent = new LiveAgent(directory);
                HttpClient client = HttpClient.newHttpClient()) {
            agent.start();
            agent.await("it is ready", () -> get(client, agent, "/ready").statusCode() == 200);
            assertThat(get(client, agent, "/health").body()).isEqualTo("{\"status\":\"healthy\"}");
            assertThat(get(client, agent, "/ready").body()).isEqualTo("{\"status\":\"ready\"}");
            assertThat(get(client, agent, "/nothing").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(HttpClient client, LiveAgent agent, String path)
            throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + agent.httpPort() + path);
        return client.send(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
