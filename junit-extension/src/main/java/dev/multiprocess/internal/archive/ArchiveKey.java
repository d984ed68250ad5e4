package dev.multiprocess.internal.archive;

import dev.multiprocess.internal.jvm.ClassPath;
import dev.multiprocess.internal.jvm.JvmSpec;
import dev.multiprocess.internal.jvm.Library;
import dev.multiprocess.internal.os.OwnFile;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What decides whether two children can use the same class-data archive.
 *
 * @param file the archive; its name holds a digest of everything that it depends on, also of the jars' sizes and times
 * @param arguments JVM arguments that an archive depends on
 * @param leading what precedes the library on a child's class path; an archive depends only on their number
 * @param library jars of this library and its serializer; those that are directories are packed into jars first, which
 *     only happens in a build of this library
 */
record ArchiveKey(Path file, List<String> arguments, List<String> leading, List<Path> library) {

    /** They do not change how a class is laid out or linked. */
    private static final Pattern IRRELEVANT = Pattern.compile(
            "-D.*|-javaagent:.*|-agentlib:.*|-ea.*|-da.*|-X(m[snx]|ss|log|int|comp).*|-XX:(Max|Min|Initial).*");

    private static final Pattern AGAINST = Pattern.compile(
            "-Xshare:.*|-XX:SharedArchiveFile=.*|-XX:AOT.*|--patch-module.*|--upgrade-module-path.*|--limit-modules.*"
                    + "|-XX:[+-](UseSharedSpaces|RequireSharedSpaces|AutoCreateSharedArchive).*");

    /** Whether arguments of a JVM say something about archives, or forbid them. */
    static boolean isAgainst(List<String> arguments) {
        return arguments.stream().anyMatch(argument -> AGAINST.matcher(argument).matches());
    }

    static ArchiveKey of(JvmSpec spec, Path directory) {
        List<String> arguments = spec.arguments().stream()
                .filter(argument -> !IRRELEVANT.matcher(argument).matches())
                .toList();
        StringBuilder facts = new StringBuilder();
        facts.append(directory).append('\n');
        facts.append(spec.javaHome()).append(' ').append(stamp(spec.javaHome().resolve("release")));
        arguments.forEach(argument -> facts.append('\n').append(argument));
        List<String> leading = leading(spec.classPath());
        facts.append('\n').append(leading.size());
        List<Path> library = new ArrayList<>();
        for (String entry : Library.entries()) {
            Path path = Path.of(entry);
            String stamp = stamp(path);
            facts.append('\n').append(path).append(' ').append(stamp);
            library.add(Files.isDirectory(path) ? directory.resolve("library-" + digest(stamp) + ".jar") : path);
        }
        return new ArchiveKey(
                directory.resolve(digest(facts.toString()) + ArchiveArguments.ENDING), arguments, leading, library);
    }

    /** The directories that a class path begins with, as {@link #unseen} names them. */
    private static List<String> leading(List<String> classPath) {
        return ClassPath.leadingDirectories(classPath).stream()
                .map(entry -> unseen(Path.of(entry)))
                .filter(path -> !Files.exists(path))
                .map(Path::toString)
                .toList();
    }

    /**
     * Names a directory so that the class loader, which makes a path canonical first, finds it, and the JVM, which asks
     * the system for the path as it is, skips it: the JVM would not use an archive after a directory. Where the system
     * itself makes paths canonical, as Windows does, the JVM finds it.
     */
    private static Path unseen(Path directory) {
        return directory.resolve("not-here").resolve("..");
    }

    /** Size and time of a file, or of all files below a directory. */
    private static String stamp(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            StringBuilder all = new StringBuilder();
            for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
                all.append(each).append(' ').append(Files.size(each)).append(' ');
                all.append(Files.getLastModifiedTime(each).toMillis()).append('\n');
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("the class path entry " + path + " cannot be read", e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The layer below {@link #file}, which holds this path: so a moved build directory has other archives. */
    Path base() {
        return beside(".base");
    }

    boolean isMade() {
        return OwnFile.isTrusted(file) && OwnFile.isTrusted(base());
    }

    Path beside(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    /**
     * The class path to make the archive with. From Java 25 on the JVM compares it with a child's entry by entry; where
     * it has an entry that it does not find, it skips the child's.
     */
    String classPath() {
        List<String> entries = new ArrayList<>();
        leading.forEach(entry -> entries.add(beside(".not-here").toString()));
        library.forEach(jar -> entries.add(jar.toString()));
        return String.join(File.pathSeparator, entries);
    }

    /**
     * The same JVM with the library in front of its class path, as the archive has it. The directories that the class
     * path begins with come before that; they hold the tests and what they test: to find these a child would otherwise
     * read the library's jars first, and look up a thousand names in vain.
     */
    JvmSpec fitted(JvmSpec spec) {
        Set<String> entries = new LinkedHashSet<>(leading);
        library.forEach(jar -> entries.add(jar.toString()));
        entries.addAll(spec.classPath());
        return spec.withClassPath(List.copyOf(entries));
    }

    /** Names of all classes of the library itself, not all of which this JVM has loaded. */
    List<String> ownClasses() throws IOException {
        try (JarFile jar = new JarFile(library.get(0).toFile())) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith("dev/multiprocess/") && name.endsWith(".class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
        }
    }

    void packLibrary() throws IOException {
        for (int i = 0; i < library.size(); i++) {
            Path place = Path.of(Library.entries().get(i));
            if (Files.isDirectory(place) && !Files.exists(library.get(i))) {
                pack(place, library.get(i));
            }
        }
    }

    private static void pack(Path from, Path jar) throws IOException {
        Path unfinished = jar.resolveSibling(jar.getFileName() + ".tmp");
        try (OutputStream file = Files.newOutputStream(unfinished);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(from)) {
            for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(from.relativize(each).toString().replace(File.separatorChar, '/')));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
        Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE);
    }
}
