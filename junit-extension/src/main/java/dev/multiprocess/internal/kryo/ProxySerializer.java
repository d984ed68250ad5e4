package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.multiprocess.internal.objects.JavaStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Writes a {@link Proxy} as its interfaces and its handler. */
final class ProxySerializer extends LateSerializer<Object> {

    @Override
    void writeParts(Kryo kryo, Output output, Object proxy) {
        kryo.writeClassAndObject(output, proxy.getClass().getInterfaces());
        kryo.writeClassAndObject(output, Proxy.getInvocationHandler(proxy));
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        Class<?>[] interfaces = (Class<?>[]) kryo.readClassAndObject(input);
        InvocationHandler handler = (InvocationHandler) kryo.readClassAndObject(input);
        return JavaStream.proxy(interfaces, handler, kryo.getClassLoader());
    }
}
