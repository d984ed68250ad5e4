package dev.multiprocess.chaos;

/**
 * Identifies one element of a queue among all others.
 *
 * @param writer the number of the process that has put it; 0 is the test JVM
 * @param sequence counts from 0 what this process has put into this queue
 */
record ElementId(int writer, int sequence) {

    static ElementId unpack(long packed) {
        return new ElementId((int) (packed >>> 32), (int) packed);
    }

    long packed() {
        return (long) writer << 32 | sequence;
    }

    @Override
    public String toString() {
        return "element " + sequence + " of writer " + writer;
    }
}
