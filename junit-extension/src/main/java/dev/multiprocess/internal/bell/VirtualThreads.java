package dev.multiprocess.internal.bell;

/** What is to be known of virtual threads, on versions of Java that have none as well. */
final class VirtualThreads {

    /** {@code Thread.isVirtual} is not there before Java 21, and to find it by reflection takes a child's time. */
    private static final String CLASS = "java.lang.VirtualThread";

    private VirtualThreads() {}

    static boolean isCurrent() {
        Class<?> type = Thread.currentThread().getClass();
        return type != Thread.class && type.getName().equals(CLASS);
    }
}
