package dev.multiprocess.internal.diagnose;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/** Stacks as text. */
public final class ThreadDump {

    private ThreadDump() {}

    /**
     * Shows all threads of this JVM, with the locks they hold and wait for.
     *
     * @return a paragraph each
     */
    public static String ofAll() {
        StringBuilder text = new StringBuilder();
        for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
            text.append('"')
                    .append(thread.getThreadName())
                    .append(thread.isDaemon() ? "\" daemon " : "\" ")
                    .append(thread.getThreadState());
            if (thread.getLockName() != null) {
                text.append(" on ").append(thread.getLockName());
            }
            if (thread.getLockOwnerName() != null) {
                text.append(" held by \"").append(thread.getLockOwnerName()).append('"');
            }
            text.append('\n').append(frames(thread.getStackTrace(), 0)).append('\n');
        }
        return text.toString();
    }

    /**
     * Shows a stack.
     *
     * @param stack of any thread
     * @param from how many frames to leave out
     * @return a line each
     */
    public static String frames(StackTraceElement[] stack, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < stack.length; i++) {
            StackTraceElement frame = stack[i];
            // Without module and version, which make a line long and say nothing here.
            String place = frame.isNativeMethod()
                    ? "Native Method"
                    : frame.getFileName() == null
                            ? "Unknown Source"
                            : frame.getFileName() + ":" + frame.getLineNumber();
            text.append("    at ").append(frame.getClassName()).append('.').append(frame.getMethodName());
            text.append('(').append(place).append(")\n");
        }
        return text.toString();
    }
}
