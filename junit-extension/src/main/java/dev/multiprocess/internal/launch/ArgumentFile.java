package dev.multiprocess.internal.launch;

import dev.multiprocess.internal.os.OwnFile;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A file with the arguments of a {@code java} command, since a class path can be longer than a command line may be, and
 * since {@code java @file} can be repeated by hand.
 */
final class ArgumentFile {

    private ArgumentFile() {}

    /** Writes one argument a line, in the encoding in which the launcher reads it. */
    static void write(Path file, List<String> arguments) throws IOException {
        String text = arguments.stream().map(ArgumentFile::quote).collect(Collectors.joining("\n", "", "\n"));
        // System properties may be passwords.
        OwnFile.write(file, text.getBytes(Charset.forName(System.getProperty("native.encoding"))));
    }

    static String quote(String argument) {
        return '"'
                + argument.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + '"';
    }
}
