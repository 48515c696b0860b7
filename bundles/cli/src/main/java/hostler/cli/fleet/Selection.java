package hostler.cli.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Which agents are meant: those whose code or address one of the patterns fits. */
final class Selection {
    static final Selection ALL = new Selection(List.of(Pattern.compile(".*")));

    private final List<Pattern> patterns;

    private Selection(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /**
     * Reads {@code GLOB[,GLOB...]}; {@code *} stands for any text, {@code ?} for one character.
     *
     * @throws IllegalArgumentException when a pattern is empty
     */
    static Selection parse(String text) {
        return new Selection(Arrays.stream(text.split(",", -1)).map(Selection::pattern).toList());
    }

    private static Pattern pattern(String glob) {
        if (glob.isBlank()) {
            throw new IllegalArgumentException("patterns such as web-*,10.0.0.* were expected");
        }
        StringBuilder regex = new StringBuilder();
        for (char character : glob.strip().toCharArray()) {
            regex.append(
                    switch (character) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(character));
                    });
        }
        return Pattern.compile(regex.toString());
    }

    boolean takes(Member member) {
        return takes(member.code()) || takes(member.address());
    }

    boolean takes(String text) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
    }
}
