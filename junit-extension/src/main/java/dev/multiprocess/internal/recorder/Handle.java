package dev.multiprocess.internal.recorder;

/** A file below the directory while it is open for writing. */
final class Handle {

    /** In the log. */
    final int id;

    /** Of the operating system. */
    final int number;

    final boolean append;
    String path;

    Handle(int id, int number, String path, int flags) {
        this.id = id;
        this.number = number;
        this.path = path;
        this.append = (flags & LogFormat.APPEND) != 0;
    }

    /** What has this name, or is below it, has another from now on. */
    void renamed(String from, String to) {
        if (path.equals(from)) {
            path = to;
        } else if (path.startsWith(from.concat("/"))) {
            path = to.concat(path.substring(from.length()));
        }
    }
}
