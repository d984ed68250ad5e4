package dev.multiprocess.internal.record;

import java.util.Optional;

/** A file, directory or symbolic link, whatever its names are. What is in it is elsewhere: it depends on the moment. */
sealed interface Inode {

    /** A file, with one of its names before the run; empty for a new one. */
    final class OfFile implements Inode {

        private final Optional<String> start;
        private final long startSize;

        OfFile(String start, long startSize) {
            this.start = Optional.of(start);
            this.startSize = startSize;
        }

        OfFile() {
            this.start = Optional.empty();
            this.startSize = 0;
        }

        long startSize() {
            return startSize;
        }

        Optional<String> start() {
            return start;
        }
    }

    /** A directory. */
    final class OfDirectory implements Inode {}

    /** A symbolic link. */
    final class OfLink implements Inode {

        private final String target;

        OfLink(String target) {
            this.target = target;
        }

        String target() {
            return target;
        }
    }
}
