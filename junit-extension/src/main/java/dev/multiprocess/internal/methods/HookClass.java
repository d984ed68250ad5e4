package dev.multiprocess.internal.methods;

import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The class that woven methods call. It is in a package of the JDK, which no class loader can look for elsewhere. */
final class HookClass {

    /** Has one parameter, the name of a point. */
    static final String METHOD = "pass";

    static final String DESCRIPTOR = "(Ljava/lang/String;)V";

    private static final String NAME = "java/lang/$MultiProcessCheckpoints";
    private static final String FIELD = "passes";
    private static final String CONSUMER = "java/util/function/Consumer";

    private HookClass() {}

    /**
     * Makes it, once in a JVM.
     *
     * @param passes is given what it is called with
     * @return its internal name
     * @throws ReflectiveOperationException if {@code java.lang} is not open to this class
     */
    static String define(Consumer<String> passes) throws ReflectiveOperationException {
        MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
                .defineClass(code())
                .getField(FIELD)
                .set(null, passes);
        return NAME;
    }

    private static byte[] code() {
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        type.visit(
                Opcodes.V1_8,
                Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
                NAME,
                null,
                "java/lang/Object",
                null);
        FieldVisitor field = type.visitField(
                Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_VOLATILE,
                FIELD,
                "L" + CONSUMER + ";",
                null,
                null);
        field.visitEnd();
        MethodVisitor method =
                type.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, METHOD, DESCRIPTOR, null, null);
        method.visitCode();
        method.visitFieldInsn(Opcodes.GETSTATIC, NAME, FIELD, "L" + CONSUMER + ";");
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitMethodInsn(Opcodes.INVOKEINTERFACE, CONSUMER, "accept", "(Ljava/lang/Object;)V", true);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
        type.visitEnd();
        return type.toByteArray();
    }
}
