package dev.multiprocess.internal.jvm;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a JVM was started for a debugger, which may stop it for any length of time. */
public final class Debugger {

    private static final Pattern AGENT = Pattern.compile(
            "(?s)-agentlib:jdwp(=.*)?|-Xrunjdwp(:.*)?|-agentpath:([^=]*[/\\\\])?(lib)?jdwp(\\.[a-z]+)?(=.*)?");

    private Debugger() {}

    /** Whether an argument of a JVM loads the debugger's agent. */
    static boolean isAgent(String argument) {
        return AGENT.matcher(argument).matches();
    }

    /** The argument that loads it. */
    static Optional<String> agent(List<String> arguments) {
        return arguments.stream().filter(Debugger::isAgent).findFirst();
    }

    public static Optional<String> agentOfThisJvm() {
        return agent(ManagementFactory.getRuntimeMXBean().getInputArguments());
    }
}
