package dev.multiprocess.internal.record;

import dev.multiprocess.internal.os.OwnDirectory;
import dev.multiprocess.internal.os.OwnFile;
import dev.multiprocess.internal.recorder.RecorderAgent;
import dev.multiprocess.internal.recorder.Woven;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * The agent for one JDK, as files: a jar that names it, and the classes that it defines and redefines. They are made
 * once, and then found by what they depend on. Immutable.
 *
 * @param jar for {@code -javaagent}
 * @param classes woven and ready
 */
public record AgentFiles(Path jar, Path classes) {

    private static final String PREFIX = "recorder-";

    /** What the agent defines, bases first, as compiled here; after these come those that the weaver writes. */
    static final List<String> DEFINED = List.of(
            "Natives",
            "LogFormat",
            "FileHook",
            "Fault",
            "Attempt$Result",
            "Attempt",
            "Handle",
            "Data",
            "Data$OfArray",
            "Data$OfMemory",
            "Data$OfPieces",
            "Data$OfFile",
            "LogWriter",
            "Below",
            "Frames",
            "Mappings$Mapping",
            "Mappings",
            "Recorder",
            "Woven");

    private static final List<Class<?>> MAKERS = List.of(
            AgentFiles.class,
            ClassShape.class,
            NativesWriter.class,
            RecorderAgent.class,
            Weaver.class,
            WovenMethod.class,
            WovenPoint.class,
            WovenPoints.class);

    /**
     * Finds the files, or makes them.
     *
     * @param javaHome of the JVM that is to be recorded
     * @param directory of this user, where they are kept
     * @return whole
     * @throws IOException if the JDK cannot be read, or the files cannot be written, or the directory has a path that the JVM
     *     does not understand
     */
    public static AgentFiles of(Path javaHome, Path directory) throws IOException {
        Map<String, byte[]> own = ownClasses();
        if (directory.toString().contains("=")) {
            // The JVM takes what follows it for the agent's arguments.
            throw new IOException("the path of the agent's directory must not contain '=': directory=" + directory);
        }
        String key = key(javaHome, own);
        AgentFiles files =
                new AgentFiles(directory.resolve(PREFIX + key + ".jar"), directory.resolve(PREFIX + key + ".classes"));
        if (!OwnFile.isTrusted(files.jar) || !OwnFile.isTrusted(files.classes)) {
            OwnDirectory.makeBelow(directory);
            replace(files.classes, classes(javaHome, own));
            replace(files.jar, packed());
        }
        return files;
    }

    private static Map<String, byte[]> ownClasses() throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>();
        String folder = Woven.class.getPackageName().replace('.', '/') + "/";
        for (String name : DEFINED) {
            all.put(folder + name, code(Woven.class, name));
        }
        return all;
    }

    private static byte[] code(Class<?> type) throws IOException {
        return code(type, type.getSimpleName());
    }

    private static byte[] code(Class<?> neighbour, String name) throws IOException {
        try (InputStream in = neighbour.getResourceAsStream(name + ".class")) {
            if (in == null) {
                throw new IOException("this library has no class " + name);
            }
            return in.readAllBytes();
        }
    }

    private static String key(Path javaHome, Map<String, byte[]> own) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Path modules = javaHome.resolve("lib").resolve("modules");
            String facts = javaHome.toRealPath() + " " + Files.size(modules) + " " + Files.getLastModifiedTime(modules);
            digest.update(facts.getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(javaHome.resolve("release")));
            own.values().forEach(digest::update);
            // All that makes them, of whatever version it is.
            for (Class<?> maker : MAKERS) {
                digest.update(code(maker));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Other JVMs may make the same file now: each whole one is as good. */
    private static void replace(Path file, byte[] content) throws IOException {
        Path unfinished = Files.createTempFile(file.getParent(), PREFIX, ".tmp");
        Files.write(unfinished, content);
        OwnFile.restrict(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] classes(Path javaHome, Map<String, byte[]> own) throws IOException {
        if (isOfThisJvm(javaHome)) {
            return classes(FileSystems.getFileSystem(URI.create("jrt:/")), own);
        }
        try (FileSystem other =
                FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", javaHome.toString()))) {
            return classes(other, own);
        }
    }

    private static boolean isOfThisJvm(Path javaHome) throws IOException {
        return Files.isSameFile(javaHome, Path.of(System.getProperty("java.home")));
    }

    private static byte[] classes(FileSystem jdk, Map<String, byte[]> own) throws IOException {
        Weaver weaver = new Weaver(jdk.getPath("/modules/java.base"));
        Map<String, byte[]> defined = new LinkedHashMap<>(own);
        defined.put(NativesWriter.FAILURES, NativesWriter.failures());
        // The last one is initialized.
        defined.put(NativesWriter.NATIVES, NativesWriter.natives(weaver));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        write(out, defined);
        write(out, weaver.weave());
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Map<String, byte[]> classes) throws IOException {
        out.writeInt(classes.size());
        for (Map.Entry<String, byte[]> each : classes.entrySet()) {
            out.writeUTF(each.getKey());
            out.writeInt(each.getValue().length);
            out.write(each.getValue());
        }
    }

    private static byte[] packed() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", RecorderAgent.class.getName());
        attributes.putValue("Can-Redefine-Classes", "true");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = bytes;
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new JarEntry(RecorderAgent.class.getName().replace('.', '/') + ".class"));
            jar.write(code(RecorderAgent.class));
            jar.closeEntry();
            jar.putNextEntry(new JarEntry(RecorderAgent.DEFINER.replace('.', '/') + ".class"));
            jar.write(NativesWriter.definer());
            jar.closeEntry();
        }
        return bytes.toByteArray();
    }

    /**
     * Returns the arguments of a JVM that records from its first moment.
     *
     * @param directory below which operations are recorded; it must exist
     * @param log is written anew
     * @return for the command line, before the main class
     */
    public List<String> arguments(Path directory, Path log) {
        return arguments(encoded(classes) + "&" + encoded(directory) + "&" + encoded(log));
    }

    /**
     * Returns the arguments of a JVM that records nothing before {@code Recorder.start}.
     *
     * @return for the command line, before the main class
     */
    public List<String> arguments() {
        return arguments(encoded(classes));
    }

    private List<String> arguments(String forAgent) {
        return List.of("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "-javaagent:" + jar + "=" + forAgent);
    }

    private static String encoded(Path path) {
        return URLEncoder.encode(path.toAbsolutePath().toString(), StandardCharsets.UTF_8);
    }
}
