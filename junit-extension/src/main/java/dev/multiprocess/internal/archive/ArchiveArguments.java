package dev.multiprocess.internal.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The arguments of a JVM that concern a class-data archive (application class-data sharing). */
final class ArchiveArguments {

    /** What an archive's file name ends with. */
    static final String ENDING = ".jsa";

    private ArchiveArguments() {}

    /**
     * For JVMs that make an archive: they run everything only once, so code of the second compiler comes too late.
     * Mutable.
     */
    static List<String> brief(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
        all.addAll(arguments);
        all.addAll(silent());
        return all;
    }

    /** Makes the JVM list what it has loaded. */
    static List<String> listing(Path list) {
        return List.of("-XX:DumpLoadedClassList=" + list);
    }

    /** Makes the JVM pack what is on a list into an archive, and end. */
    static List<String> packing(Path list, Path base) {
        return List.of("-Xshare:dump", "-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + base);
    }

    /** Makes the JVM use an archive, and write another of what else it has loaded, which holds the first one's path. */
    static List<String> layering(Path base, Path file) {
        return List.of("-Xshare:on", "-XX:SharedArchiveFile=" + base, "-XX:ArchiveClassesAtExit=" + file);
    }

    /** Makes the JVM use an archive, and the one below it, if they fit. */
    static List<String> using(Path file) {
        // At the addresses that it was made for: adapting it to others takes a fifth of a JVM's start.
        return List.of(
                "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", "-XX:SharedArchiveFile=" + file);
    }

    /** An archive that does not fit the JVM would say so on its standard output, which is the child's. */
    static List<String> silent() {
        return List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    /** Makes the JVM use an archive or not start. */
    static List<String> strict(Path file) {
        return List.of("-Xshare:on", "-XX:SharedArchiveFile=" + file);
    }
}
