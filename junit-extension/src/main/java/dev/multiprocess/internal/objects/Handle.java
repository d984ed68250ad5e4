package dev.multiprocess.internal.objects;

/**
 * Something of ours that keeps its identity when it crosses: it is written as its id and looked up on the other side.
 */
public interface Handle {

    /**
     * Returns the name by which the other side finds it.
     *
     * @return the id that is given to {@link HandleResolver#resolve}; never {@code null}
     */
    String handleId();
}
