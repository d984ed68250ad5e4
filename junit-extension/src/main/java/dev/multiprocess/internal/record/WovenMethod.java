package dev.multiprocess.internal.record;

import dev.multiprocess.internal.record.WovenPoint.Form;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Changes one method. There is no branch in what is added, and so no frame but that of a handler without locals. */
final class WovenMethod extends MethodVisitor {

    private static final String THROWABLE = "java/lang/Throwable";
    private static final String FD = "Ljava/io/FileDescriptor;";

    private final WovenPoint point;
    private final boolean isStatic;
    private final Type[] parameters;
    private final Type result;
    private int free;
    private final Label begin = new Label();
    private Label callHandler;

    WovenMethod(MethodVisitor next, WovenPoint point, boolean isStatic, String descriptor, int locals) {
        super(Opcodes.ASM9, next);
        this.point = point;
        this.isStatic = isStatic;
        this.parameters = Type.getArgumentTypes(descriptor);
        this.result = Type.getReturnType(descriptor);
        this.free = locals;
    }

    /** A body for a native method. */
    void writeInstead() {
        mv.visitCode();
        hookWithParameters();
        mv.visitInsn(Opcodes.RETURN);
        mv.visitMaxs(0, 0);
    }

    @Override
    public void visitCode() {
        super.visitCode();
        if (point.form() == Form.AROUND || point.form() == Form.BEFORE) {
            hookWithParameters();
        }
        if (point.form() == Form.AROUND) {
            mv.visitLabel(begin);
        }
    }

    @Override
    public void visitInsn(int code) {
        if (code >= Opcodes.IRETURN && code <= Opcodes.RETURN) {
            switch (point.form()) {
                case AROUND -> end(result);
                case AFTER -> {
                    mv.visitInsn(Opcodes.DUP);
                    hook("(" + result.getDescriptor() + ")V");
                }
                case AFTER_WITH_ARGUMENTS -> afterWithArguments();
                default -> {
                    // Nothing at its end.
                }
            }
        }
        super.visitInsn(code);
    }

    @Override
    public void visitMethodInsn(int code, String owner, String name, String descriptor, boolean ofInterface) {
        if (!(name + descriptor).equals(point.call())) {
            super.visitMethodInsn(code, owner, name, descriptor, ofInterface);
            return;
        }
        Type[] arguments = Type.getArgumentTypes(descriptor);
        int[] locals = new int[arguments.length];
        for (int i = arguments.length - 1; i >= 0; i--) {
            locals[i] = store(arguments[i]);
        }
        boolean hasOwner = code != Opcodes.INVOKESTATIC;
        int ownerLocal = hasOwner ? store(Type.getObjectType(owner)) : -1;
        if (point.form() != Form.AFTER_CALL) {
            loadForHook(owner, ownerLocal, arguments, locals);
            hook("(" + hookParameters(hasFile(owner, hasOwner), arguments) + ")V");
        }
        Label callStart = new Label();
        if (point.form() == Form.AROUND_CALL) {
            mv.visitLabel(callStart);
        }
        if (hasOwner) {
            mv.visitVarInsn(Opcodes.ALOAD, ownerLocal);
        }
        load(arguments, locals);
        super.visitMethodInsn(code, owner, name, descriptor, ofInterface);
        Type returned = Type.getReturnType(descriptor);
        if (point.form() == Form.AFTER_CALL) {
            int kept = store(returned);
            loadForHook(owner, ownerLocal, arguments, locals);
            mv.visitVarInsn(returned.getOpcode(Opcodes.ILOAD), kept);
            hook("(" + hookParameters(true, arguments) + returned.getDescriptor() + ")V");
            mv.visitVarInsn(returned.getOpcode(Opcodes.ILOAD), kept);
            return;
        }
        end(returned);
        if (point.form() == Form.AROUND_CALL) {
            Label callEnd = new Label();
            mv.visitLabel(callEnd);
            Label handler = callHandler == null ? new Label() : callHandler;
            callHandler = handler;
            mv.visitTryCatchBlock(callStart, callEnd, handler, null);
        }
    }

    private void loadForHook(String owner, int ownerLocal, Type[] arguments, int[] locals) {
        if (hasFile(owner, ownerLocal >= 0)) {
            mv.visitVarInsn(Opcodes.ALOAD, ownerLocal);
            mv.visitFieldInsn(Opcodes.GETFIELD, owner, "fd", FD);
        }
        load(arguments, locals);
    }

    /** Methods of streams and channels give their file; {@code java.io.FileSystem} has none. */
    private static boolean hasFile(String owner, boolean hasOwner) {
        return hasOwner && !owner.equals("java/io/FileSystem");
    }

    private void load(Type[] arguments, int[] locals) {
        for (int i = 0; i < arguments.length; i++) {
            mv.visitVarInsn(arguments[i].getOpcode(Opcodes.ILOAD), locals[i]);
        }
    }

    private int store(Type type) {
        int local = free;
        free += type.getSize();
        mv.visitVarInsn(type.getOpcode(Opcodes.ISTORE), local);
        return local;
    }

    /** Calls the hook with the object, or its file, and all parameters. */
    private void hookWithParameters() {
        StringBuilder form = new StringBuilder("(");
        form.append(loadOwner());
        int local = isStatic ? 0 : 1;
        for (Type parameter : parameters) {
            mv.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), local);
            local += parameter.getSize();
            form.append(asSeen(parameter));
        }
        hook(form.append(")V").toString());
    }

    private void afterWithArguments() {
        int kept = store(result);
        int local = isStatic ? 0 : 1;
        for (Type parameter : parameters) {
            mv.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), local);
            local += parameter.getSize();
        }
        mv.visitVarInsn(result.getOpcode(Opcodes.ILOAD), kept);
        hook("(" + hookParameters(false, parameters) + result.getDescriptor() + ")V");
        mv.visitVarInsn(result.getOpcode(Opcodes.ILOAD), kept);
    }

    /** What the hook learns about the object whose method it is. */
    private String loadOwner() {
        if (isStatic) {
            return "";
        }
        return switch (point.type()) {
            case "java/io/File", "java/io/FileDescriptor" -> {
                mv.visitVarInsn(Opcodes.ALOAD, 0);
                yield "L" + point.type() + ";";
            }
            case "java/io/FileOutputStream", "java/io/RandomAccessFile", "sun/nio/ch/FileChannelImpl" -> {
                mv.visitVarInsn(Opcodes.ALOAD, 0);
                mv.visitFieldInsn(Opcodes.GETFIELD, point.type(), "fd", FD);
                yield FD;
            }
            default -> "";
        };
    }

    private static String hookParameters(boolean file, Type[] types) {
        StringBuilder form = new StringBuilder(file ? FD : "");
        for (Type type : types) {
            form.append(asSeen(type));
        }
        return form.toString();
    }

    /** Types that only the JDK sees are passed as what they implement. */
    private static String asSeen(Type type) {
        return type.getDescriptor().equals("Lsun/nio/fs/UnixPath;") ? "Ljava/nio/file/Path;" : type.getDescriptor();
    }

    private void hook(String descriptor) {
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, Weaver.HOOKS, point.hook(), descriptor, false);
    }

    /** Passes the result, which stays on the stack. */
    private void end(Type returned) {
        switch (returned.getSort()) {
            case Type.VOID -> mv.visitInsn(Opcodes.LCONST_0);
            case Type.LONG -> mv.visitInsn(Opcodes.DUP2);
            default -> {
                mv.visitInsn(Opcodes.DUP);
                mv.visitInsn(Opcodes.I2L);
            }
        }
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, Weaver.HOOKS, "end", "(J)V", false);
    }

    @Override
    public void visitMaxs(int stack, int locals) {
        if (point.form() == Form.AROUND) {
            Label handler = new Label();
            mv.visitTryCatchBlock(begin, handler, handler, null);
            handler(handler);
        } else if (callHandler != null) {
            handler(callHandler);
        }
        super.visitMaxs(stack, locals);
    }

    private void handler(Label handler) {
        mv.visitLabel(handler);
        mv.visitFrame(Opcodes.F_NEW, 0, new Object[0], 1, new Object[] {THROWABLE});
        String form = "(L" + THROWABLE + ";)L" + THROWABLE + ";";
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, Weaver.HOOKS, "failed", form, false);
        mv.visitInsn(Opcodes.ATHROW);
    }
}
