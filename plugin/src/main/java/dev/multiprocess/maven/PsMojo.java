package dev.multiprocess.maven;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.internal.os.ProcessIdentity;
import dev.multiprocess.internal.reap.ChildRegistry;
import dev.multiprocess.internal.reap.OrphanReaper;
import dev.multiprocess.internal.reap.OrphanReaper.Leftover;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * Lists the processes that tests of these modules have started and that are alive: pid, child, test, when it was
 * started, the build's session, and whether its test JVM is alive. Ends nothing.
 *
 * <p>Call it in another terminal during a build to see what that build runs, or when nothing should be running, to see
 * what is left. Without a project it lists the processes of all projects.
 *
 * @since 0.1
 */
@Mojo(name = "ps", requiresProject = false, aggregator = true, threadSafe = true)
public final class PsMojo extends AbstractMojo {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    /** The build that lists. */
    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    /** For Maven. */
    public PsMojo() {}

    @Override
    public void execute() throws MojoFailureException {
        List<ModuleSettings> modules = modules();
        OrphanReaper finder = new OrphanReaper(
                modules.stream()
                        .map(module -> new ChildRegistry(module.options().outputDirectory()))
                        .toList(),
                getLog()::warn);
        List<Leftover> live = modules.isEmpty()
                ? finder.findAll()
                : finder.findOfProjects(
                        modules.stream().map(ModuleSettings::baseDirectory).collect(Collectors.toSet()));
        String whose = modules.isEmpty()
                ? "tests of any project"
                : (modules.size() == 1 ? "tests of module " : "tests of modules ")
                        + modules.stream()
                                .map(module -> "'" + module.name() + "'")
                                .collect(Collectors.joining(", "));
        if (live.isEmpty()) {
            getLog().info("No process of " + whose + " is alive.");
        } else {
            getLog().info(live.size()
                    + (live.size() == 1 ? " process of " : " processes of ")
                    + whose
                    + (live.size() == 1 ? " is alive:" : " are alive:"));
            live.forEach(process -> getLog().info("  " + line(process)));
        }
    }

    /** The projects of this build; none where Maven was called outside of any. */
    private List<ModuleSettings> modules() throws MojoFailureException {
        List<ModuleSettings> modules = new ArrayList<>();
        try {
            for (MavenProject project : session.getProjects()) {
                if (project.getFile() != null) {
                    Map<String, String> parameters =
                            new ModuleModel(project).parameters().orElse(Map.of());
                    modules.add(ModuleSettings.of(project, parameters, session.getUserProperties()));
                }
            }
        } catch (MultiProcessConfigurationException e) {
            throw new MojoFailureException(e.getMessage(), e);
        }
        return modules;
    }

    private static String line(Leftover process) {
        ProcessIdentity testJvm = process.cookie().owner();
        return process + ", started " + SECONDS.format(process.process().start()) + ", session "
                + process.cookie().session() + ", test JVM " + testJvm.pid()
                + (testJvm.isAlive() ? " is alive" : " is dead");
    }
}
