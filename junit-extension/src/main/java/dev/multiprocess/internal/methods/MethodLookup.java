package dev.multiprocess.internal.methods;

import java.net.URL;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the methods of checkpoints on the class path of the tests, without loading their classes. */
public final class MethodLookup {

    private static final int MOST_SHOWN = 50;
    private static final String SERIALIZER = "com.esotericsoftware.kryo.kryo5.";

    private final ClassLoader tests;

    /**
     * On one class path.
     *
     * @param tests knows the classes of the tests
     */
    public MethodLookup(ClassLoader tests) {
        this.tests = tests;
    }

    /**
     * Fails if there is no method that could have the point.
     *
     * @param point of any class
     * @throws IllegalArgumentException if the class is not there or is one that cannot have checkpoints, or it declares no
     *     such method with code; says what is there
     */
    public void require(MethodPoint point) {
        ClassFile type = ClassFile.find(tests, point.type()).orElseThrow(() -> unknown(point));
        requireUsers(type, point);
        List<ClassFile.Method> named = type.methods().stream()
                .filter(method -> point.isAt(method.name(), method.descriptor()))
                .toList();
        if (named.isEmpty()) {
            throw new IllegalArgumentException(inherited(type, point).orElseGet(() -> missing(type, point)));
        }
        if (named.stream().allMatch(method -> method.isAbstract() || method.isNative())) {
            throw new IllegalArgumentException("a checkpoint must be at a method with code: '" + point.text() + "' is "
                    + (named.stream().allMatch(ClassFile.Method::isNative)
                            ? "native"
                            : "abstract; choose a class that implements it"));
        }
    }

    private IllegalArgumentException unknown(MethodPoint point) {
        return new IllegalArgumentException(
                "checkpoint '" + point.name() + "' is at class " + point.type() + ", which is not on the class path of"
                        + " the tests"
                        + NearClasses.of(point.type(), tests)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""));
    }

    private static void requireUsers(ClassFile type, MethodPoint point) {
        if (isOfJdk(type)) {
            throw new IllegalArgumentException("checkpoint '" + point.name() + "' is at class " + type.name()
                    + " of the JDK, whose methods cannot have checkpoints");
        }
        if (isOurs(type)) {
            throw new IllegalArgumentException("checkpoint '" + point.name() + "' is at class " + type.name()
                    + " of this library or its serializer, whose methods cannot have checkpoints");
        }
    }

    private static boolean isOfJdk(ClassFile type) {
        return type.place().getProtocol().equals("jrt");
    }

    private static boolean isOurs(ClassFile type) {
        String own = MethodLookup.class.getName().replace('.', '/') + ".class";
        URL place = MethodLookup.class.getClassLoader().getResource(own);
        String library = place.toString().substring(0, place.toString().length() - own.length());
        return type.name().startsWith(SERIALIZER) || type.place().toString().startsWith(library);
    }

    private Optional<String> inherited(ClassFile type, MethodPoint point) {
        return declaring(type, point)
                .map(parent -> "class " + type.name() + " inherits method '" + signature(point) + "' from "
                        + parent.name() + " and does not declare it: "
                        + (isOfJdk(parent)
                                ? "methods of the JDK cannot have checkpoints"
                                : "the checkpoint must be at '" + parent.name() + "#" + signature(point) + "'"));
    }

    /** The nearest class or interface above that has the method. */
    private Optional<ClassFile> declaring(ClassFile type, MethodPoint point) {
        for (String name : type.parents()) {
            Optional<ClassFile> parent = ClassFile.find(tests, name);
            Optional<ClassFile> found = parent.filter(each ->
                            each.methods().stream().anyMatch(method -> point.isAt(method.name(), method.descriptor())))
                    .or(() -> parent.flatMap(each -> declaring(each, point)));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String signature(MethodPoint point) {
        return point.text().substring(point.text().indexOf('#') + 1);
    }

    private static String missing(ClassFile type, MethodPoint point) {
        List<String> all =
                type.methods().stream().map(ClassFile.Method::toString).sorted().toList();
        String shown = all.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
        return "class " + type.name() + " has no method '" + signature(point) + "' for a checkpoint: it declares "
                + (all.isEmpty() ? "none" : shown)
                + (all.size() > MOST_SHOWN ? " and " + (all.size() - MOST_SHOWN) + " more" : "");
    }
}
