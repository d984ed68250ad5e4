package dev.multiprocess.internal.record;

import dev.multiprocess.internal.recorder.RecorderAgent;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes two classes for packages of the JDK: what reaches its native methods, and what makes its exception. */
final class NativesWriter {

    static final String NATIVES = "sun/nio/ch/MultiProcessNatives";
    static final String FAILURES = "sun/nio/fs/MultiProcessFailures";

    private static final String BASE = "dev/multiprocess/internal/recorder/Natives";
    private static final String UNSAFE = "jdk/internal/misc/Unsafe";
    private static final String EXCEPTION = "sun/nio/fs/UnixException";
    private static final String TEXT = "Ljava/lang/String;";
    private static final String FAILURE = "(I" + TEXT + ")Ljava/lang/Exception;";
    private static final String FD = "Ljava/io/FileDescriptor;";

    private NativesWriter() {}

    /** The JDK would take the text from the last failed call of the system, and there was none. */
    static byte[] failures() {
        ClassWriter writer = begin(FAILURES, EXCEPTION);
        writer.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, "text", TEXT, null, null);
        MethodVisitor made = writer.visitMethod(0, "<init>", "(I" + TEXT + ")V", null, null);
        made.visitCode();
        made.visitVarInsn(Opcodes.ALOAD, 0);
        made.visitVarInsn(Opcodes.ILOAD, 1);
        made.visitMethodInsn(Opcodes.INVOKESPECIAL, EXCEPTION, "<init>", "(I)V", false);
        made.visitVarInsn(Opcodes.ALOAD, 0);
        made.visitVarInsn(Opcodes.ALOAD, 2);
        made.visitFieldInsn(Opcodes.PUTFIELD, FAILURES, "text", TEXT);
        made.visitInsn(Opcodes.RETURN);
        made.visitMaxs(0, 0);
        MethodVisitor of = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "of", FAILURE, null, null);
        of.visitCode();
        of.visitTypeInsn(Opcodes.NEW, FAILURES);
        of.visitInsn(Opcodes.DUP);
        of.visitVarInsn(Opcodes.ILOAD, 0);
        of.visitVarInsn(Opcodes.ALOAD, 1);
        of.visitMethodInsn(Opcodes.INVOKESPECIAL, FAILURES, "<init>", "(I" + TEXT + ")V", false);
        of.visitInsn(Opcodes.ARETURN);
        of.visitMaxs(0, 0);
        MethodVisitor text = writer.visitMethod(0, "errorString", "()" + TEXT, null, null);
        text.visitCode();
        text.visitVarInsn(Opcodes.ALOAD, 0);
        text.visitFieldInsn(Opcodes.GETFIELD, FAILURES, "text", TEXT);
        text.visitInsn(Opcodes.ARETURN);
        return end(writer, text);
    }

    /** What defines a class in the boot loader; a function of its name and its code. */
    static byte[] definer() {
        String name = RecorderAgent.DEFINER.replace('.', '/');
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
        String[] function = {"java/util/function/BiFunction"};
        writer.visit(Opcodes.V17, access, name, null, "java/lang/Object", function);
        constructor(writer, Opcodes.ACC_PUBLIC, "java/lang/Object");
        String form = "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;";
        MethodVisitor apply = method(writer, "apply", form);
        unsafe(apply);
        apply.visitVarInsn(Opcodes.ALOAD, 1);
        apply.visitTypeInsn(Opcodes.CHECKCAST, "java/lang/String");
        apply.visitVarInsn(Opcodes.ALOAD, 2);
        apply.visitTypeInsn(Opcodes.CHECKCAST, "[B");
        apply.visitInsn(Opcodes.ICONST_0);
        apply.visitVarInsn(Opcodes.ALOAD, 2);
        apply.visitTypeInsn(Opcodes.CHECKCAST, "[B");
        apply.visitInsn(Opcodes.ARRAYLENGTH);
        // No loader: the boot loader; and no domain.
        apply.visitInsn(Opcodes.ACONST_NULL);
        apply.visitInsn(Opcodes.ACONST_NULL);
        String define =
                "(Ljava/lang/String;[BIILjava/lang/ClassLoader;Ljava/security/ProtectionDomain;)Ljava/lang/Class;";
        apply.visitMethodInsn(Opcodes.INVOKEVIRTUAL, UNSAFE, "defineClass", define, false);
        apply.visitInsn(Opcodes.ARETURN);
        return end(writer, apply);
    }

    private static void constructor(ClassWriter writer, int access, String base) {
        MethodVisitor made = writer.visitMethod(access, "<init>", "()V", null, null);
        made.visitCode();
        made.visitVarInsn(Opcodes.ALOAD, 0);
        made.visitMethodInsn(Opcodes.INVOKESPECIAL, base, "<init>", "()V", false);
        made.visitInsn(Opcodes.RETURN);
        made.visitMaxs(0, 0);
    }

    /** Loading the class makes it known. */
    static byte[] natives(Weaver jdk) {
        String unix = "sun/nio/ch/UnixFileDispatcherImpl";
        String files = jdk.has(unix, "seek0", "(" + FD + "J)J") ? unix : "sun/nio/ch/FileDispatcherImpl";
        ClassWriter writer = begin(NATIVES, BASE);
        constructor(writer, 0, BASE);
        MethodVisitor load = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        load.visitCode();
        load.visitTypeInsn(Opcodes.NEW, NATIVES);
        load.visitInsn(Opcodes.DUP);
        load.visitMethodInsn(Opcodes.INVOKESPECIAL, NATIVES, "<init>", "()V", false);
        load.visitMethodInsn(Opcodes.INVOKESTATIC, Weaver.HOOKS, "use", "(L" + BASE + ";)V", false);
        load.visitInsn(Opcodes.RETURN);
        load.visitMaxs(0, 0);
        pass(writer, "number", "(" + FD + ")I", "sun/nio/ch/IOUtil", "fdVal", "(" + FD + ")I");
        pass(writer, "size", "(" + FD + ")J", files, "size0", "(" + FD + ")J");
        pass(writer, "seek", "(" + FD + "J)V", files, "seek0", "(" + FD + "J)J");
        pass(writer, "truncate", "(" + FD + "J)V", files, "truncate0", "(" + FD + "J)I");
        pass(writer, "write", "(" + FD + "JIJ)V", files, "pwrite0", "(" + FD + "JIJ)I");
        pass(writer, "pathFailure", FAILURE, FAILURES, "of", FAILURE);
        position(writer, files);
        force(writer, files);
        open(writer);
        copy(writer, jdk);
        return end(writer, word(writer));
    }

    private static ClassWriter begin(String name, String base) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
        writer.visit(Opcodes.V17, access, name, null, base, null);
        return writer;
    }

    private static byte[] end(ClassWriter writer, MethodVisitor last) {
        last.visitMaxs(0, 0);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static MethodVisitor method(ClassWriter writer, String name, String descriptor) {
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, name, descriptor, null, null);
        method.visitCode();
        return method;
    }

    /** A method that calls another with its own parameters, and gives its result, or none. */
    private static void pass(
            ClassWriter writer, String name, String descriptor, String owner, String called, String form) {
        MethodVisitor method = method(writer, name, descriptor);
        int local = 1;
        for (Type parameter : Type.getArgumentTypes(descriptor)) {
            method.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), local);
            local += parameter.getSize();
        }
        method.visitMethodInsn(Opcodes.INVOKESTATIC, owner, called, form, false);
        Type result = Type.getReturnType(descriptor);
        if (result.getSort() == Type.VOID) {
            method.visitInsn(Type.getReturnType(form).getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
        }
        method.visitInsn(result.getOpcode(Opcodes.IRETURN));
        method.visitMaxs(0, 0);
    }

    /** A negative place is where the file is. */
    private static void position(ClassWriter writer, String files) {
        MethodVisitor method = method(writer, "position", "(" + FD + ")J");
        method.visitVarInsn(Opcodes.ALOAD, 1);
        method.visitLdcInsn(-1L);
        method.visitMethodInsn(Opcodes.INVOKESTATIC, files, "seek0", "(" + FD + "J)J", false);
        method.visitInsn(Opcodes.LRETURN);
        method.visitMaxs(0, 0);
    }

    private static void force(ClassWriter writer, String files) {
        MethodVisitor method = method(writer, "force", "(" + FD + ")V");
        method.visitVarInsn(Opcodes.ALOAD, 1);
        method.visitInsn(Opcodes.ICONST_1);
        method.visitMethodInsn(Opcodes.INVOKESTATIC, files, "force0", "(" + FD + "Z)I", false);
        method.visitInsn(Opcodes.POP);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
    }

    private static void open(ClassWriter writer) {
        String accessible = "java/lang/reflect/AccessibleObject";
        MethodVisitor method = method(writer, "open", "(L" + accessible + ";)V");
        method.visitVarInsn(Opcodes.ALOAD, 1);
        method.visitInsn(Opcodes.ICONST_1);
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, accessible, "setAccessible", "(Z)V", false);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
    }

    private static void copy(ClassWriter writer, Weaver jdk) {
        MethodVisitor method = method(writer, "copy", "(J[BI)V");
        unsafe(method);
        method.visitInsn(Opcodes.ACONST_NULL);
        method.visitVarInsn(Opcodes.LLOAD, 1);
        method.visitVarInsn(Opcodes.ALOAD, 3);
        unsafe(method);
        method.visitLdcInsn(Type.getType(byte[].class));
        boolean isInt = jdk.has(UNSAFE, "arrayBaseOffset", "(Ljava/lang/Class;)I");
        String offset = isInt ? "(Ljava/lang/Class;)I" : "(Ljava/lang/Class;)J";
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, UNSAFE, "arrayBaseOffset", offset, false);
        if (isInt) {
            method.visitInsn(Opcodes.I2L);
        }
        method.visitVarInsn(Opcodes.ILOAD, 4);
        method.visitInsn(Opcodes.I2L);
        String form = "(Ljava/lang/Object;JLjava/lang/Object;JJ)V";
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, UNSAFE, "copyMemory", form, false);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
    }

    private static MethodVisitor word(ClassWriter writer) {
        MethodVisitor method = method(writer, "word", "(J)J");
        unsafe(method);
        method.visitVarInsn(Opcodes.LLOAD, 1);
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, UNSAFE, "getLong", "(J)J", false);
        method.visitInsn(Opcodes.LRETURN);
        return method;
    }

    private static void unsafe(MethodVisitor method) {
        method.visitMethodInsn(Opcodes.INVOKESTATIC, UNSAFE, "getUnsafe", "()L" + UNSAFE + ";", false);
    }
}
