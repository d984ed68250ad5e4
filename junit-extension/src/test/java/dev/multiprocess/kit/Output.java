package dev.multiprocess.kit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Catches what is printed; a test that uses it holds the lock of {@code Resources.SYSTEM_OUT}. */
public final class Output {

    private Output() {}

    /** Runs something and returns what has gone to the standard output meanwhile. */
    public static String of(Runnable action) {
        PrintStream before = System.out;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(before);
        }
        return caught.toString(StandardCharsets.UTF_8);
    }
}
