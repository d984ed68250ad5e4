package dev.multiprocess.internal.methods;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Weaves checkpoints into the methods of a class. Loads no other class: what it weaves has no branch of its own but the
 * handler of what a method throws, at which nothing is known of local variables. Has no lambda, as a child would need some
 * time for the first.
 *
 * <p>Public, as is its constructor, for {@link PointAgent}, in which it is of another loader.
 */
public final class MethodWeaver implements BiFunction<byte[], List<String>, byte[]> {

    private final String hook;
    private final Consumer<String> complaints;

    /**
     * For the classes of a child.
     *
     * @param passes is given the name of each point that is passed
     * @throws ReflectiveOperationException if the JDK does not let it make a class
     */
    public MethodWeaver(Consumer<String> passes) throws ReflectiveOperationException {
        this(HookClass.define(passes), new Complaints());
    }

    /**
     * For any classes.
     *
     * @param hook the internal name of a class with a method {@value HookClass#METHOD}
     * @param complaints is given a sentence for each point that a class has no method for
     */
    MethodWeaver(String hook, Consumer<String> complaints) {
        this.hook = hook;
        this.complaints = complaints;
    }

    /**
     * Weaves one class.
     *
     * @param file as the JVM is about to define it
     * @param names of the points at its methods
     * @return {@code null} if there is no such method
     */
    @Override
    public byte[] apply(byte[] file, List<String> names) {
        List<MethodPoint> points = new ArrayList<>();
        for (String name : names) {
            points.add(MethodPoint.named(name));
        }
        byte[] known = KnownVersion.of(file);
        ClassReader reader = new ClassReader(known);
        Methods methods = new Methods(points);
        reader.accept(methods, ClassReader.SKIP_FRAMES);
        for (MethodPoint point : points) {
            if (!methods.found.contains(point.name())) {
                complaints.accept("multiprocess: checkpoint '" + point.name() + "' is never passed in this child, where"
                        + " class " + point.type() + " has no such method with code");
            }
        }
        if (methods.found.isEmpty()) {
            return null;
        }
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new Weaving(writer, points, methods.firstLines), 0);
        byte[] woven = writer.toByteArray();
        KnownVersion.restore(woven, file);
        return woven;
    }

    private static final class Complaints implements Consumer<String> {

        @Override
        public void accept(String complaint) {
            System.err.println(complaint);
        }
    }

    private static boolean hasCode(int access) {
        return (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0 && !ClassFile.Method.isOfCompiler(access);
    }

    /** Finds out where methods with points begin in the source, and which points there are. */
    private static final class Methods extends ClassVisitor {

        private final List<MethodPoint> points;
        private final Set<String> found = new HashSet<>();
        private final Map<String, Integer> firstLines = new HashMap<>();

        Methods(List<MethodPoint> points) {
            super(Opcodes.ASM9);
            this.points = points;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
            if (!hasCode(access)) {
                return null;
            }
            for (MethodPoint point : points) {
                if (point.isAt(name, descriptor)) {
                    found.add(point.name());
                }
            }
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitLineNumber(int line, Label start) {
                    firstLines.putIfAbsent(name + descriptor, line);
                }
            };
        }
    }

    /** Copies a class, with points in its methods. */
    private final class Weaving extends ClassVisitor {

        private final List<MethodPoint> points;
        private final Map<String, Integer> firstLines;
        private boolean hasFrames;

        Weaving(ClassVisitor next, List<MethodPoint> points, Map<String, Integer> firstLines) {
            super(Opcodes.ASM9, next);
            this.points = points;
            this.firstLines = firstLines;
        }

        @Override
        public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
            hasFrames = (version & 0xFFFF) >= Opcodes.V1_6;
            super.visit(version, access, name, signature, parent, interfaces);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
            MethodVisitor method = super.visitMethod(access, name, descriptor, signature, thrown);
            if (!hasCode(access)) {
                return method;
            }
            List<String> entries = new ArrayList<>();
            List<String> exits = new ArrayList<>();
            for (MethodPoint point : points) {
                if (point.isAt(name, descriptor)) {
                    (point.atExit() ? exits : entries).add(point.name());
                }
            }
            return entries.isEmpty() && exits.isEmpty()
                    ? method
                    : new WovenMethod(method, entries, exits, firstLines.get(name + descriptor), hasFrames);
        }
    }

    private final class WovenMethod extends MethodVisitor {

        private final List<String> entries;
        private final List<String> exits;
        private final Integer firstLine;
        private final boolean hasFrames;
        private final Label start = new Label();
        private final Label end = new Label();

        WovenMethod(
                MethodVisitor next, List<String> entries, List<String> exits, Integer firstLine, boolean hasFrames) {
            super(Opcodes.ASM9, next);
            this.entries = entries;
            this.exits = exits;
            this.firstLine = firstLine;
            this.hasFrames = hasFrames;
        }

        /** Before the first label of the method, so that a loop that begins there does not come here again. */
        @Override
        public void visitCode() {
            super.visitCode();
            if (firstLine != null) {
                Label entry = new Label();
                visitLabel(entry);
                visitLineNumber(firstLine, entry);
            }
            pass(entries);
            visitLabel(start);
        }

        @Override
        public void visitInsn(int code) {
            if (code >= Opcodes.IRETURN && code <= Opcodes.RETURN) {
                pass(exits);
            }
            super.visitInsn(code);
        }

        /** The handler comes after all of the method's own, which catch first. */
        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            if (!exits.isEmpty()) {
                visitTryCatchBlock(start, end, end, null);
                visitLabel(end);
                if (hasFrames) {
                    visitFrame(Opcodes.F_FULL, 0, null, 1, new Object[] {"java/lang/Throwable"});
                }
                pass(exits);
                super.visitInsn(Opcodes.ATHROW);
            }
            super.visitMaxs(maxStack, maxLocals);
        }

        private void pass(List<String> names) {
            for (String name : names) {
                visitLdcInsn(name);
                visitMethodInsn(Opcodes.INVOKESTATIC, hook, HookClass.METHOD, HookClass.DESCRIPTOR, false);
            }
        }
    }
}
