package dev.multiprocess.kit;

import java.nio.charset.Charset;

/** What the locale of this machine lets command lines and outputs say: in the POSIX locale, ASCII. */
public final class NativeEncoding {

    private NativeEncoding() {}

    /** Whether a text can be said. */
    public static boolean has(String text) {
        return Charset.forName(System.getProperty("native.encoding"))
                .newEncoder()
                .canEncode(text);
    }
}
