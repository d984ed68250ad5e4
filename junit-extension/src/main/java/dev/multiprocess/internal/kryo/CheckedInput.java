package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.io.Input;
import dev.multiprocess.internal.objects.UnreadableObjectException;

/**
 * An input that takes no memory for what cannot be in it: a length is a claim, and damaged bytes claim anything.
 *
 * <p>Kryo reads the lengths of texts, and nothing else, by {@link #readVarIntFlag}.
 */
public final class CheckedInput extends Input {

    /** Reads how many values follow. */
    static int readCount(Input input) {
        int count = input.readVarInt(true);
        ((CheckedInput) input).require(count, 1);
        return count;
    }

    /** Throws if there are not that many bytes left. */
    void require(long count, int bytesOfEach) {
        int left = limit - position;
        if (count > left / bytesOfEach) {
            throw new UnreadableObjectException(
                    "the message announces " + count + " values, and has " + left + " more bytes", null);
        }
    }

    @Override
    public int readVarIntFlag(boolean optimizePositive) {
        int length = super.readVarIntFlag(optimizePositive);
        // One more than the length of the text, each of whose characters takes a byte at least.
        require(length - 1L, 1);
        return length;
    }

    @Override
    public byte[] readBytes(int length) {
        require(length, 1);
        return super.readBytes(length);
    }

    @Override
    public boolean[] readBooleans(int length) {
        require(length, 1);
        return super.readBooleans(length);
    }

    @Override
    public short[] readShorts(int length) {
        require(length, Short.BYTES);
        return super.readShorts(length);
    }

    @Override
    public char[] readChars(int length) {
        require(length, Character.BYTES);
        return super.readChars(length);
    }

    @Override
    public int[] readInts(int length) {
        require(length, Integer.BYTES);
        return super.readInts(length);
    }

    @Override
    public int[] readInts(int length, boolean optimizePositive) {
        require(length, 1);
        return super.readInts(length, optimizePositive);
    }

    @Override
    public long[] readLongs(int length) {
        require(length, Long.BYTES);
        return super.readLongs(length);
    }

    @Override
    public long[] readLongs(int length, boolean optimizePositive) {
        require(length, 1);
        return super.readLongs(length, optimizePositive);
    }

    @Override
    public float[] readFloats(int length) {
        require(length, Float.BYTES);
        return super.readFloats(length);
    }

    @Override
    public double[] readDoubles(int length) {
        require(length, Double.BYTES);
        return super.readDoubles(length);
    }
}
