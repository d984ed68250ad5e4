package dev.multiprocess.internal.reap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * What the tests of this package run in JVMs of its own: waits for ever, below it as many generations as asked for.
 *
 * <p>Prints a line with the pid of each generation, from its own to the youngest.
 */
final class Sleeper {

    private Sleeper() {}

    /** Arguments: the number of generations below this one; "stubborn" to ignore a request to end. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args[1].equals("stubborn")) {
            Runtime.getRuntime().addShutdownHook(new Thread(Sleeper::waitForEver));
        }
        System.out.println(ProcessHandle.current().pid());
        int generations = Integer.parseInt(args[0]);
        if (generations > 0) {
            Process child = command(generations - 1, args[1], Map.of())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var lines = child.inputReader()) {
                for (int i = 0; i < generations; i++) {
                    System.out.println(lines.readLine());
                }
            }
        }
        waitForEver();
    }

    static ProcessBuilder command(int generations, String manner, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                Sleeper.class.getName(),
                Integer.toString(generations),
                manner);
        builder.environment().putAll(environment);
        return builder;
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
