package dev.multiprocess.internal.record;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.List;

/** What happens to the bytes of a file. Immutable. */
sealed interface Change {

    void apply(RandomAccessFile file) throws IOException;

    /** How long a file is afterwards. */
    long sizeAfter(long before);

    /** Whether nothing of it is missing in what is left of it. */
    boolean isAllIn(List<Change> kept);

    /** Bytes of an operation, or a part of them. */
    record Write(long offset, byte[] bytes, int from, int length) implements Change {

        static Write all(long offset, byte[] bytes) {
            return new Write(offset, bytes, 0, bytes.length);
        }

        /** The first bytes of it. */
        Write first(int count) {
            return new Write(offset, bytes, from, count);
        }

        long end() {
            return offset + length;
        }

        @Override
        public long sizeAfter(long before) {
            return Math.max(before, end());
        }

        @Override
        public boolean isAllIn(List<Change> kept) {
            return kept.stream().mapToInt(part -> ((Write) part).length).sum() == length;
        }

        /** The same in parts that are in one page of the file each. */
        List<Write> pages(int size) {
            List<Write> pages = new ArrayList<>();
            for (int done = 0; done < length; ) {
                int part = (int) Math.min(length - done, size - (offset + done) % size);
                pages.add(new Write(offset + done, bytes, from + done, part));
                done += part;
            }
            return pages;
        }

        @Override
        public void apply(RandomAccessFile file) throws IOException {
            file.seek(offset);
            file.write(bytes, from, length);
        }
    }

    /** Another size. */
    record Resize(long size) implements Change {
        @Override
        public void apply(RandomAccessFile file) throws IOException {
            file.setLength(size);
        }

        @Override
        public long sizeAfter(long before) {
            return size;
        }

        @Override
        public boolean isAllIn(List<Change> kept) {
            return !kept.isEmpty();
        }
    }
}
