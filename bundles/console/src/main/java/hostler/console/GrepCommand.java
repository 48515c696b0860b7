package hostler.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Component;

/** The filter one wants behind a pipe; Gogo's own one belongs to its shell, which is not here. */
@Component(
        service = GrepCommand.class,
        property = {"osgi.command.scope=hostler", "osgi.command.function=grep"})
public final class GrepCommand {

    /** Reads standard input and writes standard output, which Gogo gives to each command. */
    @Descriptor("passes the lines in which a pattern is found")
    public void grep(
            @Descriptor("ignore case")
                    @Parameter(names = "-i", presentValue = "true", absentValue = "false")
                    boolean ignoreCase,
            @Descriptor("pass the other lines instead")
                    @Parameter(names = "-v", presentValue = "true", absentValue = "false")
                    boolean inverted,
            @Descriptor("a regular expression") String pattern)
            throws IOException {
        Pattern wanted = Pattern.compile(pattern, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (wanted.matcher(line).find() != inverted) {
                System.out.println(line);
            }
        }
    }
}
