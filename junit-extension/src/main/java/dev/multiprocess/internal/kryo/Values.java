package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers;
import dev.multiprocess.internal.objects.ClassNames;
import dev.multiprocess.internal.objects.RefusalTexts;
import dev.multiprocess.internal.objects.RefusedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** Small types of the JDK: those that Kryo writes exactly, and those that neither it nor Java serialization writes. */
final class Values {

    /**
     * Types whose serializer Kryo chooses well. Absent on purpose: {@code Locale}, {@code TimeZone} and {@code
     * ZonedDateTime} lose their script, their rules or their offset in Kryo's.
     */
    private static final List<Class<?>> BY_KRYO = List.of(
            byte[].class,
            int[].class,
            long[].class,
            double[].class,
            Object[].class,
            String[].class,
            BigInteger.class,
            BigDecimal.class,
            StringBuilder.class,
            StringBuffer.class,
            BitSet.class,
            Currency.class,
            Date.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class,
            Duration.class,
            Instant.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetTime.class,
            OffsetDateTime.class,
            ZoneOffset.class,
            Year.class,
            YearMonth.class,
            MonthDay.class,
            Period.class);

    private Values() {}

    /** Registers each under an id of its own, which must be the same in every JVM: the order matters. */
    static void register(TransferKryo kryo) {
        for (Class<?> type : BY_KRYO) {
            kryo.register(type, kryo.builtIn(type));
        }
        kryo.register(UUID.class, new DefaultSerializers.UUIDSerializer());
        kryo.register(URI.class, new DefaultSerializers.URISerializer());
        kryo.register(URL.class, new DefaultSerializers.URLSerializer());
        kryo.register(Pattern.class, new DefaultSerializers.PatternSerializer());
        kryo.register(Charset.class, new DefaultSerializers.CharsetSerializer());
        kryo.register(AtomicBoolean.class, new DefaultSerializers.AtomicBooleanSerializer());
        kryo.register(AtomicInteger.class, new DefaultSerializers.AtomicIntegerSerializer());
        kryo.register(AtomicLong.class, new DefaultSerializers.AtomicLongSerializer());
        kryo.register(AtomicReference.class, new AtomicReferenceSerializer());
        kryo.register(Class.class, new ClassSerializer());
        kryo.register(Path.class, new PathSerializer());
        kryo.register(ByteBuffer.class, new ByteBufferSerializer());
    }

    /** Created before its value is read, so that the value may refer back to it. */
    private static final class AtomicReferenceSerializer extends Serializer<AtomicReference<Object>> {

        @Override
        public void write(Kryo kryo, Output output, AtomicReference<Object> reference) {
            kryo.writeClassAndObject(output, reference.get());
        }

        @Override
        public AtomicReference<Object> read(Kryo kryo, Input input, Class<? extends AtomicReference<Object>> type) {
            AtomicReference<Object> reference = new AtomicReference<>();
            kryo.reference(reference);
            reference.set(kryo.readClassAndObject(input));
            return reference;
        }
    }

    /** Writes a class by its name, {@code int.class} and {@code void.class} too. */
    private static final class ClassSerializer extends Serializer<Class<?>> {

        @Override
        public void write(Kryo kryo, Output output, Class<?> type) {
            if (type.isHidden()) {
                throw new RefusedException(type, "is a hidden class, which no other JVM can find", null);
            }
            output.writeString(type.getName());
        }

        @Override
        public Class<?> read(Kryo kryo, Input input, Class<? extends Class<?>> type) {
            String name = input.readString();
            try {
                return ClassNames.find(name, kryo.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw RefusalTexts.unknownClass(name, e);
            }
        }
    }

    /** Writes a path of the default file system as its text, others as a URI. */
    private static final class PathSerializer extends Serializer<Path> {

        @Override
        public void write(Kryo kryo, Output output, Path path) {
            boolean ordinary = path.getFileSystem() == FileSystems.getDefault();
            output.writeBoolean(ordinary);
            output.writeString(ordinary ? path.toString() : path.toUri().toString());
        }

        @Override
        public Path read(Kryo kryo, Input input, Class<? extends Path> type) {
            boolean ordinary = input.readBoolean();
            String text = input.readString();
            return ordinary ? Path.of(text) : Path.of(URI.create(text));
        }
    }

    /** Keeps contents, kind, byte order, position and limit; not the mark. */
    private static final class ByteBufferSerializer extends Serializer<ByteBuffer> {

        @Override
        public void write(Kryo kryo, Output output, ByteBuffer buffer) {
            byte[] contents = new byte[buffer.capacity()];
            buffer.duplicate().clear().get(contents);
            output.writeVarInt(contents.length, true);
            output.writeBytes(contents);
            output.writeBoolean(buffer.isDirect());
            output.writeBoolean(buffer.isReadOnly());
            output.writeBoolean(buffer.order() == ByteOrder.BIG_ENDIAN);
            output.writeVarInt(buffer.position(), true);
            output.writeVarInt(buffer.limit(), true);
        }

        @Override
        public ByteBuffer read(Kryo kryo, Input input, Class<? extends ByteBuffer> type) {
            byte[] contents = input.readBytes(input.readVarInt(true));
            ByteBuffer buffer = ByteBuffer.wrap(contents);
            if (input.readBoolean()) {
                buffer = ByteBuffer.allocateDirect(contents.length).put(contents);
            }
            if (input.readBoolean()) {
                buffer = buffer.asReadOnlyBuffer();
            }
            buffer.order(input.readBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            int position = input.readVarInt(true);
            buffer.clear();
            buffer.limit(input.readVarInt(true)).position(position);
            return buffer;
        }
    }
}
