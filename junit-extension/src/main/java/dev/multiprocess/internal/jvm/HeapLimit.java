package dev.multiprocess.internal.jvm;

import java.util.List;

/** How much heap a JVM may have, by its arguments. */
public final class HeapLimit {

    private static final List<String> OPTIONS = List.of("-Xmx", "-XX:MaxHeapSize=", "-XX:MaxRAM");

    private HeapLimit() {}

    /**
     * Returns the argument that decides, or who decides without one.
     *
     * @param arguments of the JVM, of which the last one holds
     */
    public static String of(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> OPTIONS.stream().anyMatch(argument::startsWith))
                .reduce((first, second) -> second)
                .orElse("chosen by its JVM, as a part of the memory of the machine");
    }
}
