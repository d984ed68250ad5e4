package dev.multiprocess.internal.jvm;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.ProcessOptions;
import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.os.NativeText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a JVM must be started with to be a certain child: two with equal values are interchangeable until they get their
 * task.
 *
 * @param javaHome the installation whose {@code java} it runs
 * @param arguments of the JVM, without the class path
 * @param classPath absolute entries, in order
 * @param environment variables set in addition to this JVM's own, as this JVM must write them
 * @param workingDirectory empty for this JVM's own
 */
public record JvmSpec(
        Path javaHome,
        List<String> arguments,
        List<String> classPath,
        Map<String, String> environment,
        Optional<Path> workingDirectory) {

    private static final String SELECTOR_PROVIDER = "sun.nio.ch.EPollSelectorProvider";

    /**
     * Puts together what a child is to be started with.
     *
     * @param options of the test
     * @param jvmArgs those of the test's options, for this child
     * @param process of the child
     * @param loader knows the test's classes
     * @param assertions whether the test runs with assertions
     * @return for a child of that kind
     */
    public static JvmSpec of(
            MultiProcessOptions options,
            List<String> jvmArgs,
            ProcessOptions process,
            ClassLoader loader,
            boolean assertions) {
        JavaHome java = JavaHome.of(process.javaHome());
        JvmArguments jvm = JvmArguments.inherited(java::knows);
        jvm.removeAgents(options.withoutAgents());
        process.withoutAgents().forEach(pattern -> requireAgent(pattern, jvm.toList()));
        jvm.removeAgents(process.withoutAgents());
        jvm.add(assertions ? "-ea" : "-da");
        // Kryo's fast path warns on new JDKs and gains nothing here.
        jvm.add("-Dkryo.unsafe=false");
        jvm.addAll(jvmArgs);
        jvm.addAll(process.jvmArgs());
        process.systemProperties().forEach((key, value) -> jvm.add("-D" + key + "=" + value));
        jvm.addFirst(OutputEncoding.arguments(java.version()));
        if (process.input().isPresent()) {
            jvm.addFirst(List.of(OutputEncoding.OF_INPUT));
        }
        if (process.javaHome().isEmpty()) {
            jvm.addFirst(knownSelectors());
        }
        process.workingDirectory().ifPresent(JvmSpec::requireDirectory);
        jvm.toList().forEach(JvmSpec::requireArgument);
        return new JvmSpec(
                java.path(),
                jvm.toList(),
                ClassPath.ofChild(loader, process),
                ChildEnvironment.words(process.environment(), java.version().orElse(0), jvm.toList()),
                process.workingDirectory());
    }

    /**
     * What a JVM of this installation would find in the end: to look for another one, a child would open every jar of
     * its class path. One that a user has put there is not used in a child, unless the system property says so.
     */
    private static List<String> knownSelectors() {
        try {
            Class.forName(SELECTOR_PROVIDER, false, null);
            return List.of("-Djava.nio.channels.spi.SelectorProvider=" + SELECTOR_PROVIDER);
        } catch (ClassNotFoundException e) {
            // Not Linux, or a JDK with another one: the JVM finds it itself.
            return List.of();
        }
    }

    private static void requireAgent(String pattern, List<String> arguments) {
        if (arguments.stream().noneMatch(argument -> Agents.isOneOf(argument, List.of(pattern)))) {
            throw new MultiProcessConfigurationException("withoutAgent must match an agent that a child would have:"
                    + " withoutAgent=" + pattern + ", agents=" + Agents.names(arguments));
        }
    }

    private static void requireDirectory(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new MultiProcessConfigurationException(
                    "the working directory of a child must exist: workingDirectory=" + directory);
        }
    }

    private static void requireArgument(String argument) {
        if (!argument.startsWith("-D") && !NativeText.isArgument(argument)) {
            throw new MultiProcessConfigurationException("an argument of a child's JVM must be in the encoding of the"
                    + " locale, " + NativeText.locale() + ", unless it sets a system property: '" + argument + "'");
        }
    }

    /**
     * System properties that cannot be among the arguments, as the locale's encoding cannot express them; a child must
     * set them before its task: keys and values in turn.
     */
    public List<String> sentProperties() {
        Map<String, String> sent = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (argument.startsWith("-D") && equals > 0) {
                String key = argument.substring(2, equals);
                sent.remove(key);
                if (!NativeText.isArgument(argument)) {
                    sent.put(key, argument.substring(equals + 1));
                }
            }
        }
        List<String> texts = new ArrayList<>();
        sent.forEach((key, value) -> {
            texts.add(key);
            texts.add(value);
        });
        return texts;
    }

    public JvmSpec withClassPath(List<String> entries) {
        return new JvmSpec(javaHome, arguments, List.copyOf(entries), environment, workingDirectory);
    }

    public JvmSpec withArgument(String argument) {
        List<String> all = new ArrayList<>(arguments);
        all.add(argument);
        return new JvmSpec(javaHome, List.copyOf(all), classPath, environment, workingDirectory);
    }

    /** The feature release of its Java, as in 25; 0 if the installation does not say. */
    public int feature() {
        boolean own = javaHome.equals(Path.of(System.getProperty("java.home")));
        return JavaHome.of(own ? Optional.empty() : Optional.of(javaHome))
                .version()
                .orElse(0);
    }

    public Path javaExecutable() {
        return JavaHome.executable(javaHome);
    }
}
