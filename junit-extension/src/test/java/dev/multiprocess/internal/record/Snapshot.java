package dev.multiprocess.internal.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that a directory has, to be compared. */
final class Snapshot {

    private Snapshot() {}

    static Map<String, String> of(Path directory) throws IOException {
        Map<String, String> all = new TreeMap<>();
        Map<Object, String> firstNames = new HashMap<>();
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(directory)) {
            paths = walk.sorted().toList();
        }
        for (Path path : paths) {
            String name = directory.relativize(path).toString();
            BasicFileAttributes facts =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (facts.isDirectory()) {
                all.put(name, "directory");
            } else if (facts.isSymbolicLink()) {
                all.put(name, "to " + Files.readSymbolicLink(path));
            } else {
                String first = firstNames.computeIfAbsent(facts.fileKey(), none -> name);
                all.put(name, first + "=" + HexFormat.of().formatHex(Files.readAllBytes(path)));
            }
        }
        return all;
    }
}
