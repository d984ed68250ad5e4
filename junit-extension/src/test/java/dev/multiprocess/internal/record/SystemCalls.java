package dev.multiprocess.internal.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** File operations as lines: those of a recording, and what {@code strace} has seen, in the same form. */
final class SystemCalls {

    private static final String NAMES = "open,openat,creat,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,"
            + "fallocate,fsync,fdatasync,sync_file_range,msync,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,"
            + "rmdir,link,linkat,symlink,symlinkat,sendfile,copy_file_range,ioctl,splice";

    private static final char UNKNOWN = '?';
    private static final Pattern LINE = Pattern.compile("(\\d+) +(\\w+)\\((.*)\\) += (-?\\w+)(.*)");
    private static final Pattern UNFINISHED = Pattern.compile("(\\d+) +(.*) <unfinished \\.\\.\\.>");
    private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. \\w+ resumed>(.*)");
    private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-f]{2})");
    private static final Pattern FILE = Pattern.compile("(?:AT_FDCWD|\\d+)<([^>]*)>");
    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

    private final Path directory;

    private SystemCalls(Path directory) {
        this.directory = directory;
    }

    /** What to write before the command of a JVM. */
    static List<String> trace(Path output) {
        return List.of("strace", "-f", "-y", "-xx", "-s", "1000000", "-o", output.toString(), "-e", "trace=" + NAMES);
    }

    /** Of a recording. */
    static List<String> of(List<Operation> operations) {
        List<String> lines = new ArrayList<>();
        Map<Integer, String> paths = new HashMap<>();
        for (Operation operation : operations) {
            if (operation instanceof Operation.Open each) {
                paths.put(each.handle(), each.path());
                lines.add("open " + each.path() + flags(each.creates(), each.truncates(), each.synced()));
            } else if (operation instanceof Operation.Write each) {
                lines.add(write(paths.get(each.handle()), HexFormat.of().formatHex(each.bytes())));
            } else if (operation instanceof Operation.Truncate each) {
                lines.add("truncate " + paths.get(each.handle()) + " " + each.size());
            } else if (operation instanceof Operation.Force each) {
                lines.add("force " + each.path());
            } else if (operation instanceof Operation.ForceMap each) {
                lines.add("force memory");
            } else if (operation instanceof Operation.Rename each) {
                lines.add("rename " + each.from() + " " + each.to());
            } else if (operation instanceof Operation.Delete each) {
                lines.add("delete " + each.path());
            } else if (operation instanceof Operation.MakeDirectory each) {
                lines.add("make directory " + each.path());
            } else if (operation instanceof Operation.RemoveDirectory each) {
                lines.add("remove directory " + each.path());
            } else if (operation instanceof Operation.Link each) {
                lines.add("link " + each.existing() + " " + each.path());
            } else if (operation instanceof Operation.SymbolicLink each) {
                lines.add("symbolic link " + each.target() + " " + each.path());
            } else if (operation instanceof Operation.MoveIn each) {
                lines.add("move in " + each.path());
            } else if (operation instanceof Operation.MoveOut each) {
                lines.add("move out " + each.path());
            }
        }
        return lines;
    }

    private static String flags(boolean creates, boolean truncates, boolean synced) {
        return (creates ? " creating" : "") + (truncates ? " truncating" : "") + (synced ? " synced" : "");
    }

    private static String write(String path, String hex) {
        return "write " + path + " " + hex;
    }

    /** Replaces what a trace cannot know in what was recorded: bytes that the system has copied. */
    static List<String> masked(List<String> recorded, List<String> traced) {
        List<String> masked = new ArrayList<>();
        for (int i = 0; i < recorded.size(); i++) {
            StringBuilder line = new StringBuilder(recorded.get(i));
            String other = i < traced.size() ? traced.get(i) : "";
            for (int at = 0; at < Math.min(line.length(), other.length()); at++) {
                if (other.charAt(at) == UNKNOWN) {
                    line.setCharAt(at, UNKNOWN);
                }
            }
            masked.add(line.toString());
        }
        return masked;
    }

    /** Of a trace, as far as they are below the directory and had an effect. */
    static List<String> read(Path trace, Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        Map<String, String> unfinished = new HashMap<>();
        SystemCalls calls = new SystemCalls(directory.toRealPath());
        for (String line : Files.readAllLines(trace)) {
            Matcher cut = UNFINISHED.matcher(line);
            Matcher rest = RESUMED.matcher(line);
            if (cut.matches()) {
                unfinished.put(cut.group(1), line.substring(0, line.length() - " <unfinished ...>".length()));
                continue;
            }
            String whole = rest.matches() ? unfinished.remove(rest.group(1)) + rest.group(2) : line;
            Matcher call = LINE.matcher(whole);
            if (call.matches()
                    && !call.group(4).startsWith("-")
                    && !call.group(4).equals("?")) {
                calls.line(call.group(2), call.group(3), call.group(4), call.group(5))
                        .ifPresent(lines::add);
            }
        }
        return lines;
    }

    private Optional<String> line(String call, String arguments, String result, String opened) {
        if (call.matches("sendfile|copy_file_range") && result.equals("0")) {
            // At the end of the source.
            return Optional.empty();
        }
        List<String> files = all(FILE, arguments).stream().map(this::below).toList();
        List<String> texts = all(TEXT, arguments);
        return switch (call) {
            case "openat" -> open(arguments, opened);
            case "write", "pwrite64", "writev" ->
                in(files.get(0), "write %s " + String.join("", texts).replace("\\x", ""));
            case "sendfile" -> in(files.get(0), "write %s " + unknown(result));
            case "copy_file_range" -> in(files.get(1), "write %s " + unknown(result));
            case "ftruncate" -> in(files.get(0), "truncate %s " + arguments.replaceAll(".* ", ""));
            case "fsync", "fdatasync" -> in(files.get(0), "force %s");
            case "msync" -> Optional.of("force memory");
            case "mkdir" -> name("", texts.get(0)).map(path -> "make directory " + path);
            case "rmdir" -> name("", texts.get(0)).map(path -> "remove directory " + path);
            case "unlink" -> name("", texts.get(0)).map(path -> "delete " + path);
            case "unlinkat" ->
                name(arguments, texts.get(0))
                        .map(path -> (arguments.contains("AT_REMOVEDIR") ? "remove directory " : "delete ") + path);
            case "link" ->
                name("", texts.get(1))
                        .map(path -> "link " + name("", texts.get(0)).orElseThrow() + " " + path);
            case "symlink" -> name("", texts.get(1)).map(path -> "symbolic link " + decoded(texts.get(0)) + " " + path);
            case "rename" -> rename(name("", texts.get(0)), name("", texts.get(1)));
            case "renameat" -> rename(name(arguments, texts.get(0)), name(arguments, texts.get(1)));
            // None of these writes a file.
            case "ioctl" -> Optional.empty();
            default -> Optional.of("unexpected " + call + " " + decoded(arguments));
        };
    }

    private Optional<String> open(String arguments, String opened) {
        boolean writes = arguments.matches(".*\\b(O_WRONLY|O_RDWR|O_CREAT|O_TRUNC)\\b.*");
        String path = below(opened.substring(1, opened.lastIndexOf('>')));
        if (!writes || path == null) {
            return Optional.empty();
        }
        return Optional.of("open " + path
                + flags(arguments.contains("O_CREAT"), arguments.contains("O_TRUNC"), arguments.contains("SYNC")));
    }

    private static Optional<String> rename(Optional<String> from, Optional<String> to) {
        if (from.isPresent() && to.isPresent()) {
            return Optional.of("rename " + from.get() + " " + to.get());
        }
        return from.map(path -> "move out " + path).or(() -> to.map(path -> "move in " + path));
    }

    private static Optional<String> in(String path, String form) {
        return path == null ? Optional.empty() : Optional.of(form.replaceFirst("%s", Matcher.quoteReplacement(path)));
    }

    /** As many bytes as were copied, each in hexadecimal. */
    private static String unknown(String count) {
        return String.valueOf(UNKNOWN).repeat(2 * Integer.parseInt(count));
    }

    /** A name as the program has given it, which is relative to a directory that is open, or to the program's. */
    private Optional<String> name(String arguments, String text) {
        List<String> bases = all(FILE, arguments);
        Path base = bases.isEmpty() ? directory.getParent() : Path.of(decoded(bases.get(0)));
        return Optional.ofNullable(below(base.resolve(decoded(text)).normalize().toString()));
    }

    /** Relative to the directory; null if it is elsewhere. */
    private String below(String text) {
        Path path = Path.of(decoded(text));
        return path.startsWith(directory) ? directory.relativize(path).toString() : null;
    }

    private static List<String> all(Pattern pattern, String arguments) {
        return pattern.matcher(arguments).results().map(each -> each.group(1)).toList();
    }

    private static String decoded(String text) {
        byte[] bytes = HEX.matcher(text)
                .replaceAll(each ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(each.group(1), 16))))
                .getBytes(StandardCharsets.ISO_8859_1);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
