package dev.multiprocess.internal.methods;

import dev.multiprocess.internal.config.Spelling;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Guesses which class was meant by a name that none has. */
final class NearClasses {

    private static final String ENDING = ".class";

    private NearClasses() {}

    /**
     * Finds a nested class of that name in the source, or one of the same package that is spelled nearly so.
     *
     * @return a binary name; empty if there is none, or packages cannot be listed
     */
    static Optional<String> of(String name, ClassLoader loader) {
        return nested(name, loader).or(() -> spelled(name, loader));
    }

    private static Optional<String> nested(String name, ClassLoader loader) {
        String changed = name;
        for (int dot = changed.lastIndexOf('.'); dot > 0; dot = changed.lastIndexOf('.')) {
            changed = changed.substring(0, dot) + "$" + changed.substring(dot + 1);
            if (loader.getResource(changed.replace('.', '/') + ENDING) != null) {
                return Optional.of(changed);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> spelled(String name, ClassLoader loader) {
        String packageName = name.substring(0, name.lastIndexOf('.') + 1);
        Set<String> all = new TreeSet<>();
        try {
            for (URL place : Collections.list(loader.getResources(packageName.replace('.', '/')))) {
                all.addAll(filesOf(place));
            }
        } catch (IOException | RuntimeException e) {
            // It is only a guess.
            return Optional.empty();
        }
        return Spelling.nearest(name.substring(packageName.length()), all).map(simple -> packageName + simple);
    }

    private static Set<String> filesOf(URL place) throws IOException {
        Set<String> names = new TreeSet<>();
        if (place.getProtocol().equals("file")) {
            try (Stream<Path> files = Files.list(Path.of(URI.create(place.toString())))) {
                files.forEach(file -> addClass(names, file.getFileName().toString()));
            }
        } else if (place.openConnection() instanceof JarURLConnection connection) {
            String folder = connection.getEntryName() == null ? "" : connection.getEntryName();
            connection.setUseCaches(false);
            try (JarFile jar = connection.getJarFile()) {
                jar.stream()
                        .map(entry -> entry.getName())
                        .filter(entry -> entry.startsWith(folder) && entry.lastIndexOf('/') < folder.length())
                        .forEach(entry -> addClass(names, entry.substring(folder.length())));
            }
        }
        return names;
    }

    private static void addClass(Set<String> names, String file) {
        if (file.endsWith(ENDING)) {
            names.add(file.substring(0, file.length() - ENDING.length()));
        }
    }
}
