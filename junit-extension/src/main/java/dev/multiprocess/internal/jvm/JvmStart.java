package dev.multiprocess.internal.jvm;

import dev.multiprocess.internal.child.ChildMain;
import dev.multiprocess.internal.os.NativeText;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts one JVM that will call the test JVM and ask for a task.
 *
 * @param spec what it must be started with
 * @param number by which it is known
 * @param privateDirectory where the test JVM listens
 * @param cookie environment variables that mark it
 * @param files where its argument file, its crash report and its heap dump go: their paths without the ending
 */
public record JvmStart(JvmSpec spec, int number, Path privateDirectory, Map<String, String> cookie, Path files) {

    private static final String HEAP_DUMP = "-XX:HeapDumpPath=";

    /** Their content is already among the test JVM's arguments; inherited, an agent in them would be loaded twice. */
    private static final List<String> ARGUMENT_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /**
     * Starts the process and returns as soon as it exists.
     *
     * @param more JVM arguments of this start method
     * @param input the file with what it reads from its standard input; empty if that is to be empty
     * @param words more arguments for {@link ChildMain}
     */
    public Process start(List<String> more, Optional<Path> input, String... words) throws IOException {
        List<String> all = new ArrayList<>(spec.arguments());
        all.addAll(more);
        // A percent sign begins what the JVM replaces.
        all.add("-XX:ErrorFile=" + crashFile().toString().replace("%", "%%"));
        if (spec.arguments().stream().noneMatch(argument -> argument.startsWith(HEAP_DUMP))) {
            all.add(HEAP_DUMP + heapDump());
        }
        all.add("-cp");
        all.add(String.join(File.pathSeparator, spec.classPath()));
        all.add(ChildMain.class.getName());
        all.add(privateDirectory.toString());
        all.add(String.valueOf(number));
        all.addAll(List.of(words));
        ArgumentFile.write(argumentFile(), all);
        ProcessBuilder builder = new ProcessBuilder(word(spec.javaExecutable().toString()), word("@" + argumentFile()));
        if (spec.workingDirectory().isPresent()) {
            builder.directory(new File(word(spec.workingDirectory().get().toString())));
        }
        Map<String, String> environment = builder.environment();
        dropArgumentVariables(environment);
        environment.putAll(spec.environment());
        for (Map.Entry<String, String> each : cookie.entrySet()) {
            environment.put(each.getKey(), word(each.getValue()));
        }
        if (input.isPresent()) {
            // Not a pipe: it would need a thread that writes for as long as the child does not read.
            builder.redirectInput(new File(word(input.get().toString())));
        }
        Process process = builder.start();
        // No more input will ever come; a read must see the end instead of waiting.
        process.getOutputStream().close();
        return process;
    }

    private static String word(String path) throws IOException {
        return NativeText.wordOfPath(path)
                .orElseThrow(() -> new IOException("a command cannot name the path " + path
                        + " in its default charset, " + Charset.defaultCharset()));
    }

    public static void dropArgumentVariables(Map<String, String> environment) {
        ARGUMENT_VARIABLES.forEach(environment::remove);
    }

    /** Whether the directory in which the JVM would look for its test JVM is still there. */
    public boolean hasDirectory() {
        return Files.exists(privateDirectory);
    }

    public Path argumentFile() {
        return files.resolveSibling(files.getFileName() + ".args");
    }

    /** Where the JVM dumps its heap, if its arguments ask for a dump and name no place. */
    public Path heapDump() {
        return files.resolveSibling(files.getFileName() + ".hprof");
    }

    /** Moves it beside the files of the child that the JVM becomes; returns where it is. */
    public Path moveArgumentFile(Path file) {
        try {
            return Files.move(argumentFile(), file);
        } catch (IOException e) {
            System.getLogger(JvmStart.class.getName())
                    .log(Level.DEBUG, "the argument file stays where it is: {0}", e.toString());
            return argumentFile();
        }
    }

    /** Removes it, for a start that will not be repeated by hand. */
    public void deleteArgumentFile() {
        try {
            Files.deleteIfExists(argumentFile());
        } catch (IOException e) {
            System.getLogger(JvmStart.class.getName())
                    .log(Level.WARNING, "the argument file {0} could not be removed: {1}", argumentFile(), e);
        }
    }

    public Path crashFile() {
        return files.resolveSibling(files.getFileName() + ".hs_err.log");
    }
}
