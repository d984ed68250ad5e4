package dev.multiprocess.internal.child;

import java.lang.reflect.InvocationTargetException;

/** Ends this JVM, even where a security manager forbids exits, as frameworks install for the code they run. */
final class Departure {

    /** Exit code of a child whose task threw, or that could not reach the test JVM. */
    static final int FAILED = 1;

    /** Exit code of a child that lost the test JVM. */
    static final int LOST = 3;

    private Departure() {}

    /** Ends in order, with all hooks; returns if neither an exit nor a signal is possible. */
    static void exit(int code) {
        try {
            System.exit(code);
        } catch (SecurityException refused) {
            // The JVM obeys it as it obeys a call of exit, without asking a security manager.
            raise("TERM");
        }
    }

    /** Ends at once. */
    static void halt(int code) {
        try {
            Runtime.getRuntime().halt(code);
        } catch (SecurityException refused) {
            raise("KILL");
        }
    }

    /** By reflection, since not every JVM has the module. */
    private static void raise(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Object wanted = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("raise", signal).invoke(null, wanted);
        } catch (InvocationTargetException e) {
            report(name, e.getCause());
        } catch (ReflectiveOperationException | SecurityException e) {
            report(name, e);
        }
    }

    private static void report(String name, Throwable reason) {
        System.err.println("multiprocess: this child cannot end, as a security manager forbids it, nor send itself SIG"
                + name + ": " + reason);
    }
}
