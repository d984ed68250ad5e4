package dev.multiprocess.internal.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The two forms of a class-data archive, and the arguments of a JVM that go with each. */
enum ArchiveForm {

    /** Classes parsed and verified (application class-data sharing); any agent and any module flags go with it. */
    SHARED_CLASSES(".jsa") {
        @Override
        List<String> making(Path file) {
            return List.of("-XX:ArchiveClassesAtExit=" + file);
        }

        @Override
        List<String> using(Path file) {
            // At the addresses that it was made for: to adapt it to others takes a fifth of the start of a JVM.
            return List.of(
                    "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", "-XX:SharedArchiveFile=" + file);
        }

        @Override
        List<String> silent() {
            return List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");
        }

        @Override
        List<String> strict(Path file) {
            return List.of("-Xshare:on", "-XX:SharedArchiveFile=" + file);
        }
    },

    /** Classes loaded and linked as well (JEP 483, made in one step since JEP 514). */
    LINKED_CLASSES(".aot") {
        @Override
        List<String> making(Path file) {
            return List.of("-XX:AOTCacheOutput=" + file);
        }

        @Override
        List<String> using(Path file) {
            return List.of("-XX:AOTCache=" + file);
        }

        @Override
        List<String> silent() {
            return List.of("-Xlog:aot*=off");
        }

        @Override
        List<String> strict(Path file) {
            return List.of("-XX:AOTMode=on", "-XX:AOTCache=" + file);
        }
    };

    private static final int FIRST_THAT_LINKS = 25;

    /** A JVM with one of these cannot use linked classes, as its classes or modules may differ. */
    private static final Pattern AGAINST_LINKED =
            Pattern.compile("-javaagent:.*|-agent(lib|path):.*|--add-.*|--module-path.*|--enable-native-access.*");

    final String ending;

    ArchiveForm(String ending) {
        this.ending = ending;
    }

    /** The better of those that fit. */
    static ArchiveForm of(JvmSpec spec) {
        boolean linked = spec.feature() >= FIRST_THAT_LINKS
                && spec.arguments().stream()
                        .noneMatch(argument -> AGAINST_LINKED.matcher(argument).matches());
        return linked ? LINKED_CLASSES : SHARED_CLASSES;
    }

    /** Has the JVM leave an archive of what it has loaded. */
    abstract List<String> making(Path file);

    /** Has the JVM use an archive if it fits. */
    abstract List<String> using(Path file);

    /** An archive that does not fit the JVM would say so on its standard output, which is the child's. */
    abstract List<String> silent();

    /** Has the JVM use an archive or not start. */
    abstract List<String> strict(Path file);
}
