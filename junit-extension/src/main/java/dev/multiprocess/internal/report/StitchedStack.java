package dev.multiprocess.internal.report;

import dev.multiprocess.internal.child.ChildMain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Joins the stack of an exception of a child to the stack of the test that started the child, with a line between them
 * that names the child.
 */
public final class StitchedStack {

    private static final String STARTED = "started";
    private static final String OURS = "dev.multiprocess.internal.";

    private static final Pattern CALLS_TASK =
            Pattern.compile(Pattern.quote(OURS) + "|(jdk\\.internal\\.reflect|java\\.lang\\.(reflect|invoke))\\.");

    private static final Pattern OF_JDK = Pattern.compile("(java|jdk|sun)\\.");

    private StitchedStack() {}

    /**
     * Joins them.
     *
     * @param failure of the child, whose stack is changed
     * @param start where the child was started, from {@link #startOf}
     */
    public static void stitch(Throwable failure, List<StackTraceElement> start) {
        StackTraceElement[] whole = failure.getStackTrace();
        List<StackTraceElement> stack = new ArrayList<>(Arrays.asList(whole).subList(0, endOfTask(whole)));
        stack.removeIf(frame -> frame.getClassName().startsWith(OURS));
        stack.addAll(start);
        failure.setStackTrace(stack.toArray(StackTraceElement[]::new));
    }

    /** The number of frames that a task has called, without those that have called it: ours, and reflection. */
    private static int endOfTask(StackTraceElement[] stack) {
        int end = 0;
        while (end < stack.length && !stack[end].getClassName().equals(ChildMain.class.getName())) {
            end++;
        }
        while (end > 0
                && end < stack.length
                && CALLS_TASK.matcher(stack[end - 1].getClassName()).lookingAt()) {
            end--;
        }
        return end;
    }

    /**
     * Where a child was started, below a line that names it.
     *
     * @param startedAt the frames of the test that has started it
     */
    public static List<StackTraceElement> startOf(ChildId child, List<StackTraceElement> startedAt) {
        List<StackTraceElement> stack = new ArrayList<>();
        stack.add(new StackTraceElement("[child " + child.name() + ", pid " + child.pid() + "]", STARTED, null, -1));
        stack.addAll(startedAt);
        return stack;
    }

    /**
     * Puts where a failure is thrown above where its child was started, unless it has a stack of the child's own code.
     *
     * @param failure of a child
     */
    public static void addThrowingCode(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        if (stack.length > 0 && stack[0].getMethodName().equals(STARTED) && stack[0].getFileName() == null) {
            List<StackTraceElement> all = new ArrayList<>(withoutOurs(new Throwable().getStackTrace()));
            all.addAll(Arrays.asList(stack));
            failure.setStackTrace(all.toArray(StackTraceElement[]::new));
        }
    }

    /** The frames of the test's own code, of what it has called, and of what has called it. */
    public static List<StackTraceElement> withoutOurs(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .skip(calledByOurs(stack))
                .filter(frame -> !frame.getClassName().startsWith(OURS))
                // Without loader and module, as an exception's own stack is printed.
                .map(frame -> new StackTraceElement(
                        frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber()))
                .toList();
    }

    /** How many frames are the JDK's, above one of ours. */
    private static int calledByOurs(StackTraceElement[] stack) {
        int count = 0;
        while (count < stack.length
                && OF_JDK.matcher(stack[count].getClassName()).lookingAt()) {
            count++;
        }
        return count < stack.length && stack[count].getClassName().startsWith(OURS) ? count : 0;
    }
}
