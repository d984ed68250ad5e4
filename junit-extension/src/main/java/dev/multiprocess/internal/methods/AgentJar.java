package dev.multiprocess.internal.methods;

import dev.multiprocess.internal.os.OwnFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.objectweb.asm.ClassReader;

/** The jar that names the agent. It has no classes, since those are on the class path of every child. */
public final class AgentJar {

    private static final String NAME = "multiprocess-points.jar";

    private AgentJar() {}

    /**
     * Returns the argument by which a JVM has checkpoints at methods; the same for the same names in the same order.
     *
     * @param directory where the jar is, or is made
     * @param names of the points, at least one
     * @return for the command line, after those of all other agents, whose changes of classes it must not lose
     * @throws UncheckedIOException if the jar cannot be made, or the directory has a path that the JVM does not understand
     */
    public static String argument(Path directory, Collection<String> names) {
        StringBuilder all = new StringBuilder();
        all.append("-javaagent:").append(jar(directory)).append('=').append(encoded(placeOfAsm()));
        names.forEach(name -> all.append('&').append(encoded(name)));
        return all.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String placeOfAsm() {
        try {
            return Path.of(ClassReader.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath()
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of ASM has no path", e);
        }
    }

    private static synchronized Path jar(Path directory) {
        Path jar = directory.resolve(NAME);
        try {
            if (jar.toString().contains("=")) {
                // The JVM takes what follows it for the agent's arguments.
                throw new IOException("its path must not contain '='");
            }
            if (!Files.exists(jar)) {
                Path unfinished = directory.resolve(NAME + ".tmp");
                OwnFile.write(unfinished, packed());
                Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE);
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the agent of checkpoints at methods cannot be made: " + jar + ": " + e.getMessage(), e);
        }
    }

    private static byte[] packed() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", PointAgent.class.getName());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = bytes) {
            new JarOutputStream(out, manifest).close();
        }
        return bytes.toByteArray();
    }
}
