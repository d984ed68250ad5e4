package dev.multiprocess.internal.config;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.StartMethod;
import dev.multiprocess.internal.os.User;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every setting of MultiProcess, with its key, default, bounds and text form; immutable.
 *
 * <p>The Maven plugin and the test JVM read their settings through this class and no other; a child is given what it
 * needs with its job. Values are layered, least specific first: the defaults, the Maven plugin's parameters, JUnit's
 * configuration parameters (the plugin passes its own as such), the annotation. Each layer is one call of
 * {@link #overriddenBy} or of a {@code with} method, and names its source, which every error repeats.
 */
public final class MultiProcessOptions {

    /** What every key begins with: {@value}. */
    public static final String PREFIX = "multiprocess.";

    /** No option, but a system property that chooses one order of checkpoints, for a test that is run alone. */
    public static final String ORDER = PREFIX + "order";

    /** The same for one crash of a crash test. */
    public static final String CRASH = PREFIX + "crash";

    /** System properties that choose what a test that is run alone does. */
    public static final Set<String> CHOICES = Set.of(ORDER, CRASH);

    private static final Option<StartMethod> START_METHOD =
            new Option<>(PREFIX + "startMethod", "SPAWN", "how child JVMs are started", new StartMethodForm());

    private static final Option<Duration> TIMEOUT =
            new Option<>(PREFIX + "timeout", "60s", "longest time of a whole test", new DurationForm());

    private static final Option<Duration> START_TIMEOUT = new Option<>(
            PREFIX + "startTimeout",
            "30s",
            "longest time from a child's start to the start of its task",
            new DurationForm());

    private static final Option<Duration> STOP_GRACE = new Option<>(
            PREFIX + "stopGrace",
            "5s",
            "how long a child that was asked to stop, or whose task has returned, may take to end before it is killed",
            new DurationForm());

    private static final Option<Integer> MAX_CHILDREN = new Option<>(
            PREFIX + "maxChildren",
            "64 or more, by cores and memory",
            "how many children may be alive at once, counted over all test JVMs of a user on one machine",
            TextForm.of(MultiProcessOptions::childCount, String::valueOf),
            MultiProcessOptions::defaultMaxChildren);

    private static final Option<List<String>> JVM_ARGS = new Option<>(
            PREFIX + "jvmArgs",
            "",
            "JVM arguments for every child, separated by spaces, quoted where they contain one",
            new ArgumentsForm());

    private static final Option<List<String>> WITHOUT_AGENTS = new Option<>(
            PREFIX + "withoutAgents",
            "",
            "agents of the test JVM that children do not have",
            TextForm.of(MultiProcessOptions::patterns, patterns -> String.join(" ", patterns)));

    private static final Option<ZombiePolicy> ZOMBIES = new Option<>(
            PREFIX + "zombies",
            "fail",
            "what to do with processes that the tests left running",
            TextForm.word(List.of(ZombiePolicy.values())));

    /** Where the output of children, thread dumps and the registry go. */
    public static final Option<Path> OUTPUT_DIRECTORY = new Option<>(
            PREFIX + "outputDirectory",
            "target/multiprocess",
            "where the output of children, thread dumps and the registry of live children go",
            TextForm.of(MultiProcessOptions::directory, Path::toString),
            () -> defaultOutputDirectory(Path.of("")));

    private static final Option<TimelinePolicy> TIMELINE = new Option<>(
            PREFIX + "timeline",
            "failed",
            "for which tests a timeline is kept",
            TextForm.word(List.of(TimelinePolicy.values())));

    private static final Option<String> DEBUG = new Option<>(
            PREFIX + "debug",
            "",
            "name of a child that waits for a debugger before its task starts",
            TextForm.of(MultiProcessOptions::childName, Function.identity()));

    private static final Option<Long> QUEUE_BYTES = new Option<>(
            PREFIX + "queueBytes",
            "a quarter of the heap",
            "how many bytes of elements a queue holds before put waits",
            new SizeForm("1k", "1024g"),
            () -> Math.max(1024, Runtime.getRuntime().maxMemory() / 4));

    private static final Option<Long> FRAME_LIMIT =
            new Option<>(PREFIX + "frameLimit", "256m", "largest element of a queue", new SizeForm("1k", "1g"));

    /** The id of the build, by which its processes are found again. */
    public static final Option<String> SESSION = new Option<>(
            PREFIX + "session",
            "",
            "id of the build, by which its processes are found again; set by the Maven plugin only",
            TextForm.of(MultiProcessOptions::sessionId, Function.identity()));

    /** Whether the Maven plugin does nothing. */
    public static final Option<Boolean> SKIP = new Option<>(
            PREFIX + "skip", "false", "whether the Maven plugin does nothing", TextForm.word(List.of(true, false)));

    private static final List<Option<?>> ALL = List.of(
            START_METHOD,
            TIMEOUT,
            START_TIMEOUT,
            STOP_GRACE,
            MAX_CHILDREN,
            JVM_ARGS,
            WITHOUT_AGENTS,
            ZOMBIES,
            OUTPUT_DIRECTORY,
            TIMELINE,
            DEBUG,
            QUEUE_BYTES,
            FRAME_LIMIT,
            SESSION,
            SKIP);

    private final Map<Option<?>, Object> values;

    private MultiProcessOptions(Map<Option<?>, Object> values) {
        this.values = values;
    }

    /**
     * Lists the options there are.
     *
     * @return in the order in which the guide shows them
     */
    public static List<Option<?>> all() {
        return ALL;
    }

    /**
     * Gives every option its default.
     *
     * @return the defaults as they are for this JVM, in its working directory
     */
    public static MultiProcessOptions defaults() {
        Map<Option<?>, Object> values = new LinkedHashMap<>();
        ALL.forEach(option -> values.put(option, option.defaultValue()));
        return new MultiProcessOptions(values);
    }

    /**
     * Reads every option from one source, over the defaults.
     *
     * @param lookup finds a text by its key; empty leaves the default
     * @param source where the texts come from, as an error names it: {@code "JUnit configuration parameter"}
     * @return all options
     * @throws MultiProcessConfigurationException if a text is not allowed
     */
    public static MultiProcessOptions from(Function<String, Optional<String>> lookup, String source) {
        return defaults().overriddenBy(lookup, source);
    }

    /**
     * Fails on a key that is not ours, most likely a misspelt one.
     *
     * @param keys those not beginning with {@link #PREFIX} are skipped
     * @param source where they come from, as an error names it
     * @throws MultiProcessConfigurationException if a key begins with {@link #PREFIX} and there is no such option
     */
    public static void checkKeys(Collection<String> keys, String source) {
        List<String> known = ALL.stream().map(Option::key).toList();
        keys.stream()
                .filter(key -> key.startsWith(PREFIX) && !known.contains(key))
                .sorted()
                .findFirst()
                .ifPresent(key -> {
                    throw new MultiProcessConfigurationException(key + " (" + source + ") " + instead(key));
                });
    }

    private static String instead(String key) {
        List<String> settable = ALL.stream()
                .filter(option -> option != SESSION)
                .map(Option::parameter)
                .sorted()
                .toList();
        return Spelling.nearest(key.substring(PREFIX.length()), settable)
                .map(near -> "is no option; did you mean " + PREFIX + near + "?")
                .orElseGet(() -> "is no option; there are " + PREFIX + String.join(", " + PREFIX, settable));
    }

    /**
     * Finds out where the output goes unless it is set: {@code target/multiprocess} where Maven builds, that is where
     * there is a {@code target} directory or a {@code pom.xml}; otherwise {@code build/multiprocess} where there is a
     * {@code build} directory, as Gradle makes it; otherwise a directory of the user's below {@code java.io.tmpdir}.
     *
     * @param base where to look, usually the working directory
     * @return absolute; it need not exist
     */
    public static Path defaultOutputDirectory(Path base) {
        Path absolute = base.toAbsolutePath().normalize();
        if (Files.isDirectory(absolute.resolve("target")) || Files.exists(absolute.resolve("pom.xml"))) {
            return absolute.resolve("target").resolve("multiprocess");
        }
        if (Files.isDirectory(absolute.resolve("build"))) {
            return absolute.resolve("build").resolve("multiprocess");
        }
        return Path.of(System.getProperty("java.io.tmpdir"), "multiprocess-" + User.id())
                .toAbsolutePath();
    }

    /**
     * Takes over every option that a more specific source sets.
     *
     * @param lookup finds a text by its key; empty leaves the value as it is
     * @param source where the texts come from, as an error names it
     * @return a changed copy
     * @throws MultiProcessConfigurationException if a text is not allowed
     */
    public MultiProcessOptions overriddenBy(Function<String, Optional<String>> lookup, String source) {
        Map<Option<?>, Object> changed = new LinkedHashMap<>(values);
        for (Option<?> option : ALL) {
            lookup.apply(option.key()).ifPresent(text -> changed.put(option, option.parse(text, source)));
        }
        return new MultiProcessOptions(changed);
    }

    /**
     * Sets the start method.
     *
     * @param method {@link StartMethod#INFERRED} leaves the value as it is
     * @param source as an error names it: {@code "annotation @MultiProcess"}
     * @return a changed copy
     * @throws MultiProcessConfigurationException if this version does not have the start method
     */
    public MultiProcessOptions withStartMethod(StartMethod method, String source) {
        return withText(START_METHOD, method == StartMethod.INFERRED ? "" : method.name(), source);
    }

    /**
     * Sets the longest time of a test.
     *
     * @param text as in {@code "20s"}; empty leaves the value as it is
     * @param source as an error names it
     * @return a changed copy
     * @throws MultiProcessConfigurationException if the text is not allowed
     */
    public MultiProcessOptions withTimeout(String text, String source) {
        return withText(TIMEOUT, text, source);
    }

    /**
     * Sets the longest time from a child's start to the start of its task.
     *
     * @param text as in {@code "20s"}; empty leaves the value as it is
     * @param source as an error names it
     * @return a changed copy
     * @throws MultiProcessConfigurationException if the text is not allowed
     */
    public MultiProcessOptions withStartTimeout(String text, String source) {
        return withText(START_TIMEOUT, text, source);
    }

    /**
     * Sets how long a child that was asked to stop may take.
     *
     * @param text as in {@code "20s"}; empty leaves the value as it is
     * @param source as an error names it
     * @return a changed copy
     * @throws MultiProcessConfigurationException if the text is not allowed
     */
    public MultiProcessOptions withStopGrace(String text, String source) {
        return withText(STOP_GRACE, text, source);
    }

    /**
     * Adds JVM arguments after the existing ones.
     *
     * @param arguments each as on a command line, without quoting
     * @param source as an error names it
     * @return a changed copy
     * @throws MultiProcessConfigurationException if the first is not an option of the JVM
     */
    public MultiProcessOptions withJvmArgs(List<String> arguments, String source) {
        List<String> all = new ArrayList<>(jvmArgs());
        all.addAll(JVM_ARGS.parse(JVM_ARGS.write(arguments), source));
        return with(JVM_ARGS, List.copyOf(all));
    }

    private MultiProcessOptions withText(Option<?> option, String text, String source) {
        return text.isEmpty() ? this : with(option, option.parse(text, source));
    }

    private MultiProcessOptions with(Option<?> option, Object value) {
        Map<Option<?>, Object> changed = new LinkedHashMap<>(values);
        changed.put(option, value);
        return new MultiProcessOptions(changed);
    }

    /**
     * Writes every option as text; {@link #from} reads it as an equal object.
     *
     * @return texts by key, in the order of {@link #all()}
     */
    public Map<String, String> asMap() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((option, value) -> texts.put(option.key(), option.write(value)));
        return texts;
    }

    /**
     * Returns how child JVMs are started.
     *
     * @return never {@link StartMethod#INFERRED}
     */
    public StartMethod startMethod() {
        return get(START_METHOD);
    }

    /**
     * Returns the longest time of a whole test.
     *
     * @return from one millisecond to seven days
     */
    public Duration timeout() {
        return get(TIMEOUT);
    }

    /**
     * Returns the longest time from a child's start to the start of its task.
     *
     * @return from one millisecond to seven days
     */
    public Duration startTimeout() {
        return get(START_TIMEOUT);
    }

    /**
     * Returns how long a child that was asked to stop may take before it is killed.
     *
     * @return from one millisecond to seven days
     */
    public Duration stopGrace() {
        return get(STOP_GRACE);
    }

    /**
     * Returns how many children may be alive at once, of all test JVMs of a user on one machine.
     *
     * @return from 1 to 10000
     */
    public int maxChildren() {
        return get(MAX_CHILDREN);
    }

    /**
     * Returns the JVM arguments for every child.
     *
     * @return unmodifiable, in their order
     */
    public List<String> jvmArgs() {
        return get(JVM_ARGS);
    }

    /**
     * Returns which agents of the test JVM children do not have.
     *
     * @return patterns of file names
     */
    public List<String> withoutAgents() {
        return get(WITHOUT_AGENTS);
    }

    /**
     * Returns what a build does with processes that its tests left running.
     *
     * @return the policy
     */
    public ZombiePolicy zombies() {
        return get(ZOMBIES);
    }

    /**
     * Returns where the output of children, thread dumps and the registry go.
     *
     * @return absolute; it need not exist
     */
    public Path outputDirectory() {
        return get(OUTPUT_DIRECTORY);
    }

    /**
     * Returns for which tests a timeline is kept.
     *
     * @return the policy
     */
    public TimelinePolicy timeline() {
        return get(TIMELINE);
    }

    /**
     * Returns which child waits for a debugger.
     *
     * @return its name; empty if none does
     */
    public Optional<String> debug() {
        return Optional.of(get(DEBUG)).filter(name -> !name.isEmpty());
    }

    /**
     * Returns how many bytes of elements a queue holds before {@code put} waits.
     *
     * @return at least 1024
     */
    public long queueBytes() {
        return get(QUEUE_BYTES);
    }

    /**
     * Returns the largest element of a queue.
     *
     * @return bytes, from 1024 to 2 to the power of 30
     */
    public long frameLimit() {
        return get(FRAME_LIMIT);
    }

    /**
     * Returns the id of the build.
     *
     * @return empty if the Maven plugin is not at work
     */
    public Optional<String> session() {
        return Optional.of(get(SESSION)).filter(id -> !id.isEmpty());
    }

    /**
     * Returns whether the Maven plugin does nothing.
     *
     * @return true to skip; of no meaning in a test JVM
     */
    public boolean isSkipped() {
        return get(SKIP);
    }

    private <T> T get(Option<T> option) {
        @SuppressWarnings("unchecked") // a value is kept under the option that parsed it
        T value = (T) values.get(option);
        return value;
    }

    private static Path directory(String text) {
        try {
            if (!text.isBlank()) {
                return Path.of(text).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException impossible) {
            // reported as an empty path is, below
        }
        throw new IllegalArgumentException("must be the path of a directory");
    }

    private static int childCount(String text) {
        if (!text.matches("0*[1-9][0-9]{0,3}|10000")) {
            throw new IllegalArgumentException("must be a whole number from 1 to 10000");
        }
        return Integer.parseInt(text);
    }

    /** High enough that only an overloaded machine reaches it: the largest group has 64, a small JVM takes 64 MiB. */
    private static int defaultMaxChildren() {
        long memory =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : 0;
        long byCores = 32L * Runtime.getRuntime().availableProcessors();
        return (int) Math.max(64, Math.min(10_000, Math.min(byCores, memory >> 26)));
    }

    private static String childName(String text) {
        if (!text.matches("[A-Za-z0-9_-]{0,64}")) {
            throw new IllegalArgumentException("must be the name of a child, as in writer or writer-2");
        }
        return text;
    }

    private static List<String> patterns(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("must be names of files, where * is any text");
        }
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    private static String sessionId(String text) {
        if (!text.matches("[A-Za-z0-9._-]{0,64}")) {
            throw new IllegalArgumentException("must be at most 64 letters, digits, dots, dashes and underscores");
        }
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MultiProcessOptions options && values.equals(options.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return asMap().entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
