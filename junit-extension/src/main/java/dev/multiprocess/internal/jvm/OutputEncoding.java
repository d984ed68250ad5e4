package dev.multiprocess.internal.jvm;

import dev.multiprocess.internal.os.NativeText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * How a child writes text to its standard output and error: in UTF-8, whatever the locale and its default charset are,
 * so that all it prints arrives, unless its arguments say otherwise.
 *
 * @param charset of the child's code
 * @param natives of other programs that write to the same pipe
 */
public record OutputEncoding(Charset charset, Charset natives) {

    /**
     * The first release of Java that has system properties for it; those before obey two that they never documented.
     */
    private static final int FIRST_WITH_PROPERTIES = 19;

    /** The arguments for a child of this release; for an unknown release, all that any obeys. */
    static List<String> arguments(Optional<Integer> release) {
        List<String> early = List.of("-Dsun.stdout.encoding=UTF-8", "-Dsun.stderr.encoding=UTF-8");
        List<String> late = List.of("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8");
        if (release.isEmpty()) {
            return List.of(early.get(0), early.get(1), late.get(0), late.get(1));
        }
        return release.get() < FIRST_WITH_PROPERTIES ? early : late;
    }

    /** The argument for a child whose standard input is in the encoding that is written here unless it says otherwise. */
    static final String OF_INPUT = "-Dstdin.encoding=UTF-8";

    /** In which encoding a JVM is given its standard input. */
    public static Charset ofInput(JvmSpec spec) {
        return of("stdin", FIRST_WITH_PROPERTIES, spec.arguments()).charset();
    }

    /** How a JVM writes {@code stdout} or {@code stderr}. */
    public static OutputEncoding of(String stream, JvmSpec spec) {
        return of(stream, spec.feature(), spec.arguments());
    }

    public static OutputEncoding of(String stream, int release, List<String> arguments) {
        String property = (release >= FIRST_WITH_PROPERTIES ? "-D" : "-Dsun.") + stream + ".encoding=";
        Charset charset = StandardCharsets.UTF_8;
        for (String argument : arguments) {
            if (argument.startsWith(property)) {
                // A JVM given an invalid name takes UTF-8 as well, or says so and ends.
                charset = NativeText.charset(argument.substring(property.length()), StandardCharsets.UTF_8);
            }
        }
        return new OutputEncoding(charset, NativeText.locale());
    }

    /** Reads a line; one that is not in the child's charset may come from a program that it has started. */
    public String text(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, length, charset);
        if (text.indexOf('\uFFFD') < 0 || isAll(charset, bytes, from, length) || !isAll(natives, bytes, from, length)) {
            return text;
        }
        return new String(bytes, from, length, natives);
    }

    private static boolean isAll(Charset charset, byte[] bytes, int from, int length) {
        try {
            charset.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
