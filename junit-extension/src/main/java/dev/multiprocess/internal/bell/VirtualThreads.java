package dev.multiprocess.internal.bell;

/** What we need to know about virtual threads, even on versions of Java without them. */
final class VirtualThreads {

    /** {@code Thread.isVirtual} is missing before Java 21, and finding it by reflection costs a child time. */
    private static final String CLASS = "java.lang.VirtualThread";

    private VirtualThreads() {}

    static boolean isCurrent() {
        Class<?> type = Thread.currentThread().getClass();
        return type != Thread.class && type.getName().equals(CLASS);
    }
}
