package dev.multiprocess.kit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/** A second user of this machine, who prepares what the library will find. Only root can be two users. */
public final class OtherUser {

    private static final String NAME = "nobody";
    private static final long LIMIT_SECONDS = 30;

    private OtherUser() {}

    /** Skips the test where this JVM cannot become another user, and says so. */
    public static void assume() throws IOException, InterruptedException {
        boolean root = FileSystems.getDefault().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(Path.of(System.getProperty("user.home")), "unix:uid")
                        .equals(0)
                && System.getProperty("user.name").equals("root");
        boolean able = root && TestJvm.isAllowed("runuser", "-u", NAME, "--");
        if (!able) {
            System.out.println("skipped: it takes root and runuser to be a second user");
        }
        assumeTrue(able, "it takes root and runuser to be a second user");
    }

    /** Makes a directory as all users have one for temporary files. */
    public static Path shared(Path base) throws IOException {
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path shared = Files.createDirectory(base.resolve("shared"));
        Files.setAttribute(shared, "unix:mode", 01777);
        return shared;
    }

    /** Runs a script of the shell as that user, in a directory; returns the first line that it prints, if any. */
    public static String run(Path directory, String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("runuser", "-u", NAME, "--", "sh", "-c", script)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("the other user cannot do: " + script);
            }
            return process.inputReader().readLine();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts one that goes on until it is killed; it is none of this JVM's descendants. */
    public static ProcessHandle start(Path directory, String script) throws IOException, InterruptedException {
        String pid = run(directory, "{ " + script + "\n} </dev/null >/dev/null 2>&1 & echo $!");
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }
}
