package dev.multiprocess;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How a child JVM is to be started; immutable, each method returns a changed copy.
 *
 * <p>Given to {@link Processes#with}: {@code processes.with(o -> o.heap("64m").systemProperty("mode", "strict"))}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ProcessOptions {

    private static final ProcessOptions DEFAULTS =
            new ProcessOptions(StartMethod.INFERRED, List.of(), Map.of(), Map.of(), Optional.empty(), false);

    private final StartMethod startMethod;
    private final List<String> jvmArgs;
    private final Map<String, String> systemProperties;
    private final Map<String, String> environment;
    private final Optional<Path> workingDirectory;
    private final boolean daemon;

    private ProcessOptions(
            StartMethod startMethod,
            List<String> jvmArgs,
            Map<String, String> systemProperties,
            Map<String, String> environment,
            Optional<Path> workingDirectory,
            boolean daemon) {
        this.startMethod = startMethod;
        this.jvmArgs = jvmArgs;
        this.systemProperties = systemProperties;
        this.environment = environment;
        this.workingDirectory = workingDirectory;
        this.daemon = daemon;
    }

    /**
     * Changes nothing about how children are started.
     *
     * @return what {@link Processes} begins with
     */
    public static ProcessOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the start method.
     *
     * @param method {@link StartMethod#INFERRED} leaves the choice to annotation and configuration
     * @return a changed copy
     */
    public ProcessOptions startMethod(StartMethod method) {
        return new ProcessOptions(method, jvmArgs, systemProperties, environment, workingDirectory, daemon);
    }

    /**
     * Adds arguments for the JVM. A later argument replaces an earlier one of the same kind, as in {@code -Xmx}.
     *
     * @param arguments each as on a command line, without quoting
     * @return a changed copy
     */
    public ProcessOptions jvmArgs(String... arguments) {
        List<String> all = new ArrayList<>(jvmArgs);
        all.addAll(List.of(arguments));
        return new ProcessOptions(
                startMethod, List.copyOf(all), systemProperties, environment, workingDirectory, daemon);
    }

    /**
     * Sets the largest heap.
     *
     * @param size as in {@code -Xmx}: a number and {@code k}, {@code m} or {@code g}
     * @return a changed copy
     * @throws MultiProcessConfigurationException if it is not of that form
     */
    public ProcessOptions heap(String size) {
        if (!size.matches("[1-9][0-9]*[kKmMgG]?")) {
            throw new MultiProcessConfigurationException(
                    "heap must be a number and k, m or g, as in 64m: heap=" + size);
        }
        return jvmArgs("-Xmx" + size);
    }

    /**
     * Sets a system property.
     *
     * @param key its name
     * @param value its value
     * @return a changed copy
     */
    public ProcessOptions systemProperty(String key, String value) {
        return new ProcessOptions(
                startMethod, jvmArgs, with(systemProperties, key, value), environment, workingDirectory, daemon);
    }

    /**
     * Sets an environment variable, in addition to those of the test JVM.
     *
     * @param key its name
     * @param value its value
     * @return a changed copy
     */
    public ProcessOptions environment(String key, String value) {
        return new ProcessOptions(
                startMethod, jvmArgs, systemProperties, with(environment, key, value), workingDirectory, daemon);
    }

    /**
     * Sets the working directory; by default the test JVM's.
     *
     * @param directory must exist when the child is started
     * @return a changed copy
     */
    public ProcessOptions workingDirectory(Path directory) {
        return new ProcessOptions(startMethod, jvmArgs, systemProperties, environment, Optional.of(directory), daemon);
    }

    /**
     * Says whether the test's end waits for the child.
     *
     * @param isDaemon true to stop the child at the test's end instead of joining it
     * @return a changed copy
     */
    public ProcessOptions daemon(boolean isDaemon) {
        return new ProcessOptions(startMethod, jvmArgs, systemProperties, environment, workingDirectory, isDaemon);
    }

    /**
     * Tells the start method.
     *
     * @return {@link StartMethod#INFERRED} if it was not chosen
     */
    public StartMethod startMethod() {
        return startMethod;
    }

    /**
     * Tells the arguments for the JVM.
     *
     * @return in their order
     */
    public List<String> jvmArgs() {
        return jvmArgs;
    }

    /**
     * Tells the system properties to set.
     *
     * @return unmodifiable
     */
    public Map<String, String> systemProperties() {
        return systemProperties;
    }

    /**
     * Tells the environment variables to set.
     *
     * @return unmodifiable
     */
    public Map<String, String> environment() {
        return environment;
    }

    /**
     * Tells the working directory.
     *
     * @return empty for the test JVM's
     */
    public Optional<Path> workingDirectory() {
        return workingDirectory;
    }

    /**
     * Tells whether the test's end waits for the child.
     *
     * @return true if it is stopped instead
     */
    public boolean isDaemon() {
        return daemon;
    }

    private static Map<String, String> with(Map<String, String> map, String key, String value) {
        Map<String, String> all = new LinkedHashMap<>(map);
        all.put(key, value);
        return Map.copyOf(all);
    }
}
