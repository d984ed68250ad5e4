package dev.multiprocess.internal.reap;

import dev.multiprocess.internal.config.MultiProcessOptions;
import dev.multiprocess.internal.os.ProcessIdentity;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Marks a child, and by inheritance all that it starts, with the build, the test JVM and the module it belongs to.
 *
 * <p>It travels as environment variables, which survive the death of every parent.
 *
 * @param session id of the build, or of the test JVM where no build gave one
 * @param owner the test JVM
 * @param project absolute base directory of the module
 */
public record SessionCookie(String session, ProcessIdentity owner, Path project) {

    /** The variable with the id of the build: {@value}. */
    public static final String SESSION = "MULTIPROCESS_SESSION";

    /** The variable with the test JVM's pid and start: {@value}. */
    public static final String OWNER = "MULTIPROCESS_OWNER";

    /** The variable with the module's base directory: {@value}. */
    public static final String PROJECT = "MULTIPROCESS_PROJECT";

    /** The variable with the number of the child, which no other child of its test JVM has: {@value}. */
    public static final String CHILD = "MULTIPROCESS_CHILD";

    /** Makes the base directory comparable. */
    public SessionCookie {
        project = project.toAbsolutePath().normalize();
    }

    /**
     * Makes the cookie of this test JVM, to be kept and used for all its children.
     *
     * @param options give the id of the build
     * @return a new id of its own where the options have none; the base directory is Surefire's {@code basedir}, or the
     *     working directory
     */
    public static SessionCookie ofTestJvm(MultiProcessOptions options) {
        return new SessionCookie(
                options.session().orElseGet(SessionCookie::newSession),
                ProcessIdentity.current(),
                Path.of(System.getProperty("basedir", "")));
    }

    /**
     * Makes an id that no other build has.
     *
     * @return this process, by which others can tell whether the build still runs, and a random number
     */
    public static String newSession() {
        return ProcessIdentity.current().toString().replace('@', '-') + "-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /**
     * Returns the process that made the id of the build: Maven's, or the test JVM where no build gave one.
     *
     * @return empty for an id that {@link #newSession} did not make
     */
    public Optional<ProcessIdentity> build() {
        String[] parts = session.split("-");
        return parts.length == 3 ? ProcessIdentity.parse(parts[0] + "@" + parts[1]) : Optional.empty();
    }

    /**
     * Reads the cookie of a process.
     *
     * @param environment what the process was started with
     * @return empty if one of the three variables is missing or not what {@link #environment} writes
     */
    public static Optional<SessionCookie> parse(Map<String, String> environment) {
        String session = environment.get(SESSION);
        String project = environment.get(PROJECT);
        if (session == null || project == null) {
            return Optional.empty();
        }
        try {
            return ProcessIdentity.parse(environment.getOrDefault(OWNER, ""))
                    .map(owner -> new SessionCookie(session, owner, Path.of(project)));
        } catch (InvalidPathException notOurs) {
            return Optional.empty();
        }
    }

    /** Returns cheaply whether a process may have one; almost none of the many on a machine has. */
    static boolean isIn(String environment) {
        return environment.contains(OWNER);
    }

    /**
     * Writes the cookie.
     *
     * @return variables for the environment of a child
     */
    public Map<String, String> environment() {
        return Map.of(SESSION, session, OWNER, owner.toString(), PROJECT, project.toString());
    }

    /**
     * Writes the cookie for one child.
     *
     * @param child its number
     * @return variables for its environment; all that it starts inherits them
     */
    public Map<String, String> environment(int child) {
        Map<String, String> variables = new HashMap<>(environment());
        variables.put(CHILD, Integer.toString(child));
        return variables;
    }
}
