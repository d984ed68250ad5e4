package dev.multiprocess.internal.segment;

import dev.multiprocess.internal.os.Memory;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much room there is in a folder; looked at before bytes are written, as others would notice a file system that is
 * full for a moment, and Linux ends processes that fill its memory.
 *
 * @param free bytes that this user can write
 * @param total bytes of the file system; 0 if that has no bound
 * @param memory bytes of memory that files in this folder can take; the largest number if they take none
 */
record Room(long free, long total, long memory) {

    static Room in(Path folder, boolean inMemory) throws IOException {
        FileStore store = Files.getFileStore(folder);
        return new Room(store.getUsableSpace(), store.getTotalSpace(), inMemory ? Memory.available() : Long.MAX_VALUE);
    }

    /** Whether a file can be written. */
    boolean has(long bytes) {
        return (total == 0 || bytes <= free) && bytes <= memory;
    }

    /** As in: it has ... */
    @Override
    public String toString() {
        String inFileSystem = total == 0 ? "no bound" : free + " of " + total + " bytes free";
        boolean memoryIsLess = memory < (total == 0 ? Long.MAX_VALUE : free);
        return inFileSystem + (memoryIsLess ? " but " + memory + " bytes of memory for it" : "");
    }
}
