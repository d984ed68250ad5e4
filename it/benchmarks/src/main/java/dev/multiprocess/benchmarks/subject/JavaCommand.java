package dev.multiprocess.benchmarks.subject;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of JVMs of the kind that this one is. */
public final class JavaCommand {

    private JavaCommand() {}

    /**
     * Makes the command of a JVM with the class path of this one.
     *
     * @param main its main class
     * @param arguments of its {@code main} method
     * @return for a {@link ProcessBuilder}
     */
    public static List<String> of(Class<?> main, String... arguments) {
        return of(List.of(), System.getProperty("java.class.path"), main, arguments);
    }

    /**
     * Makes the command of a JVM.
     *
     * @param jvmArguments to precede the main class
     * @param classPath where its classes are
     * @param main its main class
     * @param arguments of its {@code main} method
     * @return for a {@link ProcessBuilder}
     */
    public static List<String> of(List<String> jvmArguments, String classPath, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        command.addAll(List.of("-classpath", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
