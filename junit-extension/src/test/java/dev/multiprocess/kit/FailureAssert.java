package dev.multiprocess.kit;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ExitStatus;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;

/** Says what a test must have failed with. */
public final class FailureAssert extends AbstractThrowableAssert<FailureAssert, Throwable> {

    FailureAssert(Throwable failure) {
        super(failure, FailureAssert.class);
    }

    /** The failure is one of a child, or has it beside the child's own exception; the child ended in this way. */
    public FailureAssert isOfChild(String name, ExitStatus.End end) {
        ChildFailedException facts = facts();
        Assertions.assertThat(facts.childName()).isEqualTo(name);
        Assertions.assertThat(facts.exit().end()).isEqualTo(end);
        return this;
    }

    /** The child had this exit code, and this signal unless it is {@code null}. */
    public FailureAssert withExit(int code, String signal) {
        Assertions.assertThat(facts().exit().code()).isEqualTo(code);
        Assertions.assertThat(facts().exit().signal().orElse(null)).isEqualTo(signal);
        return this;
    }

    /** The facts about the child contain this text, once pids, times and directories are normalized. */
    public FailureAssert tells(String text) {
        Assertions.assertThat(normalized(facts().getMessage())).contains(text);
        return this;
    }

    /** The whole message is this one, once pids, times and directories are normalized. */
    public FailureAssert saysExactly(String... lines) {
        Assertions.assertThat(normalized(actual.getMessage())).isEqualTo(String.join("\n", lines));
        return this;
    }

    /** The facts about the child are these lines, once pids, times and directories are normalized. */
    public FailureAssert tellsExactly(String... lines) {
        Assertions.assertThat(normalized(facts().getMessage())).isEqualTo(String.join("\n", lines));
        return this;
    }

    /** The stack leads from the child's frames, and nothing that called them, over a line that names the child to the test's. */
    public FailureAssert hasStackFromChildToTest(String childMethod, String child, String testMethod) {
        List<String> frames = Arrays.stream(actual.getStackTrace())
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .toList();
        int inChild = indexOf(frames, Pattern.compile(".*" + Pattern.quote(childMethod) + ".*"));
        int start = indexOf(frames, Pattern.compile("\\[child " + Pattern.quote(child) + ", pid \\d+]\\.started"));
        int inTest = indexOf(frames, Pattern.compile(".*\\." + Pattern.quote(testMethod)));
        Assertions.assertThat(List.of(inChild, start, inTest))
                .as("places in %s", frames)
                .doesNotContain(-1)
                .isSorted();
        Assertions.assertThat(frames.subList(inChild, start))
                .as("frames of the child, the task's method last")
                .noneMatch(frame -> frame.startsWith("dev.multiprocess.internal.") || frame.contains(".reflect."));
        return this;
    }

    private static int indexOf(List<String> frames, Pattern pattern) {
        for (int i = 0; i < frames.size(); i++) {
            if (pattern.matcher(frames.get(i)).matches()) {
                return i;
            }
        }
        return -1;
    }

    /** What accompanies a failure, besides where its timeline is. */
    public static List<Throwable> alsoThrown(Throwable failure) {
        return Arrays.stream(failure.getSuppressed())
                .filter(each -> !String.valueOf(each.getMessage()).startsWith("the timeline of its processes is "))
                .toList();
    }

    /** Nothing accompanies it but where its timeline is. */
    public FailureAssert isAlone() {
        Assertions.assertThat(alsoThrown(actual)).isEmpty();
        return this;
    }

    /** The exception that tells of the child. */
    public ChildFailedException facts() {
        if (actual instanceof ChildFailedException failed) {
            return failed;
        }
        return Arrays.stream(actual.getSuppressed())
                .filter(ChildFailedException.class::isInstance)
                .map(ChildFailedException.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("tells of no child", actual));
    }

    /** Replaces what differs from run to run. */
    public static String normalized(String message) {
        return message.replaceAll("pid \\d+", "pid <pid>")
                .replaceAll("\\d+ ms\\)", "<time> ms)")
                .replaceAll("started -?\\d+ ms after", "started <time> ms after")
                .replaceAll("(?<=: )/\\S*/(?=sleep)", "")
                .replaceAll("(?<=: )/.*/multiprocess/", "<output>/")
                .replaceAll("~\\d+(?=[/\n]|$)", "")
                .replaceAll("\\.java:\\d+\\)", ".java)")
                .replaceAll("(lambda\\$\\w+)\\$[0-9a-f]+\\$\\d+", "$1")
                .replaceAll("(lambda\\$\\w+)\\$\\d+", "$1");
    }
}
