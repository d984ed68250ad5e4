package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.multiprocess.internal.objects.Lambdas;
import dev.multiprocess.internal.objects.RefusalTexts;
import java.lang.invoke.SerializedLambda;

/**
 * Writes a lambda or method reference whose interface is {@code Serializable} as the parts javac keeps of it, its
 * captured values by Kryo: they need not be {@code Serializable}. It is rebuilt by the class that contains it.
 */
final class LambdaSerializer extends LateSerializer<Object> {

    @Override
    void writeParts(Kryo kryo, Output output, Object lambda) {
        SerializedLambda form = Lambdas.formOf(lambda);
        output.writeString(form.getCapturingClass().replace('/', '.'));
        output.writeString(form.getFunctionalInterfaceClass());
        output.writeString(form.getFunctionalInterfaceMethodName());
        output.writeString(form.getFunctionalInterfaceMethodSignature());
        output.writeVarInt(form.getImplMethodKind(), true);
        output.writeString(form.getImplClass());
        output.writeString(form.getImplMethodName());
        output.writeString(form.getImplMethodSignature());
        output.writeString(form.getInstantiatedMethodType());
        output.writeVarInt(form.getCapturedArgCount(), true);
        for (int i = 0; i < form.getCapturedArgCount(); i++) {
            kryo.writeClassAndObject(output, form.getCapturedArg(i));
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        String owner = input.readString();
        try {
            Class<?> capturing = Class.forName(owner, false, kryo.getClassLoader());
            SerializedLambda form = new SerializedLambda(
                    capturing,
                    input.readString(),
                    input.readString(),
                    input.readString(),
                    input.readVarInt(true),
                    input.readString(),
                    input.readString(),
                    input.readString(),
                    input.readString(),
                    readCaptured(kryo, input));
            return Lambdas.rebuild(capturing, form);
        } catch (ClassNotFoundException e) {
            throw RefusalTexts.unknownClass(owner, e);
        }
    }

    private static Object[] readCaptured(Kryo kryo, Input input) {
        Object[] captured = new Object[CheckedInput.readCount(input)];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = kryo.readClassAndObject(input);
        }
        return captured;
    }
}
