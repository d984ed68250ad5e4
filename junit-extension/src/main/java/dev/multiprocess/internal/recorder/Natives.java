package dev.multiprocess.internal.recorder;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.AccessibleObject;

/**
 * What only code inside the JDK's module can do. The one subclass is written by the weaver, which knows the names that
 * the JDK at hand has for this. Any thread.
 */
public abstract class Natives {

    /** Called by the subclass only. */
    protected Natives() {}

    /**
     * Returns the number that the operating system has given to an open file.
     *
     * @param file open
     * @return as in {@code /proc/self/fd}
     */
    public abstract int number(FileDescriptor file);

    /**
     * Returns where the next write of a file begins.
     *
     * @param file open
     * @return bytes from the beginning
     * @throws IOException if the system refuses
     */
    public abstract long position(FileDescriptor file) throws IOException;

    /**
     * Sets where the next write of a file begins.
     *
     * @param file open
     * @param position bytes from the beginning
     * @throws IOException if the system refuses
     */
    public abstract void seek(FileDescriptor file, long position) throws IOException;

    /**
     * Returns how long a file is.
     *
     * @param file open
     * @return bytes
     * @throws IOException if the system refuses
     */
    public abstract long size(FileDescriptor file) throws IOException;

    /**
     * Makes a file shorter or longer.
     *
     * @param file open for writing
     * @param size bytes
     * @throws IOException if the system refuses
     */
    public abstract void truncate(FileDescriptor file, long size) throws IOException;

    /**
     * Writes memory that is not on the heap.
     *
     * @param file open for writing
     * @param address of the first byte
     * @param length number of bytes
     * @param position where to, unless the file was opened to append
     * @throws IOException if the system refuses
     */
    public abstract void write(FileDescriptor file, long address, int length, long position) throws IOException;

    /**
     * Forces a file.
     *
     * @param file open
     * @throws IOException if the system refuses
     */
    public abstract void force(FileDescriptor file) throws IOException;

    /**
     * Copies memory that is not on the heap.
     *
     * @param address of the first byte
     * @param target is written from its beginning
     * @param length number of bytes
     */
    public abstract void copy(long address, byte[] target, int length);

    /**
     * Reads memory that is not on the heap.
     *
     * @param address of a word of 64 bits
     * @return that word
     */
    public abstract long word(long address);

    /**
     * Makes what the JDK throws where an operation on a path fails.
     *
     * @param errno of the operating system
     * @param text the system's own
     * @return to be thrown
     */
    public abstract Exception pathFailure(int errno, String text);

    /**
     * Lets reflection use a member of the JDK's module that is not public.
     *
     * @param member of that module
     */
    public abstract void open(AccessibleObject member);
}
