package dev.multiprocess.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What one process has taken from one queue, in its order; written as soon as it has it, and kept if it is killed. */
final class TakeJournal {

    private final FileChannel file;

    TakeJournal(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void add(List<ElementId> taken) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(taken.size() * Long.BYTES);
        taken.forEach(id -> bytes.putLong(id.packed()));
        bytes.flip();
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** How many elements are in a journal. */
    static long count(Path path) throws IOException {
        return Files.exists(path) ? Files.size(path) / Long.BYTES : 0;
    }

    /** The packed ids in the journal of a process that may have died before it had one. */
    static long[] read(Path path) throws IOException {
        long[] taken = new long[(int) count(path)];
        if (taken.length > 0) {
            ByteBuffer.wrap(Files.readAllBytes(path)).asLongBuffer().get(taken);
        }
        return taken;
    }
}
