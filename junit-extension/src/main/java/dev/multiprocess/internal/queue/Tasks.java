package dev.multiprocess.internal.queue;

import java.util.List;

/**
 * What is left of the elements of a queue, if each is a task.
 *
 * @param unfinished how many elements were put and neither removed nor reported done
 * @param lostBy which processes have ended and left some of them undone, once no other has any; they will not be done
 *     then
 */
public record Tasks(long unfinished, List<String> lostBy) {

    /** Whether nothing more will change it, unless more is put. */
    public boolean isSettled() {
        return unfinished == 0 || !lostBy.isEmpty();
    }

    /** How many are unfinished, in words. */
    public String text() {
        return unfinished + (unfinished == 1 ? " task" : " tasks");
    }
}
