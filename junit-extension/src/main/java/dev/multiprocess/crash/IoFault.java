package dev.multiprocess.crash;

import org.apiguardian.api.API;

/** A failure of the operating system that a run must live with; for {@link CrashPlan#failing}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class IoFault {

    private final String name;

    private IoFault(String name) {
        this.name = name;
    }

    /**
     * Lets what needs room fail: writes, and what makes files, directories and links.
     *
     * @return the fault that the JDK reports as {@code No space left on device}
     */
    public static IoFault noSpace() {
        return new IoFault("noSpace");
    }

    /**
     * Lets writes fail.
     *
     * @return the fault that the JDK reports as {@code Input/output error}
     */
    public static IoFault failedWrite() {
        return new IoFault("failedWrite");
    }

    /**
     * Lets forces fail. As on Linux, what such a force was to make safe is lost, though the process still sees it, and a
     * later force does not bring it back.
     *
     * @return the fault that the JDK reports as {@code Input/output error}
     */
    public static IoFault failedForce() {
        return new IoFault("failedForce");
    }

    /**
     * Returns how tests of this fault are named.
     *
     * @return as the method that has made it
     */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IoFault fault && fault.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
