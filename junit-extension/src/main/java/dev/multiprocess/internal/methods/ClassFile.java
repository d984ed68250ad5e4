package dev.multiprocess.internal.methods;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What a class declares, read from its file: the class itself is not loaded. */
final class ClassFile {

    private final String name;
    private final URL place;
    private final List<Method> methods = new ArrayList<>();
    private final List<String> parents = new ArrayList<>();

    /** One that the source has. */
    record Method(int access, String name, String descriptor) {

        boolean isAbstract() {
            return (access & Opcodes.ACC_ABSTRACT) != 0;
        }

        boolean isNative() {
            return (access & Opcodes.ACC_NATIVE) != 0;
        }

        /** Whether the compiler has added it. */
        static boolean isOfCompiler(int access) {
            return (access & (Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE)) != 0;
        }

        /** As a test can give it, as in {@code append(byte[],int)}. */
        @Override
        public String toString() {
            return name
                    + Stream.of(Type.getArgumentTypes(descriptor))
                            .map(Type::getClassName)
                            .collect(Collectors.joining(",", "(", ")"));
        }
    }

    private ClassFile(String name, URL place) {
        this.name = name;
        this.place = place;
    }

    /**
     * Finds the file of a class.
     *
     * @param name binary name
     * @return empty if there is none
     */
    static Optional<ClassFile> find(ClassLoader loader, String name) {
        URL place = loader.getResource(name.replace('.', '/') + ".class");
        if (place == null) {
            return Optional.empty();
        }
        ClassFile found = new ClassFile(name, place);
        try (InputStream in = place.openStream()) {
            ClassReader reader = new ClassReader(KnownVersion.of(in.readAllBytes()));
            reader.accept(found.new Collector(), ClassReader.SKIP_CODE);
            return Optional.of(found);
        } catch (IOException e) {
            throw new UncheckedIOException("the file of class " + name + " cannot be read: " + place, e);
        }
    }

    String name() {
        return name;
    }

    URL place() {
        return place;
    }

    /** Without constructors, and what the compiler has added. */
    List<Method> methods() {
        return methods;
    }

    /** Names of its superclass and interfaces. */
    List<String> parents() {
        return parents;
    }

    private final class Collector extends ClassVisitor {

        Collector() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(int version, int access, String type, String signature, String parent, String[] interfaces) {
            Stream.concat(Stream.ofNullable(parent), Stream.of(interfaces))
                    .map(each -> each.replace('/', '.'))
                    .forEach(parents::add);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] thrown) {
            if (!Method.isOfCompiler(access) && !method.startsWith("<")) {
                methods.add(new Method(access, method, descriptor));
            }
            return null;
        }
    }
}
