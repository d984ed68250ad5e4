package dev.multiprocess.internal.recorder;

import java.io.IOException;
import java.io.RandomAccessFile;

/** The bytes of a write, where they are. */
abstract class Data {

    /** Reads {@code length} bytes that begin at {@code from} into the beginning of an array. */
    abstract void read(long from, byte[] target, int length) throws IOException;

    /** Writes the beginning of it where it belongs. */
    void writePart(Attempt attempt, int length) throws IOException {
        byte[] part = new byte[length];
        read(0, part, length);
        try (RandomAccessFile out = new RandomAccessFile(ofNumber(attempt.handle.number), "rw")) {
            out.seek(attempt.offset);
            out.write(part);
        }
    }

    /** Whether the write may change these bytes, so that only the file can tell what was written. */
    boolean isChangedByWrite(Mappings mappings) {
        return false;
    }

    /** The path by which an open file can be opened once more, even if it has no name. */
    static String ofNumber(int number) {
        return "/proc/self/fd/".concat(Integer.toString(number));
    }

    /** Of an array. */
    static final class OfArray extends Data {

        private final byte[] bytes;
        private final int begin;

        OfArray(byte[] bytes, int begin) {
            this.bytes = bytes;
            this.begin = begin;
        }

        @Override
        void read(long from, byte[] target, int length) {
            System.arraycopy(bytes, (int) (begin + from), target, 0, length);
        }
    }

    /** Of memory outside of the heap. */
    static final class OfMemory extends Data {

        private final Natives natives;
        private final long address;

        OfMemory(Natives natives, long address) {
            this.natives = natives;
            this.address = address;
        }

        @Override
        void read(long from, byte[] target, int length) {
            natives.copy(address + from, target, length);
        }

        @Override
        boolean isChangedByWrite(Mappings mappings) {
            return mappings.isMapped(address);
        }

        /** By the same call: the memory may be that of the file. */
        @Override
        void writePart(Attempt attempt, int length) throws IOException {
            natives.write(attempt.file, address, length, attempt.offset);
        }
    }

    /** Of pieces of memory, each an address and a length in a list, as the system call has it. */
    static final class OfPieces extends Data {

        private static final int ENTRY = 16;

        private final Natives natives;
        private final long list;
        private final int count;

        OfPieces(Natives natives, long list, int count) {
            this.natives = natives;
            this.list = list;
            this.count = count;
        }

        @Override
        boolean isChangedByWrite(Mappings mappings) {
            for (int i = 0; i < count; i++) {
                if (mappings.isMapped(natives.word(list + (long) i * ENTRY))) {
                    return true;
                }
            }
            return false;
        }

        long length() {
            long all = 0;
            for (int i = 0; i < count; i++) {
                all += natives.word(list + (long) i * ENTRY + Long.BYTES);
            }
            return all;
        }

        @Override
        void read(long from, byte[] target, int length) {
            long entry = list;
            long skip = from;
            int done = 0;
            while (done < length) {
                long size = natives.word(entry + Long.BYTES);
                if (skip >= size) {
                    skip -= size;
                } else {
                    int part = (int) Math.min(size - skip, length - done);
                    byte[] piece = new byte[part];
                    natives.copy(natives.word(entry) + skip, piece, part);
                    System.arraycopy(piece, 0, target, done, part);
                    done += part;
                    skip = 0;
                }
                entry += ENTRY;
            }
        }
    }

    /** Of a file, for what only the operating system has copied. */
    static final class OfFile extends Data {

        private final String path;
        private final long begin;

        OfFile(String path, long begin) {
            this.path = path;
            this.begin = begin;
        }

        @Override
        boolean isChangedByWrite(Mappings mappings) {
            return true;
        }

        @Override
        void read(long from, byte[] target, int length) throws IOException {
            try (RandomAccessFile file = new RandomAccessFile(path, "r")) {
                file.seek(begin + from);
                file.readFully(target, 0, length);
            }
        }
    }
}
