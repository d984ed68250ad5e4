package dev.multiprocess.internal.cases;

import dev.multiprocess.internal.record.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Operations in words, with the names that files had at that moment. */
final class OperationWords {

    private final Map<Integer, String> names = new HashMap<>();

    private OperationWords() {}

    /**
     * Describes a recording.
     *
     * @param operations all of them
     * @param makes whether the one with an index gives a name to something new
     * @return for each a noun with what belongs to it, as in {@code write of 40 bytes to a.log at 0}
     */
    static List<String> of(List<Operation> operations, IntPredicate makes) {
        OperationWords words = new OperationWords();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            all.add(words.next(operations.get(i), makes.test(i)));
        }
        return all;
    }

    private String next(Operation operation, boolean makes) {
        if (operation instanceof Operation.Open each) {
            names.put(each.handle(), each.path());
            return (makes ? "creation of " : each.truncates() ? "emptying of " : "opening of ") + each.path();
        }
        if (operation instanceof Operation.Write each) {
            return "write of " + bytes(each.bytes().length) + " to " + names.get(each.handle()) + " at "
                    + each.offset();
        }
        if (operation instanceof Operation.Truncate each) {
            return "truncation of " + names.get(each.handle()) + " to " + bytes(each.size());
        }
        if (operation instanceof Operation.Force each) {
            return "force of " + named(each.path());
        }
        if (operation instanceof Operation.ForceMap each) {
            return "force of " + bytes(each.bytes().length) + " of " + names.get(each.handle()) + " in memory at "
                    + each.offset();
        }
        return nextOfNames(operation);
    }

    private String nextOfNames(Operation operation) {
        if (operation instanceof Operation.Rename each) {
            names.replaceAll((handle, name) -> renamed(name, each));
            return "rename of " + each.from() + " to " + each.to();
        }
        if (operation instanceof Operation.Delete each) {
            return "deletion of " + each.path();
        }
        if (operation instanceof Operation.MakeDirectory each) {
            return "creation of directory " + each.path();
        }
        if (operation instanceof Operation.RemoveDirectory each) {
            return "deletion of directory " + each.path();
        }
        if (operation instanceof Operation.Link each) {
            return "creation of " + each.path() + " as another name of " + each.existing();
        }
        if (operation instanceof Operation.SymbolicLink each) {
            return "creation of symbolic link " + each.path();
        }
        if (operation instanceof Operation.MoveIn each) {
            return "move of " + each.path() + " into the directory";
        }
        if (operation instanceof Operation.MoveOut each) {
            return "move of " + each.path() + " out of the directory";
        }
        return operation.getClass().getSimpleName();
    }

    private static String renamed(String name, Operation.Rename rename) {
        if (name.equals(rename.from())) {
            return rename.to();
        }
        return name.startsWith(rename.from() + "/")
                ? rename.to() + name.substring(rename.from().length())
                : name;
    }

    private static String named(String path) {
        return path.isEmpty() ? "the directory" : path;
    }

    private static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }

    /** The place in the source; empty if it is not known. */
    static String line(Operation operation) {
        String frame = operation.origin().frame();
        int begin = frame.lastIndexOf('(');
        return begin < 0 ? frame : frame.substring(begin + 1, frame.length() - 1);
    }
}
