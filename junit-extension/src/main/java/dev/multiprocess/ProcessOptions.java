package dev.multiprocess;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;

/**
 * How a child JVM is to be started; immutable, each method returns a changed copy.
 *
 * <p>Given to {@link Processes#with}: {@code processes.with(o -> o.heap("64m").systemProperty("mode", "strict"))}.
 *
 * <p>In JVM arguments, values of system properties and environment variables, the working directory and the standard
 * input, {@code {name}} stands for the name of the child, {@code {index}} for its number in its group, from 0, and {@code
 * {directory}} for its own directory, {@link ChildProcess#directory()}, which exists then.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ProcessOptions {

    private static final ProcessOptions DEFAULTS = new ProcessOptions();

    // Assigned only in copies that no other code has seen yet.
    private StartMethod startMethod = StartMethod.INFERRED;
    private List<String> jvmArgs = List.of();
    private Map<String, String> systemProperties = Map.of();
    private Map<String, String> environment = Map.of();
    private Optional<Path> workingDirectory = Optional.empty();
    private Optional<Duration> softLimit = Optional.empty();
    private Optional<Duration> hardLimit = Optional.empty();
    private Optional<Path> javaHome = Optional.empty();
    private List<ClassPathChange> classPath = List.of();
    private List<String> withoutAgents = List.of();
    private Optional<String> input = Optional.empty();
    private boolean daemon;

    private ProcessOptions() {}

    private ProcessOptions changed(Consumer<ProcessOptions> change) {
        ProcessOptions copy = new ProcessOptions();
        copy.startMethod = startMethod;
        copy.jvmArgs = jvmArgs;
        copy.systemProperties = systemProperties;
        copy.environment = environment;
        copy.workingDirectory = workingDirectory;
        copy.softLimit = softLimit;
        copy.hardLimit = hardLimit;
        copy.javaHome = javaHome;
        copy.classPath = classPath;
        copy.withoutAgents = withoutAgents;
        copy.input = input;
        copy.daemon = daemon;
        change.accept(copy);
        return copy;
    }

    /**
     * Changes nothing about how children are started.
     *
     * @return the options that {@link Processes} has at first
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
        OptionRules.notNull("startMethod", method);
        return changed(copy -> copy.startMethod = method);
    }

    /**
     * Adds arguments for the JVM. A later argument replaces an earlier one of the same kind, as in {@code -Xmx}.
     *
     * @param arguments each as on a command line, without quoting
     * @return a changed copy
     * @throws MultiProcessConfigurationException if the first of all is not an option of the JVM
     */
    public ProcessOptions jvmArgs(String... arguments) {
        List<String> all = new ArrayList<>(jvmArgs);
        all.addAll(OptionRules.arguments("jvmArgs", jvmArgs.isEmpty(), arguments));
        return changed(copy -> copy.jvmArgs = List.copyOf(all));
    }

    /**
     * Sets the largest heap.
     *
     * @param size as in {@code -Xmx}: a number and {@code k}, {@code m} or {@code g}; from 2 MiB to 16 TiB
     * @return a changed copy
     * @throws MultiProcessConfigurationException if it is not of that form, or size
     */
    public ProcessOptions heap(String size) {
        return jvmArgs("-Xmx" + OptionRules.heap("heap", size));
    }

    /**
     * Sets a system property.
     *
     * @param key its name
     * @param value its value
     * @return a changed copy
     * @throws MultiProcessConfigurationException if the name is empty or has an {@code =}
     */
    public ProcessOptions systemProperty(String key, String value) {
        OptionRules.key("systemProperty", key);
        OptionRules.text("systemProperty", value);
        return changed(copy -> copy.systemProperties = with(systemProperties, key, value));
    }

    /**
     * Sets an environment variable, in addition to those of the test JVM.
     *
     * @param key its name
     * @param value its value
     * @return a changed copy
     * @throws MultiProcessConfigurationException if the name is empty or has an {@code =}
     */
    public ProcessOptions environment(String key, String value) {
        OptionRules.key("environment", key);
        OptionRules.text("environment", value);
        return changed(copy -> copy.environment = with(environment, key, value));
    }

    /**
     * Sets the working directory; by default the test JVM's.
     *
     * @param directory must exist when the child is started
     * @return a changed copy
     */
    public ProcessOptions workingDirectory(Path directory) {
        OptionRules.path("workingDirectory", directory);
        return changed(copy -> copy.workingDirectory = Optional.of(directory));
    }

    /**
     * Sets what the child reads from its standard input, after which it sees the end of it; by default only the end. The
     * child need not read it. It comes from a file beside the child's output.
     *
     * <p>The text is in UTF-8, unless the arguments of the child's JVM set {@code stdin.encoding}. Code that reads it in the
     * default charset, as {@link java.util.Scanner} does, gets other text where that is another one, as it may be before
     * Java 18: {@code jvmArgs("-Dfile.encoding=UTF-8")} sets it.
     *
     * <p>Such a child is a new JVM also if its start method is {@link StartMethod#FORK_SERVER}, as one that waits has no
     * input any more.
     *
     * @param text as long as any text
     * @return a changed copy
     */
    public ProcessOptions input(String text) {
        OptionRules.notNull("input", text);
        return changed(copy -> copy.input = Optional.of(text));
    }

    /**
     * Decides whether the end of the test waits for the child.
     *
     * <p>A daemon may also serve, as a server's own {@code main} does: when its task has returned and threads live on, it
     * runs until it is stopped, or until its last thread that is not a daemon has ended. Any other child is killed if it
     * has not ended a stop grace after its task.
     *
     * @param isDaemon true to stop the child at the test's end instead of joining it
     * @return a changed copy
     */
    public ProcessOptions daemon(boolean isDaemon) {
        return changed(copy -> copy.daemon = isDaemon);
    }

    /**
     * Runs the child with another Java installation; by default it is the one that runs the test JVM.
     *
     * @param directory of Java 17 or later, with {@code bin/java} in it; checked when the child is started
     * @return a changed copy
     */
    public ProcessOptions javaHome(Path directory) {
        OptionRules.path("javaHome", directory);
        return changed(copy -> copy.javaHome = Optional.of(directory));
    }

    /**
     * Replaces the class path, by default that of the tests. The task's own class must be on it; this library and what it
     * needs are added automatically.
     *
     * @param entries jars and directories, which must exist when the child is started
     * @return a changed copy
     */
    public ProcessOptions classPath(Path... entries) {
        return changing(ClassPathChange.of(ClassPathChange.Kind.REPLACE, entries));
    }

    /**
     * Adds to the start of the class path, where classes are found first. The classes of this library and of Kryo still come
     * from the jars of the test JVM, unless they are in a directory given here.
     *
     * @param entries jars and directories, which must exist when the child is started
     * @return a changed copy
     */
    public ProcessOptions prependClassPath(Path... entries) {
        return changing(ClassPathChange.of(ClassPathChange.Kind.PREPEND, entries));
    }

    /**
     * Adds to the end of the class path.
     *
     * @param entries jars and directories, which must exist when the child is started
     * @return a changed copy
     */
    public ProcessOptions appendClassPath(Path... entries) {
        return changing(ClassPathChange.of(ClassPathChange.Kind.APPEND, entries));
    }

    /**
     * Leaves out entries of the class path, by their file names. With {@link #prependClassPath} a child gets another
     * version of a library: {@code o.withoutFromClassPath("storage-*.jar").prependClassPath(old)}.
     *
     * @param pattern of file names, where {@code *} is any text; one that matches nothing fails the start of the child
     * @return a changed copy
     */
    public ProcessOptions withoutFromClassPath(String pattern) {
        return changing(ClassPathChange.remove(pattern));
    }

    /**
     * Leaves out an agent of the test JVM, by the name of its file or library: one that only one JVM can have, for example
     * because it opens a port. Agents in {@link #jvmArgs} stay. For all children of a build there is the option
     * {@code multiprocess.withoutAgents}.
     *
     * @param pattern of names, where {@code *} is any text, as in {@code port-agent-*.jar}; one that matches nothing fails
     *     the start of the child
     * @return a changed copy
     */
    public ProcessOptions withoutAgent(String pattern) {
        List<String> all = new ArrayList<>(withoutAgents);
        all.add(OptionRules.text("withoutAgent", pattern));
        return changed(copy -> copy.withoutAgents = List.copyOf(all));
    }

    private ProcessOptions changing(ClassPathChange change) {
        List<ClassPathChange> all = new ArrayList<>(classPath);
        all.add(change);
        return changed(copy -> copy.classPath = List.copyOf(all));
    }

    /**
     * Limits the time of the task, counted from its start, in a way that lets it clean up: when the limit has passed, the
     * thread that runs it is interrupted. A task that then returns has ended well; one that throws, for example
     * {@code InterruptedException}, fails the test with what it was doing when the limit passed.
     *
     * @param limit more than zero, and less than the hard limit if there is one when children are started; a duration that
     *     no clock can count, such as {@link java.time.temporal.ChronoUnit#FOREVER}, is no limit
     * @return a changed copy
     * @throws MultiProcessConfigurationException if it is not more than zero
     */
    public ProcessOptions softLimit(Duration limit) {
        Optional<Duration> allowed = OptionRules.limit("softLimit", limit);
        return changed(copy -> copy.softLimit = allowed);
    }

    /**
     * Limits the time of the task, counted from its start: when the limit has passed, the child is killed and the test
     * fails with what the task was doing.
     *
     * @param limit more than zero, and more than the soft limit if there is one when children are started; a duration that
     *     no clock can count, such as {@link java.time.temporal.ChronoUnit#FOREVER}, is no limit
     * @return a changed copy
     * @throws MultiProcessConfigurationException if it is not more than zero
     */
    public ProcessOptions hardLimit(Duration limit) {
        Optional<Duration> allowed = OptionRules.limit("hardLimit", limit);
        return changed(copy -> copy.hardLimit = allowed);
    }

    /**
     * Removes the soft and the hard limit.
     *
     * @return a changed copy
     */
    public ProcessOptions withoutLimits() {
        return changed(copy -> {
            copy.softLimit = Optional.empty();
            copy.hardLimit = Optional.empty();
        });
    }

    /**
     * Returns these options as they are for one child.
     *
     * @param own puts what is this child's own in place of {@code {name}} and the like
     * @return these options themselves if they have nothing of that kind
     */
    public ProcessOptions forChild(UnaryOperator<String> own) {
        ProcessOptions copy = changed(changed -> {
            changed.jvmArgs = jvmArgs.stream().map(own).toList();
            changed.systemProperties = withValues(systemProperties, own);
            changed.environment = withValues(environment, own);
            changed.workingDirectory =
                    workingDirectory.map(path -> path.getFileSystem().getPath(own.apply(path.toString())));
            changed.input = input.map(own);
        });
        return copy.jvmArgs.equals(jvmArgs)
                        && copy.systemProperties.equals(systemProperties)
                        && copy.environment.equals(environment)
                        && copy.workingDirectory.equals(workingDirectory)
                        && copy.input.equals(input)
                ? this
                : copy;
    }

    private static Map<String, String> withValues(Map<String, String> map, UnaryOperator<String> change) {
        Map<String, String> changed = new LinkedHashMap<>(map);
        changed.replaceAll((key, value) -> change.apply(value));
        return Map.copyOf(changed);
    }

    /**
     * Returns the start method.
     *
     * @return {@link StartMethod#INFERRED} if it was not chosen
     */
    public StartMethod startMethod() {
        return startMethod;
    }

    /**
     * Returns the arguments for the JVM.
     *
     * @return in their order
     */
    public List<String> jvmArgs() {
        return jvmArgs;
    }

    /**
     * Returns the system properties to set.
     *
     * @return unmodifiable
     */
    public Map<String, String> systemProperties() {
        return systemProperties;
    }

    /**
     * Returns the environment variables to set.
     *
     * @return unmodifiable
     */
    public Map<String, String> environment() {
        return environment;
    }

    /**
     * Returns the working directory.
     *
     * @return empty for the test JVM's
     */
    public Optional<Path> workingDirectory() {
        return workingDirectory;
    }

    /**
     * Returns what the child reads from its standard input.
     *
     * @return empty for nothing
     */
    public Optional<String> input() {
        return input;
    }

    /**
     * Returns the Java installation.
     *
     * @return empty for that of the test JVM
     */
    public Optional<Path> javaHome() {
        return javaHome;
    }

    /**
     * Returns the class path.
     *
     * @param ofTests that of the tests, absolute
     * @return what these options make of it, absolute
     * @throws MultiProcessConfigurationException if an entry does not exist, or a pattern matches nothing
     */
    public List<String> classPathFrom(List<String> ofTests) {
        List<String> entries = new ArrayList<>(ofTests);
        classPath.forEach(change -> change.applyTo(entries));
        return List.copyOf(entries);
    }

    /**
     * Returns which agents of the test JVM are left out.
     *
     * @return patterns of names
     */
    public List<String> withoutAgents() {
        return withoutAgents;
    }

    /**
     * Returns when the task is interrupted, counted from its start.
     *
     * @return empty for never
     */
    public Optional<Duration> softLimit() {
        return softLimit;
    }

    /**
     * Returns when the child is killed, counted from the start of its task.
     *
     * @return empty for never
     */
    public Optional<Duration> hardLimit() {
        return hardLimit;
    }

    /**
     * Returns whether the end of the test stops the child.
     *
     * @return true if it stops the child, false if it waits for the child
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
