package dev.multiprocess.internal.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a directory had before the run.
 *
 * @param root the directory itself
 * @param names those of all directories
 */
record StartTree(Inode.OfDirectory root, Map<Inode.OfDirectory, Map<String, Inode>> names) {

    /** Reads a directory, or a copy of it in which files with several names have them, too. */
    static StartTree of(Path directory) throws IOException {
        StartTree tree = new StartTree(new Inode.OfDirectory(), new HashMap<>());
        tree.read(directory, directory, tree.root, new HashMap<>());
        return tree;
    }

    private void read(Path start, Path directory, Inode.OfDirectory inode, Map<Object, Inode> byKey)
            throws IOException {
        Map<String, Inode> inside = new TreeMap<>();
        names.put(inode, inside);
        List<Path> children;
        try (Stream<Path> all = Files.list(directory)) {
            children = all.sorted().toList();
        }
        for (Path child : children) {
            BasicFileAttributes facts =
                    Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String name = child.getFileName().toString();
            if (facts.isDirectory()) {
                Inode.OfDirectory made = new Inode.OfDirectory();
                inside.put(name, made);
                read(start, child, made, byKey);
            } else if (facts.isSymbolicLink()) {
                inside.put(name, new Inode.OfLink(Files.readSymbolicLink(child).toString()));
            } else if (facts.isRegularFile()) {
                String path = start.relativize(child).toString();
                Object key = facts.fileKey() == null ? path : facts.fileKey();
                inside.put(name, byKey.computeIfAbsent(key, none -> new Inode.OfFile(path, facts.size())));
            }
        }
    }
}
