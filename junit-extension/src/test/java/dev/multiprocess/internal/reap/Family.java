package dev.multiprocess.internal.reap;

import dev.multiprocess.internal.os.ProcessIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Real JVMs, one below the other, oldest first; killed on close whatever became of them. */
public record Family(List<ProcessIdentity> members) implements AutoCloseable {

    /** Start them and wait until the youngest runs. */
    public static Family start(int size, String manner, Map<String, String> environment) throws IOException {
        Process oldest = Sleeper.command(size - 1, manner, environment)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<ProcessIdentity> members = new ArrayList<>();
        BufferedReader lines = oldest.inputReader();
        for (int i = 0; i < size; i++) {
            long pid = Long.parseLong(lines.readLine());
            members.add(ProcessHandle.of(pid).flatMap(ProcessIdentity::of).orElseThrow());
        }
        return new Family(members);
    }

    public static Family start(int size, Map<String, String> environment) throws IOException {
        return start(size, "obedient", environment);
    }

    public ProcessIdentity member(int index) {
        return members.get(index);
    }

    /** SIGKILL one and wait for its death. */
    public void kill(int index) throws Exception {
        ProcessHandle handle = member(index).handle().orElseThrow();
        handle.destroyForcibly();
        handle.onExit().get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        members.forEach(member -> member.handle().ifPresent(ProcessHandle::destroyForcibly));
    }
}
