package dev.multiprocess.internal.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The arguments of a JVM that have to do with a class-data archive (application class-data sharing). */
final class ArchiveArguments {

    /** What an archive's file name ends with. */
    static final String ENDING = ".jsa";

    private ArchiveArguments() {}

    /**
     * For JVMs that make an archive: what they run, they run once, so that code of the second compiler comes too late. To be
     * added to.
     */
    static List<String> brief(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
        all.addAll(arguments);
        all.addAll(silent());
        return all;
    }

    /** Has the JVM list what it has loaded. */
    static List<String> listing(Path list) {
        return List.of("-XX:DumpLoadedClassList=" + list);
    }

    /** Has the JVM pack what is on a list into an archive, and end. */
    static List<String> packing(Path list, Path base) {
        return List.of("-Xshare:dump", "-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + base);
    }

    /** Has the JVM use an archive, and leave another of what else it has loaded, which holds the first one's path. */
    static List<String> layering(Path base, Path file) {
        return List.of("-Xshare:on", "-XX:SharedArchiveFile=" + base, "-XX:ArchiveClassesAtExit=" + file);
    }

    /** Has the JVM use an archive, and the one below it, if they fit. */
    static List<String> using(Path file) {
        // At the addresses that it was made for: to adapt it to others takes a fifth of the start of a JVM.
        return List.of(
                "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", "-XX:SharedArchiveFile=" + file);
    }

    /** An archive that does not fit the JVM would say so on its standard output, which is the child's. */
    static List<String> silent() {
        return List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    /** Has the JVM use an archive or not start. */
    static List<String> strict(Path file) {
        return List.of("-Xshare:on", "-XX:SharedArchiveFile=" + file);
    }
}
