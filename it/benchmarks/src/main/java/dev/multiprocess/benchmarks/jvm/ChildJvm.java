package dev.multiprocess.benchmarks.jvm;

import dev.multiprocess.benchmarks.subject.JavaCommand;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** The command line of a JVM with nothing on its class path but this module. */
final class ChildJvm {

    private ChildJvm() {}

    static List<String> command(Class<?> main, String... arguments) {
        return JavaCommand.of(List.of(), thisModule(), main, arguments);
    }

    private static String thisModule() {
        try {
            return Path.of(ChildJvm.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this module has no place in the file system", e);
        }
    }
}
