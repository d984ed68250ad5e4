package dev.multiprocess.maven;

import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Checks the configuration, ends processes that an earlier, killed build of this module left running, and removes the
 * memory of queues that killed test JVMs of this user have left.
 *
 * <p>As an extension the plugin does all of this when the build starts, so bind this goal only to make builds fail that do
 * not have the extension.
 *
 * @since 0.1
 */
@Mojo(name = "prepare", defaultPhase = LifecyclePhase.PROCESS_TEST_CLASSES, threadSafe = true)
public final class PrepareMojo extends AbstractMultiProcessMojo {

    /** For Maven. */
    public PrepareMojo() {}

    @Override
    void execute(ModuleSettings module) throws MojoFailureException {
        if (buildSession().isEmpty()) {
            throw new MojoFailureException("multiprocess-maven-plugin must be declared with"
                    + " <extensions>true</extensions> in module '" + module.name()
                    + "': otherwise no option reaches a test and nothing is reaped at the end of the build");
        }
        new BuildReaper(List.of(module), getLog()::warn, getLog()::info).reapEarlierBuilds();
        getLog().debug("Options: " + module.options());
    }
}
