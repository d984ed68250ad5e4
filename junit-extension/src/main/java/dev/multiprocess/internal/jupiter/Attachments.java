package dev.multiprocess.internal.jupiter;

import dev.multiprocess.internal.scope.TestScope;
import dev.multiprocess.internal.timeline.TestSummary.Result;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Attaches the files of a test to its report, in the way that JUnit has for it. */
final class Attachments {

    private static final System.Logger LOG = System.getLogger(Attachments.class.getName());

    /** A second run of a test in a directory of JUnit's that is kept must not find the name taken. */
    private static final DateTimeFormatter NOW = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    private static final AtomicInteger LAST = new AtomicInteger();

    private Attachments() {}

    /** Keeps the timeline of a test that is over, says in its failure where it is, and attaches its files. */
    static void keep(TestScope scope, Throwable failure, ExtensionContext context) {
        Result result = failure == null
                ? Result.PASSED
                : failure instanceof TestAbortedException ? Result.ABORTED : Result.FAILED;
        Optional<Path> page = scope.keepTimeline(result, result == Result.FAILED ? failure : null);
        if (page.isPresent()) {
            if (failure != null) {
                failure.addSuppressed(new TimelineNote(page.get()));
            }
            publish(page.get().getParent(), context);
        }
    }

    private static void publish(Path files, ExtensionContext context) {
        String name = "multiprocess-" + NOW.format(LocalDateTime.now()) + "-"
                + ProcessHandle.current().pid() + "-" + LAST.incrementAndGet();
        try {
            context.publishDirectory(name, directory -> link(files, directory));
        } catch (RuntimeException e) {
            // It is in the output directory all the same.
            LOG.log(Level.DEBUG, "the files in {0} cannot be attached to their test: {1}", files, e);
        }
    }

    /** Links take no room; where there are none, files are copied. */
    private static void link(Path files, Path directory) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(files, Files::isRegularFile)) {
            for (Path file : all) {
                Path attached = directory.resolve(file.getFileName().toString());
                try {
                    Files.createLink(attached, file);
                } catch (IOException | UnsupportedOperationException noLinks) {
                    Files.copy(file, attached);
                }
            }
        }
    }
}
