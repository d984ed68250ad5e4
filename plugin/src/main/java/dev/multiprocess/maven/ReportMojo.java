package dev.multiprocess.maven;

import dev.multiprocess.internal.timeline.ModuleReport;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Writes a page about the tests of this module that have started processes: their children, how these were started and
 * how long that took, waits, kills, leaks, what was reaped, and what crash tests have tried. It links the timelines, and
 * all other files of each test.
 *
 * <p>The page is {@code index.html} in the output directory, and shows the last run of each test that left its files
 * there.
 *
 * @since 0.1
 */
@Mojo(name = "report", threadSafe = true)
public final class ReportMojo extends AbstractMultiProcessMojo {

    /** For Maven. */
    public ReportMojo() {}

    @Override
    void execute(ModuleSettings module) throws MojoFailureException {
        Path output = module.options().outputDirectory();
        try {
            ModuleReport report = ModuleReport.of(output);
            if (report.tests() == 0) {
                getLog().info("No test of module '" + module.name() + "' has started processes and left its files in "
                        + output + ".");
            } else {
                Path page = report.write(module.name());
                getLog().info(report.tests() + (report.tests() == 1 ? " test" : " tests") + " with processes, "
                        + report.failed() + " failed: " + page);
            }
        } catch (IOException e) {
            throw new MojoFailureException(
                    "the report of module '" + module.name() + "' cannot be made in " + output + ": " + e, e);
        }
    }
}
