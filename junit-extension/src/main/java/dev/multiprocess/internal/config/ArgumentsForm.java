package dev.multiprocess.internal.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Arguments of a JVM, separated by white space; single or double quotes keep white space and the other quote.
 *
 * <p>A backslash is a character like any other, so that paths of Windows need no care.
 */
final class ArgumentsForm implements TextForm<List<String>> {

    @Override
    public List<String> parse(String text) {
        List<String> arguments = split(text);
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("must not contain the character 0");
        }
        // later ones may be the value of an option of two words; the first can only be an option
        if (!arguments.isEmpty() && !arguments.get(0).matches("(?s)[-@].+")) {
            throw new IllegalArgumentException("must begin with an option of the JVM, as in -Xmx64m");
        }
        return List.copyOf(arguments);
    }

    private static List<String> split(String text) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = null;
        char quote = 0;
        for (char c : text.toCharArray()) {
            if (quote == 0 && Character.isWhitespace(c)) {
                if (argument != null) {
                    arguments.add(argument.toString());
                    argument = null;
                }
                continue;
            }
            argument = argument == null ? new StringBuilder() : argument;
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else {
                argument.append(c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("must close every quote it opens");
        }
        if (argument != null) {
            arguments.add(argument.toString());
        }
        return arguments;
    }

    @Override
    public String write(List<String> value) {
        return value.stream().map(ArgumentsForm::quote).collect(Collectors.joining(" "));
    }

    private static String quote(String argument) {
        boolean plain = !argument.isEmpty()
                && argument.chars().noneMatch(c -> c == '"' || c == '\'' || Character.isWhitespace(c));
        return plain ? argument : '"' + argument.replace("\"", "\"'\"'\"") + '"';
    }
}
