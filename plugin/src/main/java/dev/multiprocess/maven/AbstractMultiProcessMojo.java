package dev.multiprocess.maven;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.internal.config.MultiProcessOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * The parameters of every goal. They hold for all tests of a module, so set them in the plugin's configuration, not in
 * an execution's.
 */
abstract class AbstractMultiProcessMojo extends AbstractMojo {

    /**
     * How child JVMs are started: {@code SPAWN}, {@code FORK} or {@code FORK_SERVER}. Unset, each is a new JVM that
     * inherits flags only: {@code SPAWN}. {@code FORK} inherits state of the test JVM as well; {@code FORK_SERVER} starts
     * JVMs in advance, which costs memory while tests run.
     *
     * @since 0.1
     */
    @Parameter(property = "multiprocess.startMethod", defaultValue = "SPAWN")
    private String startMethod;

    /**
     * The longest time of a whole test, as in {@code 20s} or {@code 2 m}. At this deadline a test that still runs, or
     * still has children, fails with what each of them is doing. From 1 ms to 7 days. Unset, a minute. Raise it if slow machines need longer;
     * it does not slow down tests that pass. {@code @MultiProcessTest(timeout = …)} is more specific.
     *
     * @since 0.1
     */
    @Parameter(property = "multiprocess.timeout", defaultValue = "60s")
    private String timeout;

    /**
     * The longest time from a child's start to the start of its task. A child that needs longer is killed, and the test
     * fails with what the child was doing. From 1 ms to 7 days. Unset, half a minute. Raise it on machines that start JVMs slowly.
     *
     * @since 0.1
     */
    @Parameter(property = "multiprocess.startTimeout", defaultValue = "30s")
    private String startTimeout;

    /**
     * How long a child that was asked to stop, or whose task has returned, may take to end before it is killed. The plugin
     * gives leftovers the same time. From 1 ms to 7 days. Unset, five seconds. A short grace may cut off shutdown hooks; what JaCoCo has counted
     * is written even so.
     *
     * @since 0.1
     */
    @Parameter(property = "multiprocess.stopGrace", defaultValue = "5s")
    private String stopGrace;

    /**
     * How many children may be alive at once, counted over all test JVMs of a user on one machine. A start beyond that
     * waits until others have ended. From 1 to 10,000. Unset, 64 or more, by cores and memory. Lower it where many builds share a small
     * machine, but not below what a single test needs at once.
     *
     * @since 0.1
     */
    @Parameter(property = "multiprocess.maxChildren")
    private String maxChildren;

    /**
     * JVM arguments for every child, separated by spaces, quoted where they contain one. Unset, none are added to those
     * that a child takes over from its test JVM. A memory setting here counts once for each child that runs at the same
     * time.
     *
     * @since 0.1
     */
    @Parameter(property = "multiprocess.jvmArgs")
    private String jvmArgs;

    /**
     * Agents of the test JVM that children do not have: file names, in which {@code *} is any text, separated by spaces.
     * Unset, children have all agents except a debugger's and a profiler's. For an agent that only one JVM can have,
     * because it opens a port for example.
     *
     * @since 0.1
     */
    @Parameter(property = "multiprocess.withoutAgents")
    private String withoutAgents;

    /**
     * What to do with processes that the tests left running: {@code fail} ends them and fails the build, {@code reap}
     * ends them and warns, {@code ignore} leaves them alone. Unset, {@code fail}. With {@code ignore} they stay until
     * you end them by hand, so use it only to look at one.
     *
     * @since 0.1
     */
    @Parameter(property = "multiprocess.zombies", defaultValue = "fail")
    private String zombies;

    /**
     * Where the output of children, thread dumps and the registry of live children go; relative to the module. Unset,
     * {@code multiprocess} in the build directory. Two modules must not share one.
     *
     * @since 0.1
     */
    @Parameter(property = "multiprocess.outputDirectory", defaultValue = "${project.build.directory}/multiprocess")
    private String outputDirectory;

    /**
     * For which tests a timeline is kept beside the output of their children: {@code failed}, {@code always} (for all
     * that have started a child) or {@code never}. Unset, {@code failed}. A timeline takes about half a MiB.
     *
     * @since 0.1
     */
    @Parameter(property = "multiprocess.timeline", defaultValue = "failed")
    private String timeline;

    /**
     * The name of a child that waits for a debugger before its task starts. Its port is printed, and its test has no
     * deadline. Unset, none does. For the command line, not for a POM.
     *
     * @since 0.1
     */
    @Parameter(property = "multiprocess.debug")
    private String debug;

    /**
     * How many bytes of elements a queue holds before {@code put} waits, as in {@code 64m}. From {@code 1k} to {@code 1024g}. Unset, a quarter of the test
     * JVM's largest heap. Lower it if one test has many full queues.
     *
     * @since 0.1
     */
    @Parameter(property = "multiprocess.queueBytes")
    private String queueBytes;

    /**
     * The largest element of a queue, as in {@code 64m}; {@code put} refuses a larger one. From {@code 1k} to {@code 1g}. Unset, 256 MiB.
     *
     * @since 0.1
     */
    @Parameter(property = "multiprocess.frameLimit", defaultValue = "256m")
    private String frameLimit;

    /**
     * Whether the Maven plugin does nothing: tests get no options from it, and nothing is reaped. Unset, it works. Skip it
     * to find out whether it is at fault, not to save time.
     *
     * @since 0.1
     */
    @Parameter(property = "multiprocess.skip", defaultValue = "false")
    private String skip;

    /** The module. */
    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    /** The build. */
    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Override
    public final void execute() throws MojoFailureException {
        ModuleSettings module = settings();
        if (module.options().isSkipped()) {
            getLog().info("Skipping: " + MultiProcessOptions.SKIP.key() + " is set.");
        } else {
            execute(module);
        }
    }

    /** Do the goal's work, unless it is skipped. */
    abstract void execute(ModuleSettings module) throws MojoFailureException;

    /** The id of the build, which is there if the plugin was declared as an extension. */
    final Optional<String> buildSession() {
        return Optional.ofNullable((String) project.getContextValue(MultiProcessOptions.SESSION.key()));
    }

    private ModuleSettings settings() throws MojoFailureException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("startMethod", startMethod);
        parameters.put("timeout", timeout);
        parameters.put("startTimeout", startTimeout);
        parameters.put("stopGrace", stopGrace);
        parameters.put("maxChildren", maxChildren);
        parameters.put("jvmArgs", jvmArgs);
        parameters.put("withoutAgents", withoutAgents);
        parameters.put("zombies", zombies);
        parameters.put("outputDirectory", outputDirectory);
        parameters.put("timeline", timeline);
        parameters.put("debug", debug);
        parameters.put("queueBytes", queueBytes);
        parameters.put("frameLimit", frameLimit);
        parameters.put("skip", skip);
        parameters.values().removeIf(text -> text == null);
        try {
            return ModuleSettings.of(project, parameters, session.getUserProperties());
        } catch (MultiProcessConfigurationException e) {
            throw new MojoFailureException(e.getMessage(), e);
        }
    }
}
