package dev.multiprocess.maven;

import dev.multiprocess.MultiProcessConfigurationException;
import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.reap.SessionCookie;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.maven.AbstractMavenLifecycleParticipant;
import org.apache.maven.MavenExecutionException;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the plugin's work around a build: hands the options to the test JVMs of each module that has the plugin, ends what
 * an earlier build left, and reaps when this one ends, in whatever way.
 *
 * <p>Maven calls it if the plugin is declared with {@code <extensions>true</extensions>}; no goal need be bound.
 */
public final class MultiProcessLifecycle extends AbstractMavenLifecycleParticipant {

    private static final Logger LOG = LoggerFactory.getLogger(MultiProcessLifecycle.class);

    /** Our goals that end nothing, however they are called. */
    private static final Pattern LOOKS =
            Pattern.compile("(multiprocess|dev\\.multiprocess:multiprocess-maven-plugin(:[^:]+)?):(ps|help)(@.*)?");

    private String session = "";
    private BuildReaper reaper = new BuildReaper(List.of(), LOG::warn, LOG::info);
    private boolean isReaped;
    private Optional<Thread> hook = Optional.empty();

    /** For Maven, by {@code META-INF/plexus/components.xml}. */
    public MultiProcessLifecycle() {}

    @Override
    public void afterProjectsRead(MavenSession build) throws MavenExecutionException {
        session = SessionCookie.newSession();
        isReaped = false;
        List<ModuleSettings> modules = configure(build);
        reaper = new BuildReaper(modules, LOG::warn, LOG::info);
        if (!modules.isEmpty() && !onlyLooks(build)) {
            reaper.reapEarlierBuilds();
            reapBeforeSummary(build);
            hook = Optional.of(new Thread(this::reapInterrupted, "multiprocess-reap"));
            hook.ifPresent(Runtime.getRuntime()::addShutdownHook);
        }
    }

    /** Who asks what is left must find it. */
    private static boolean onlyLooks(MavenSession build) {
        List<String> goals = build.getGoals();
        return !goals.isEmpty()
                && goals.stream().allMatch(goal -> LOOKS.matcher(goal).matches());
    }

    private List<ModuleSettings> configure(MavenSession build) throws MavenExecutionException {
        List<ModuleSettings> modules = new ArrayList<>();
        try {
            for (MavenProject project : build.getProjects()) {
                ModuleModel model = new ModuleModel(project);
                Optional<Map<String, String>> parameters = model.parameters();
                if (parameters.isPresent()) {
                    ModuleSettings module = ModuleSettings.of(project, parameters.get(), build.getUserProperties());
                    if (!module.options().isSkipped()) {
                        model.complaintAboutSurefire().ifPresent(LOG::warn);
                        model.addToTestJvms(module.forTestJvms(session));
                        model.askTestJvmsBeforeTheyAreKilled(build.getUserProperties());
                        modules.add(module);
                        if (model.hasTests()) {
                            LOG.info(module.summary());
                        }
                    }
                    project.setContextValue(MultiProcessOptions.SESSION.key(), session);
                }
            }
        } catch (MultiProcessConfigurationException e) {
            throw new MavenExecutionException(e.getMessage(), e);
        }
        return modules;
    }

    /** A failure that is found later than the summary would follow a line that says BUILD SUCCESS. */
    private void reapBeforeSummary(MavenSession build) {
        ExecutionListener listener = build.getRequest().getExecutionListener();
        if (listener == null) {
            return; // no summary either; the end of the session reaps
        }
        ExecutionListener reaping = (ExecutionListener) Proxy.newProxyInstance(
                ExecutionListener.class.getClassLoader(),
                new Class<?>[] {ExecutionListener.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("sessionEnded")) {
                        reap(build);
                        isReaped = true;
                    }
                    try {
                        return method.invoke(listener, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        build.getRequest().setExecutionListener(reaping);
    }

    @Override
    public void afterSessionEnd(MavenSession build) {
        if (!isReaped) {
            reap(build);
        }
        try {
            hook.ifPresent(Runtime.getRuntime()::removeShutdownHook);
        } catch (IllegalStateException interrupted) {
            // Ctrl-C: the hook is running, beside what Maven still does
        }
        hook = Optional.empty();
    }

    private void reap(MavenSession build) {
        reaper.reapBuild(session)
                .ifPresent(failure -> build.getResult().addException(new MojoFailureException(failure)));
    }

    /** On Ctrl-C and SIGTERM Maven does not report the end of the build. */
    private void reapInterrupted() {
        reaper.reapBuild(session).ifPresent(LOG::warn);
    }
}
