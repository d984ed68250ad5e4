package dev.multiprocess.internal.record;

import java.util.List;
import java.util.Optional;

/** What an operation does to inodes; it may have several effects. Immutable. */
sealed interface Effect {

    /** Which operation of the list, from 0. */
    int operation();

    /** The bytes of a file. */
    record Content(int operation, Inode.OfFile file, Change change) implements Effect {}

    /**
     * Names, all of them or none.
     *
     * @param emptied a directory that is removed with its name
     */
    record Names(int operation, List<Name> names, Optional<Inode.OfDirectory> emptied) implements Effect {}

    /**
     * A name.
     *
     * @param inode what has it from now on; empty: nothing
     */
    record Name(Place place, Optional<Inode> inode) {}

    /** Where a name is. */
    record Place(Inode.OfDirectory directory, String name) {}

    /** All that a file has, or all names that a directory has. */
    record Forced(int operation, Inode inode) implements Effect {}

    /** A force that has failed: what it would have made safe never will be. */
    record NotForced(int operation, Inode inode) implements Effect {}

    /** The size that a file has, and the bytes of a part of it. */
    record ForcedPart(int operation, Inode.OfFile file, long begin, long end) implements Effect {}
}
