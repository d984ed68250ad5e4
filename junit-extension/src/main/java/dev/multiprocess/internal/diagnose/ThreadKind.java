package dev.multiprocess.internal.diagnose;

import java.util.List;

/** Distinguishes threads that may run users' code from those that only run the JVM, JUnit, a build tool, or us. */
final class ThreadKind {

    private static final List<String> OF_THE_JVM = List.of(
            "Reference Handler",
            "Finalizer",
            "Signal Dispatcher",
            "Common-Cleaner",
            "Notification Thread",
            "Attach Listener",
            "Service Thread",
            "DestroyJavaVM",
            "Monitor Deflation Thread",
            "Sweeper thread");

    private static final List<String> OF_THE_JVM_BEGIN = List.of("C1 CompilerThread", "C2 CompilerThread");

    /** Threads of tools whose stack, which has only the JDK's frames, does not show that. */
    private static final List<String> OF_TOOLS_BEGIN =
            List.of("surefire-forkedjvm-", "junit-jupiter-timeout-watcher", "Monitor Ctrl-Break");

    private static final List<String> JDK =
            List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "dev.multiprocess.internal.");

    /** What runs JUnit, and agents beside it. */
    private static final List<String> TOOLS = List.of(
            "org.apache.maven.surefire.",
            "org.gradle.",
            "worker.org.gradle.",
            "com.intellij.",
            "org.eclipse.jdt.",
            "org.jacoco.",
            "org.junit.platform.",
            "org.junit.jupiter.engine.");

    private static final List<String> JUNIT_ENGINE =
            List.of("org.junit.platform.engine.", "org.junit.platform.launcher.", "org.junit.jupiter.engine.");

    private ThreadKind() {}

    /**
     * Whether the thread runs no code of a test or a child.
     *
     * @param tester the thread that runs the test, which always may; {@code null} in a child, where there are no tools
     */
    static boolean isNotTheUsers(Thread thread, StackTraceElement[] stack, Thread tester) {
        String name = thread.getName();
        if (thread == tester) {
            return false;
        }
        if (OF_THE_JVM.contains(name)
                || OF_THE_JVM_BEGIN.stream().anyMatch(name::startsWith)
                || isReaper(thread)
                || name.startsWith("multiprocess-")) {
            // Users can give a thread any name; and a cleaner, or a thread that waits for the end of a child, may run
            // their code.
            return only(stack, JDK);
        }
        return tester != null && (OF_TOOLS_BEGIN.stream().anyMatch(name::startsWith) || isOfTools(stack));
    }

    private static boolean isOfTools(StackTraceElement[] stack) {
        boolean hasToolFrame = false;
        boolean onlyTools = true;
        boolean ofEngine = false;
        for (StackTraceElement frame : stack) {
            hasToolFrame |= startsWith(frame, TOOLS);
            onlyTools &= startsWith(frame, TOOLS) || startsWith(frame, JDK);
            ofEngine |= startsWith(frame, JUNIT_ENGINE);
        }
        // A thread that runs another test, side by side, has nothing to do with this one.
        return ofEngine || hasToolFrame && onlyTools;
    }

    /** Whether the thread belongs to a pool and has nothing to do; waiting with a time limit means nothing. */
    static boolean isIdle(StackTraceElement[] stack) {
        if (!only(stack, JDK)) {
            return false;
        }
        boolean waitsForTask = false;
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().startsWith("java.util.concurrent.ScheduledThreadPoolExecutor")) {
                return false;
            }
            waitsForTask |= frame.getClassName().equals("java.util.concurrent.ThreadPoolExecutor")
                            && frame.getMethodName().equals("getTask")
                    || frame.getClassName().equals("java.util.concurrent.ForkJoinPool")
                            && frame.getMethodName().equals("awaitWork");
        }
        return waitsForTask;
    }

    /** The JDK's thread that waits for the end of one process. */
    static boolean isReaper(Thread thread) {
        return thread.getName().startsWith("process reaper");
    }

    /** What a virtual thread does cannot be seen from outside; a carrier thread is a hint that there are some. */
    static boolean carriesVirtualThreads(Thread thread) {
        return thread.getClass().getName().equals("jdk.internal.misc.CarrierThread");
    }

    private static boolean only(StackTraceElement[] stack, List<String> packages) {
        for (StackTraceElement frame : stack) {
            if (!startsWith(frame, packages)) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(StackTraceElement frame, List<String> packages) {
        String name = frame.getClassName();
        return packages.stream().anyMatch(name::startsWith);
    }
}
