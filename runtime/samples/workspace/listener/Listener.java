void main() throws IOException {
    try (var server = new java.net.ServerSocket(18081, 50, java.net.InetAddress.getLoopbackAddress())) {
        IO.println("listening on " + server.getLocalSocketAddress());
        while (true) {
            try (var client = server.accept()) {
                client.getOutputStream().write("It lives.\n".getBytes());
            } catch (IOException e) {
                IO.println("a client left early: " + e.getMessage());
            }
        }
    }
}
