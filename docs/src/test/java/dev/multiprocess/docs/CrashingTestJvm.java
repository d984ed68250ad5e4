package dev.multiprocess.docs;

import example.Situations;
import java.util.Map;

/** A test JVM that crashes in the middle of a test. */
public final class CrashingTestJvm {

    private CrashingTestJvm() {}

    /**
     * Runs the test that crashes.
     *
     * @param args the id of the build
     */
    public static void main(String[] args) {
        Situation.failures(Situations.LeftoverTestCases.class, Map.of("multiprocess.session", args[0]));
    }
}
