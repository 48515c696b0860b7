package hostler.cli.args;

import hostler.settings.Spelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command takes, declared once: for parsing here, for help and completion in {@link Manual}.
 * Options as POSIX and GNU write them: {@code --name VALUE}, {@code --name=VALUE}, {@code -n
 * VALUE}, {@code -nVALUE}, {@code -fn5}; {@code --} ends them.
 */
public final class Arguments {
    private final List<Option<?>> options = new ArrayList<>();
    private final List<String> given = new ArrayList<>();
    private Operands operands = Operands.NONE;

    /** Declares an option without a value. */
    public Option<Boolean> flag(String description, String... names) {
        return add(new Option<>(List.of(names), "", description, text -> true, false));
    }

    /** Declares an option with a value that may be absent. */
    public <T> Option<@Nullable T> optional(
            String label, Option.Reader<T> reader, String description, String... names) {
        return add(new Option<@Nullable T>(List.of(names), label, description, reader, null));
    }

    /** Declares an option with a default. */
    public <T> Option<T> value(
            String label,
            T fallback,
            Option.Reader<T> reader,
            String description,
            String... names) {
        return add(new Option<>(List.of(names), label, description, reader, fallback));
    }

    /** Declares an option that counts something. */
    public Option<Integer> count(int fallback, String description, String... names) {
        String text = description + " Default: " + fallback + ".";
        return value("COUNT", fallback, Arguments::number, text, names);
    }

    /** Declares what is taken beside options. */
    public void operands(String label, int least, int most, String description) {
        operands = new Operands(label, least, most, description);
    }

    private <T extends @Nullable Object> Option<T> add(Option<T> option) {
        options.add(option);
        return option;
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("a number was expected");
        }
        return Integer.parseInt(text);
    }

    /** Reads a path. */
    public static Path path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a path was expected");
        }
        return Path.of(text);
    }

    /**
     * Takes what was given.
     *
     * @throws UsageException that says what is wrong
     */
    public void parse(List<String> args) throws UsageException {
        Iterator<String> rest = args.iterator();
        while (rest.hasNext()) {
            String arg = rest.next();
            if (arg.equals("--")) {
                rest.forEachRemaining(given::add);
            } else if (arg.startsWith("--")) {
                takeLong(arg, rest);
            } else if (arg.startsWith("-") && arg.length() > 1) {
                takeShort(arg, rest);
            } else {
                given.add(arg);
            }
        }
        operands.check(given);
    }

    private void takeLong(String arg, Iterator<String> rest) throws UsageException {
        int equals = arg.indexOf('=');
        String name = equals < 0 ? arg : arg.substring(0, equals);
        Option<?> option = find(name);
        if (!option.takesValue() && equals >= 0) {
            throw new UsageException(name + " takes no value");
        }
        option.give(
                name,
                equals >= 0 || !option.takesValue()
                        ? arg.substring(equals + 1)
                        : valueOf(option, name, rest));
    }

    /** One letter after the other, until one takes what is left as its value. */
    private void takeShort(String arg, Iterator<String> rest) throws UsageException {
        for (int at = 1; at < arg.length(); at++) {
            String name = "-" + arg.charAt(at);
            Option<?> option = find(name);
            if (option.takesValue()) {
                boolean attached = at + 1 < arg.length();
                option.give(name, attached ? arg.substring(at + 1) : valueOf(option, name, rest));
                return;
            }
            option.give(name, "");
        }
    }

    private static String valueOf(Option<?> option, String name, Iterator<String> rest)
            throws UsageException {
        if (!rest.hasNext()) {
            throw new UsageException(name + " needs a value: " + option.label());
        }
        return rest.next();
    }

    private Option<?> find(String name) throws UsageException {
        for (Option<?> option : options) {
            if (option.names().contains(name)) {
                return option;
            }
        }
        List<String> known = options.stream().flatMap(option -> option.names().stream()).toList();
        throw new UsageException("there is no option " + name + Spelling.hint(name, known));
    }

    /** The operands that were given. */
    public List<String> given() {
        return List.copyOf(given);
    }

    List<Option<?>> declaredOptions() {
        return List.copyOf(options);
    }

    Operands declaredOperands() {
        return operands;
    }
}
