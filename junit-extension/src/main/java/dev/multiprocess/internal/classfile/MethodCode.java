package dev.multiprocess.internal.classfile;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The code of one method, as its class file has it.
 *
 * <p>For messages only: where there is no class file, or none that can be read, nothing is known.
 */
public final class MethodCode {

    /** All class files are read as if they were of Java 17; later ones differ in nothing that is asked here. */
    private static final byte KNOWN_VERSION = Opcodes.V17;

    private static final int OFFSET_OF_VERSION = 7;

    private final boolean isStatic;
    private final Type[] parameters;
    private final String[] locals;
    private final String firstUse;

    private MethodCode(boolean isStatic, Type[] parameters, String[] locals, String firstUse) {
        this.isStatic = isStatic;
        this.parameters = parameters;
        this.locals = locals;
        this.firstUse = firstUse;
    }

    /**
     * Reads a method.
     *
     * @param method of any class
     * @return empty if its class file cannot be read
     */
    public static Optional<MethodCode> of(Executable method) {
        // Without ASM, which the class path may lack.
        Class<?> result = method instanceof Method ofResult ? ofResult.getReturnType() : void.class;
        String descriptor =
                MethodType.methodType(result, method.getParameterTypes()).toMethodDescriptorString();
        String name = method instanceof Method ? method.getName() : "<init>";
        return of(method.getDeclaringClass(), name, descriptor);
    }

    /**
     * Reads a method.
     *
     * @param owner declares it
     * @param name as in the class file
     * @param descriptor as in the class file
     * @return empty if its class file cannot be read
     */
    public static Optional<MethodCode> of(Class<?> owner, String name, String descriptor) {
        String file = owner.getName().substring(owner.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = owner.getResourceAsStream(file)) {
            return in == null ? Optional.empty() : new Search(name, descriptor).in(in.readAllBytes());
        } catch (IOException | RuntimeException | LinkageError unreadable) {
            // Errors included: the user's class path may have another version of the library.
            return Optional.empty();
        }
    }

    /**
     * Returns what the source calls the parameters.
     *
     * @return in their order; empty if the class was compiled without the names of local variables
     */
    public Optional<List<String>> parameterNames() {
        List<String> names = new ArrayList<>();
        int slot = isStatic ? 0 : 1;
        for (Type parameter : parameters) {
            if (slot >= locals.length || locals[slot] == null) {
                return Optional.empty();
            }
            names.add(locals[slot]);
            slot += parameter.getSize();
        }
        return Optional.of(names);
    }

    /**
     * Returns what the code uses first of its own object's class.
     *
     * @return as in {@code the field 'dir'} or {@code the method 'check'}; empty if it uses nothing of it
     */
    public Optional<String> firstUse() {
        return Optional.ofNullable(firstUse);
    }

    /** Finds the method in a class file, and in it what is to be known. */
    private static final class Search extends ClassVisitor {

        private final String name;
        private final String descriptor;
        private String owner;
        private MethodCode found;

        Search(String name, String descriptor) {
            super(Opcodes.ASM7);
            this.name = name;
            this.descriptor = descriptor;
        }

        Optional<MethodCode> in(byte[] file) {
            if (file[OFFSET_OF_VERSION] > KNOWN_VERSION) {
                file[OFFSET_OF_VERSION] = KNOWN_VERSION;
            }
            new ClassReader(file).accept(this, ClassReader.SKIP_FRAMES);
            return Optional.ofNullable(found);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
            owner = name;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
            return name.equals(this.name) && descriptor.equals(this.descriptor)
                    ? new Reading(Modifier.isStatic(access))
                    : null;
        }

        private final class Reading extends MethodVisitor {

            private final boolean isStatic;
            private final String[] locals;
            private String firstUse;

            Reading(boolean isStatic) {
                super(Opcodes.ASM7);
                this.isStatic = isStatic;
                // With a slot for this, and two for each long and double.
                locals = new String[Type.getArgumentsAndReturnSizes(descriptor) >> 2];
            }

            @Override
            public void visitFieldInsn(int opcode, String of, String field, String type) {
                if (opcode == Opcodes.GETFIELD || opcode == Opcodes.PUTFIELD) {
                    uses(of, "the field '" + field + "'");
                }
            }

            @Override
            public void visitMethodInsn(int opcode, String of, String method, String type, boolean isOfInterface) {
                if (opcode != Opcodes.INVOKESTATIC && !method.equals("<init>")) {
                    uses(of, "the method '" + method + "'");
                }
            }

            private void uses(String of, String what) {
                if (firstUse == null && of.equals(owner)) {
                    firstUse = what;
                }
            }

            @Override
            public void visitLocalVariable(
                    String variable, String type, String signature, Label start, Label end, int slot) {
                if (slot < locals.length) {
                    locals[slot] = variable;
                }
            }

            @Override
            public void visitEnd() {
                found = new MethodCode(isStatic, Type.getArgumentTypes(descriptor), locals, firstUse);
            }
        }
    }
}
