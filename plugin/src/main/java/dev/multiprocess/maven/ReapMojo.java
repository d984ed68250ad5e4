package dev.multiprocess.maven;

import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Ends and reports processes that the tests of this module left running, in this build or in an earlier one, and removes
 * the memory of queues that killed test JVMs of this user have left.
 *
 * <p>As an extension the plugin does so at the end of every build, even of one that failed or was interrupted, which a goal
 * cannot. Bind this goal to make a build of many modules fail earlier, or call it to clean up by hand.
 *
 * @since 0.1
 */
@Mojo(name = "reap", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, threadSafe = true)
public final class ReapMojo extends AbstractMultiProcessMojo {

    /** For Maven. */
    public ReapMojo() {}

    @Override
    void execute(ModuleSettings module) throws MojoFailureException {
        BuildReaper reaper = new BuildReaper(List.of(module), getLog()::warn, getLog()::info);
        Optional<String> failure = buildSession().flatMap(reaper::reapBuild);
        reaper.reapEarlierBuilds();
        if (failure.isPresent()) {
            throw new MojoFailureException(failure.get());
        }
    }
}
