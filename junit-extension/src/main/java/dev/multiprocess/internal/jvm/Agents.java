package dev.multiprocess.internal.jvm;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The agents among arguments of a JVM, by the names of their files or libraries. */
public final class Agents {

    private static final Pattern AGENT =
            Pattern.compile("(?s)-(?:javaagent:|agentpath:|agentlib:)(?:[^=]*[/\\\\])?([^=/\\\\]+)(?:=.*)?");

    private Agents() {}

    /** The name of the agent that an argument loads; empty if it loads none. */
    static Optional<String> name(String argument) {
        Matcher matcher = AGENT.matcher(argument);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    public static List<String> names(List<String> arguments) {
        return arguments.stream().flatMap(argument -> name(argument).stream()).toList();
    }

    /** Whether an argument loads an agent whose name a pattern matches, in which {@code *} is any text. */
    static boolean isOneOf(String argument, List<String> patterns) {
        return name(argument)
                .filter(name -> patterns.stream()
                        .anyMatch(pattern -> regex(pattern).matcher(name).matches()))
                .isPresent();
    }

    private static Pattern regex(String pattern) {
        return Pattern.compile(
                Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
