package hostler.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The entry of the {@code hostler} command. */
public final class Main {
    private Main() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        // What is said is meant for the caller of the command, not for a log nobody set up.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        ExitCode code = new Program(Environment.ofThisProcess(out, err)).run(args);
        out.flush();
        err.flush();
        System.exit(code.number());
    }

    /** UTF-8 whatever the locale: what services write passes through unchanged. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 8192),
                false,
                StandardCharsets.UTF_8);
    }
}
