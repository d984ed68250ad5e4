package dev.multiprocess.internal.methods;

import org.objectweb.asm.Opcodes;

/** Lets ASM read class files of Java releases that are newer than it: they differ in nothing that matters here. */
final class KnownVersion {

    private static final int OFFSET = 6;
    private static final int OFFSET_OF_MAJOR = 7;

    private KnownVersion() {}

    /** The same class file, of Java 17 if it is of a later one. */
    static byte[] of(byte[] file) {
        if (file.length <= OFFSET_OF_MAJOR || file[OFFSET_OF_MAJOR] <= Opcodes.V17) {
            return file;
        }
        byte[] known = file.clone();
        known[OFFSET_OF_MAJOR] = Opcodes.V17;
        return known;
    }

    /** Gives a class file the version of another one. */
    static void restore(byte[] file, byte[] original) {
        System.arraycopy(original, OFFSET, file, OFFSET, 2);
    }
}
