package dev.multiprocess.internal.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What the weaver must know of a class before it changes it. */
final class ClassShape {

    /** A method: whether it has code, what it calls, and where it may catch what is thrown, and how many locals it has. */
    static final class Method {

        private final boolean isNative;
        private final Set<String> calls = new HashSet<>();
        private final Set<String> caught = new HashSet<>();
        private int locals;

        private Method(boolean isNative) {
            this.isNative = isNative;
        }

        int locals() {
            return locals;
        }
    }

    private final Map<String, Method> methods = new LinkedHashMap<>();

    ClassShape(ClassReader reader) {
        reader.accept(new Collector(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }

    Method method(String name, String descriptor) {
        return methods.get(name + descriptor);
    }

    /** Whether the point can be woven as it says, in at least one method. */
    boolean has(WovenPoint point) {
        return methods.entrySet().stream().anyMatch(entry -> isAt(point, entry.getKey(), entry.getValue()));
    }

    boolean isAt(WovenPoint point, String name, String descriptor) {
        return isAt(point, name + descriptor, method(name, descriptor));
    }

    private static boolean isAt(WovenPoint point, String key, Method method) {
        if (!isNamed(point, key)) {
            return false;
        }
        return switch (point.form()) {
            case INSTEAD -> method.isNative;
            case AROUND, BEFORE, AFTER, AFTER_WITH_ARGUMENTS -> !method.isNative;
            case AROUND_CALL -> method.calls.contains(point.call()) && !method.caught.contains(point.call());
            case OPEN_CALL, AFTER_CALL -> method.calls.contains(point.call());
        };
    }

    private static boolean isNamed(WovenPoint point, String key) {
        int end = key.indexOf('(');
        boolean named = point.method().equals("*") || point.method().equals(key.substring(0, end));
        String descriptor = point.descriptor();
        boolean described = descriptor.equals("*")
                || (descriptor.startsWith(")")
                        ? key.endsWith(descriptor)
                        : key.substring(end).equals(descriptor));
        return named && described;
    }

    private final class Collector extends ClassVisitor {

        Collector() {
            super(Opcodes.ASM9);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            Method method = new Method((access & Opcodes.ACC_NATIVE) != 0);
            methods.put(name + descriptor, method);
            return new MethodVisitor(Opcodes.ASM9) {
                private final Map<Label, List<Label>> blocks = new HashMap<>();
                private final List<Label> open = new ArrayList<>();

                @Override
                public void visitLabel(Label label) {
                    open.removeIf(label::equals);
                    open.addAll(blocks.getOrDefault(label, List.of()));
                }

                @Override
                public void visitMethodInsn(int code, String owner, String called, String form, boolean ofInterface) {
                    method.calls.add(called + form);
                    if (!open.isEmpty()) {
                        method.caught.add(called + form);
                    }
                }

                @Override
                public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
                    blocks.computeIfAbsent(start, none -> new ArrayList<>()).add(end);
                }

                @Override
                public void visitMaxs(int stack, int locals) {
                    method.locals = locals;
                }
            };
        }
    }
}
