package hostler.cli.args;

import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Range;

/** Help texts and completion scripts, written by picocli from what the commands declare. */
public final class Manual {

    /** What a command says about itself, line by line. */
    public record Page(List<String> description, List<String> footer) {
        public Page {
            description = List.copyOf(description);
            footer = List.copyOf(footer);
        }
    }

    private final CommandLine root;

    /**
     * @param exitCodes meaning by number
     */
    public Manual(String name, Page page, Arguments arguments, Map<String, String> exitCodes) {
        CommandSpec spec = spec(name, page, arguments);
        spec.usageMessage()
                .synopsisSubcommandLabel("COMMAND")
                .optionListHeading("%nOptions, before or after the command:%n")
                .commandListHeading("%nCommands:%n")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes);
        root = new CommandLine(spec);
    }

    /** Adds a command. */
    public void add(String name, Page page, Arguments arguments) {
        root.addSubcommand(name, new CommandLine(spec(name, page, arguments)));
    }

    private static CommandSpec spec(String name, Page page, Arguments arguments) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(plain(page.description())).footer(plain(page.footer()));
        for (Option<?> option : arguments.declaredOptions()) {
            spec.addOption(
                    OptionSpec.builder(option.names().toArray(String[]::new))
                            .type(option.takesValue() ? String.class : boolean.class)
                            .paramLabel(option.label())
                            .description(plain(List.of(option.description())))
                            .build());
        }
        Operands operands = arguments.declaredOperands();
        if (!operands.label().isEmpty()) {
            boolean many = operands.most() == Integer.MAX_VALUE;
            spec.addPositional(
                    PositionalParamSpec.builder()
                            .type(many ? List.class : String.class)
                            .auxiliaryTypes(String.class)
                            .arity(Range.valueOf(operands.least() + ".." + (many ? "*" : "1")))
                            .paramLabel(operands.label())
                            .description(operands.description())
                            .build());
        }
        return spec;
    }

    /** picocli takes its texts for formats. */
    private static String[] plain(List<String> texts) {
        return texts.stream().map(text -> text.replace("%", "%%")).toArray(String[]::new);
    }

    /** The help text of a command; of the whole, when there is none of that name. */
    public String help(String command, boolean colour) {
        return root.getSubcommands()
                .getOrDefault(command, root)
                .getUsageMessage(colour ? Ansi.ON : Ansi.OFF);
    }

    /** A completion script for bash. */
    public String completion() {
        return AutoComplete.bash(root.getCommandName(), root);
    }
}
