package com.example;

import java.io.IOException;

/** Sends the signals that the command line wants, by a process that is not ours. */
final class Killer {

    private Killer() {}

    /**
     * Does what the command line wants.
     *
     * @param instant names it
     */
    static void at(String instant) throws IOException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", System.getProperty("at." + instant, ":"));
        shell.environment().put("maven", System.getProperty("maven.pid", ""));
        shell.environment()
                .put("testJvm", String.valueOf(ProcessHandle.current().pid()));
        shell.start();
    }
}
