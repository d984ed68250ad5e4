package dev.multiprocess.internal.jvm;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The JVM arguments of a child: what it takes over from the test JVM, and what is asked for.
 *
 * <p>It takes over flags that change what code means or what watches it: modules, assertions, agents for coverage and
 * mocking, garbage collector, heap. It leaves out those that two JVMs cannot share (a debugger's or a monitor's port, a
 * file that both would write), the heap's initial size, which may exceed a child's maximum, and those of the tool that
 * started this JVM.
 */
final class JvmArguments {

    private static final List<String> NOT_SHARED = List.of(
            "-Xdebug",
            "-agentpath:",
            "-Dcom.sun.management.jmxremote",
            "-XX:HeapDumpPath",
            "-XX:StartFlightRecording",
            "-XX:FlightRecorderOptions",
            "-XX:ArchiveClassesAtExit",
            "-XX:+AutoCreateSharedArchive",
            "-XX:DumpLoadedClassList",
            "-XX:AOTCacheOutput",
            "-XX:AOTConfiguration",
            "-XX:AOTMode",
            "-XX:ErrorFile",
            "-XX:LogFile",
            "-XX:CRaC",
            "-Xloggc",
            "-Xms",
            "-XX:InitialHeapSize",
            "-XX:MinHeapSize",
            "-XX:InitialRAMPercentage",
            "-Dsurefire.",
            "-Dbasedir=",
            "-Dlocalrepository=",
            "-Djava.class.path",
            "-Dmultiprocess.");

    /** As in {@code -Xlog:gc*:gc.log}, where {@code file=} may precede the name. */
    private static final Predicate<String> LOGS_TO_FILE =
            argument -> argument.matches("-Xlog:[^:]*:(?!(stdout|stderr)?(:|$)).*");

    private static final Predicate<String> IDE_AGENT =
            argument -> argument.matches("-javaagent:([^=]*[/\\\\])?idea_rt\\.jar(=.*)?");

    private static final Predicate<String> COLLECTOR = argument -> argument.matches("-XX:[+-]Use[A-Za-z0-9]+GC");

    private final List<String> arguments = new ArrayList<>();

    /**
     * Takes over the arguments of this JVM that a child is to have; they never change.
     *
     * @param known whether the child's JVM knows an argument
     */
    static JvmArguments inherited(Predicate<String> known) {
        JvmArguments inherited = new JvmArguments();
        OfThisJvm.INHERITED.stream().filter(known).forEach(inherited.arguments::add);
        return inherited;
    }

    private static final class OfThisJvm {

        static final List<String> INHERITED = inheritedFrom(
                        ManagementFactory.getRuntimeMXBean().getInputArguments())
                .toList();
    }

    /** Takes over the test JVM's own arguments that a child is to have. */
    static JvmArguments inheritedFrom(List<String> testJvm) {
        JvmArguments inherited = new JvmArguments();
        testJvm.stream()
                .filter(argument -> NOT_SHARED.stream().noneMatch(argument::startsWith))
                .filter(LOGS_TO_FILE.or(IDE_AGENT).or(Debugger::isAgent).negate())
                .map(AbsoluteArgument::of)
                .forEach(inherited.arguments::add);
        return inherited;
    }

    /** Adds an argument; of two collectors the later one counts, since a JVM given both does not start. */
    void add(String argument) {
        if (COLLECTOR.test(argument)) {
            arguments.removeIf(COLLECTOR);
        }
        arguments.add(argument);
    }

    void addAll(List<String> all) {
        all.forEach(this::add);
    }

    /** Leaves out agents by patterns of their names. */
    void removeAgents(List<String> patterns) {
        arguments.removeIf(argument -> Agents.isOneOf(argument, patterns));
    }

    /** Adds arguments at the front, so that any later one for the same setting wins. */
    void addFirst(List<String> all) {
        arguments.addAll(0, all);
    }

    List<String> toList() {
        return List.copyOf(arguments);
    }
}
