package dev.multiprocess.internal.segment;

import dev.multiprocess.ProcessInterruptedException;
import dev.multiprocess.internal.memory.EndedMemory;
import dev.multiprocess.internal.wire.PrivateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes and ends segments, in the test JVM: in shared memory, or on disk if there is no room. Thread-safe. */
public final class SegmentMaker {

    private static final System.Logger LOG = System.getLogger(SegmentMaker.class.getName());

    private final Place place;
    private final AtomicInteger last = new AtomicInteger();
    private final EndedMemory remains = EndedMemory.ofThisJvm();

    /** Where the test JVM has its files. */
    @FunctionalInterface
    public interface Place {

        /**
         * Returns the directory.
         *
         * @return the same each time
         * @throws IOException if there is none
         */
        PrivateDirectory directory() throws IOException;
    }

    /**
     * Has made none yet.
     *
     * @param place asked when one is made
     */
    public SegmentMaker(Place place) {
        this.place = place;
    }

    /**
     * Makes a segment of zeros. All its bytes are written before it is mapped, so that no access to it can fail for want
     * of room.
     *
     * @param kind what is to stand for it: see {@link SegmentId}
     * @param name for messages
     * @param bytes from 1 to {@link Segment#MOST_BYTES}
     * @param permission asked now and then; what it throws ends this, and nothing is left
     * @return open until {@link #end} is called for it
     * @throws UncheckedIOException if there is no room for it in any folder
     * @throws ProcessInterruptedException if this thread is interrupted; nothing is left
     */
    public Segment make(String kind, String name, long bytes, Runnable permission) {
        String what = new SegmentId(kind, 0, bytes, name, Path.of("")) + " of " + bytes + " bytes";
        List<Path> folders;
        try {
            folders = place.directory().queueFolders();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    what + " cannot be made: this test JVM cannot have a directory for it: " + e, e);
        }
        if (remains.isMuch()) {
            remains.makesRoom();
        }
        List<String> problems = new ArrayList<>();
        IOException failure = new IOException("no folder");
        int number = last.incrementAndGet();
        for (int i = 0; i < folders.size(); i++) {
            SegmentId id =
                    new SegmentId(kind, number, bytes, name, folders.get(i).resolve("segment-" + number));
            try {
                Segment made = create(id, i < folders.size() - 1, () -> {
                    requireUninterrupted(what);
                    permission.run();
                });
                problems.forEach(problem -> LOG.log(Level.WARNING, "{0} is made on disk: {1}", what, problem));
                return made;
            } catch (IOException e) {
                problems.add(e.getMessage());
                failure = e;
            }
        }
        throw new UncheckedIOException(what + " cannot be made: " + String.join("; ", problems), failure);
    }

    private Segment create(SegmentId id, boolean inMemory, Runnable permission) throws IOException {
        try {
            return createNow(id, inMemory, permission);
        } catch (IOException e) {
            if (!remains.makesRoom()) {
                throw e;
            }
            return createNow(id, inMemory, permission);
        }
    }

    private static Segment createNow(SegmentId id, boolean inMemory, Runnable permission) throws IOException {
        Path folder = id.file().getParent();
        Room room = Room.in(folder, inMemory);
        if (!room.has(Segment.size(id))) {
            throw new IOException(folder + " has " + room);
        }
        try {
            return Segment.create(id, permission);
        } catch (IOException e) {
            throw new IOException(folder + " had " + room + ": " + e, e);
        }
    }

    private static void requireUninterrupted(String what) {
        if (Thread.currentThread().isInterrupted()) {
            throw new ProcessInterruptedException("interrupted while making " + what, new InterruptedException());
        }
    }

    /** Ends a segment: no process can use it any more, and its file is gone. */
    public void end(Segment segment) {
        segment.end();
    }
}
