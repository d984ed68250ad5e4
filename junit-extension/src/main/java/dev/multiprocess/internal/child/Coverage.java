package dev.multiprocess.internal.child;

import java.lang.reflect.InvocationTargetException;

/**
 * What a coverage agent in this JVM has counted. It writes that in a shutdown hook, which a kill leaves no time for.
 *
 * <p>Knows JaCoCo, by the public name of its agent; with any other agent, or none, there is nothing to do.
 */
final class Coverage {

    private static final String JACOCO = "org.jacoco.agent.rt.RT";

    private Coverage() {}

    /** Writes it now; what is counted from here on is written by the shutdown hook, if that comes. */
    static void save() {
        try {
            Object agent = Class.forName(JACOCO, true, ClassLoader.getSystemClassLoader())
                    .getMethod("getAgent")
                    .invoke(null);
            // The type that the agent publishes; its own class is not open to us.
            Class.forName("org.jacoco.agent.rt.IAgent", true, ClassLoader.getSystemClassLoader())
                    .getMethod("dump", boolean.class)
                    .invoke(agent, false);
        } catch (ClassNotFoundException noAgent) {
            // Nothing counts.
        } catch (InvocationTargetException e) {
            tell(e.getCause());
        } catch (ReflectiveOperationException e) {
            tell(e);
        }
    }

    private static void tell(Throwable problem) {
        System.err.println("multiprocess: the coverage of this JVM could not be saved before its end: " + problem);
    }
}
