package dev.multiprocess.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildProcess;
import dev.multiprocess.ExitStatus;
import dev.multiprocess.chaos.RoundFolder.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * A writer's or a reader's place in a round. One process has it at a time; after that was killed, another gets it, with
 * the same name.
 */
final class Place {

    /** Starts a process for a place. */
    @FunctionalInterface
    interface Starter {

        /** Starts one that is known by a number in its journals. */
        ChildProcess<List<List<String>>> start(String name, int number);
    }

    /** One process that had the place. */
    record Incarnation(int number, ChildProcess<List<List<String>>> child) {}

    final Role role;
    final String name;
    final List<Incarnation> killed = new ArrayList<>();

    private final Starter starter;
    private Incarnation current;
    private boolean isPaused;

    Place(Role role, String name, Starter starter) {
        this.role = role;
        this.name = name;
        this.starter = starter;
    }

    boolean isTaken() {
        return current != null;
    }

    boolean isPaused() {
        return isPaused;
    }

    Incarnation current() {
        return current;
    }

    void fill(int number) {
        current = new Incarnation(number, starter.start(name, number));
    }

    void pause() {
        current.child.pause();
        isPaused = true;
    }

    void resume() {
        current.child.resume();
        isPaused = false;
    }

    /** Sends SIGKILL, as from outside this test, and does not wait. */
    void shoot() {
        current.child.expectKilled();
        ProcessHandle.of(current.child.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Kills through the library, if that has not happened yet, and makes the place free. */
    void kill() {
        current.child.expectKilled();
        current.child.kill();
        assertThat(current.child.awaitExit().end()).as("end of %s", name).isEqualTo(ExitStatus.End.KILLED);
        killed.add(current);
        current = null;
        isPaused = false;
    }

    /** Throws what the process failed with, if it has ended by itself. */
    void requireAlive() {
        if (isTaken() && !current.child.isAlive()) {
            current.child.join();
            throw new AssertionError(name + " must not end while others are killed, but has returned");
        }
    }
}
