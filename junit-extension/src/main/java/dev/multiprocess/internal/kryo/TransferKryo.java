package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.SerializerFactory;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.util.IdentityMap;
import dev.multiprocess.SerializationCustomizer;
import dev.multiprocess.internal.objects.GuardedThrowable;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.objects.HandleResolver;
import dev.multiprocess.internal.objects.Refusals;
import dev.multiprocess.internal.objects.ThrowableStandIn;
import dev.multiprocess.internal.objects.TypeRules;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** A Kryo that follows {@link TypeRules}, after what customizers registered. */
@SuppressWarnings({"rawtypes", "unchecked"})
public final class TransferKryo extends Kryo {

    private final HandleSerializer handles;
    private final List<Class<?>> customized = new ArrayList<>();

    private int level;

    /** Classes that are written under another one; Kryo's own table knows only those written as themselves. */
    private final IdentityMap<Class<?>, Registration> written = new IdentityMap<>();

    /** The ids given here must be the same in every JVM: the order of the registrations matters. */
    public TransferKryo(
            FieldMessages fields,
            HandleResolver resolver,
            ClassLoader loader,
            List<SerializationCustomizer> customizers) {
        super(new OpenReferences());
        setClassLoader(loader);
        setRegistrationRequired(false);
        setOptimizedGenerics(false);
        setInstantiatorStrategy(new Instantiators());
        handles = new HandleSerializer(resolver);
        register(Handle.class, handles);
        register(Serializable.class, new JavaStreamSerializer());
        register(StackTraceElement[].class, new JavaStreamSerializer());
        register(SerializedLambda.class, new LambdaSerializer());
        register(Throwable.class, new ThrowableSerializer(fields, handles));
        register(Proxy.class, new ProxySerializer());
        Containers.register(this);
        Immutables.register(this);
        Values.register(this);
        customizers.forEach(customizer -> customizer.customize(this));
    }

    /** Returns the handles written since the last call, and forgets them. */
    public List<Handle> takeHandles() {
        return handles.takeWritten();
    }

    /** How many throwables contain, in their fields, what is being written. */
    int level() {
        return level;
    }

    public void setLevel(int level) {
        this.level = level;
    }

    /** The serializer Kryo would choose without us. */
    Serializer builtIn(Class<?> type) {
        Serializer serializer = super.getDefaultSerializer(type);
        return type.isArray() && !type.getComponentType().isPrimitive()
                ? new ObjectArraySerializer(serializer)
                : serializer;
    }

    @Override
    public void writeClassAndObject(Output output, Object object) {
        boolean circular = object instanceof Throwable && ((OpenReferences) getReferenceResolver()).isOpen(object);
        super.writeClassAndObject(output, circular ? circularStandIn((Throwable) object) : object);
    }

    /** As {@code printStackTrace} does, for a throwable that is its own cause or suppressed further down. */
    private static Throwable circularStandIn(Throwable throwable) {
        String text = "[CIRCULAR REFERENCE: " + GuardedThrowable.textOf(throwable) + "]";
        return new ThrowableStandIn(text, text);
    }

    @Override
    public Registration getRegistration(Class type) {
        Registration registration = getClassResolver().getRegistration(type);
        // Null while the superclass's constructor registers its own types.
        if (registration != null || written == null) {
            return registration != null ? registration : super.getRegistration(type);
        }
        registration = written.get(type);
        if (registration == null) {
            Class<?> as = isCustomized(type) ? type : TypeRules.writtenAs(type);
            registration = as == type ? super.getRegistration(type) : getRegistration(as);
            written.put(type, registration);
        }
        return registration;
    }

    @Override
    public Serializer getDefaultSerializer(Class type) {
        if (written == null || isCustomized(type)) {
            return super.getDefaultSerializer(type);
        }
        Class<?> as = TypeRules.writtenAs(type);
        return as == type ? serializerFor(type) : getRegistration(as).getSerializer();
    }

    private boolean isCustomized(Class<?> type) {
        for (Class<?> known : customized) {
            if (known.isAssignableFrom(type)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void addDefaultSerializer(Class type, Serializer serializer) {
        super.addDefaultSerializer(type, serializer);
        noteCustomized(type);
    }

    @Override
    public void addDefaultSerializer(Class type, SerializerFactory factory) {
        super.addDefaultSerializer(type, factory);
        noteCustomized(type);
    }

    @Override
    public void addDefaultSerializer(Class type, Class<? extends Serializer> serializer) {
        super.addDefaultSerializer(type, serializer);
        noteCustomized(type);
    }

    private void noteCustomized(Class<?> type) {
        if (customized != null) {
            customized.add(type);
        }
    }

    /** {@link TypeRules}, not Kryo, distinguishes lambdas and proxies. */
    @Override
    public boolean isClosure(Class type) {
        return false;
    }

    @Override
    public boolean isProxy(Class type) {
        return false;
    }

    /** Chooses the serializer of a class that is written as itself. */
    private Serializer<?> serializerFor(Class<?> type) {
        if (Enum.class.isAssignableFrom(type) || type.isArray()) {
            return builtIn(type);
        }
        String reason = Refusals.of(type);
        if (reason != null) {
            return new RefusingSerializer(reason);
        }
        try {
            return type.isRecord() ? new RecordSerializer(type) : new FieldsSerializer(type);
        } catch (InaccessibleObjectException e) {
            return new RefusingSerializer(Refusals.closedModule(type));
        }
    }
}
