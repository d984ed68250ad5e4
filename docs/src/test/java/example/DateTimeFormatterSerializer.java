package example;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.time.format.DateTimeFormatter;

/** Writes one of two formatters, as a serializer of a user might. */
final class DateTimeFormatterSerializer extends Serializer<DateTimeFormatter> {

    @Override
    public void write(Kryo kryo, Output output, DateTimeFormatter formatter) {
        output.writeBoolean(formatter == DateTimeFormatter.BASIC_ISO_DATE);
    }

    @Override
    public DateTimeFormatter read(Kryo kryo, Input input, Class<? extends DateTimeFormatter> type) {
        return input.readBoolean() ? DateTimeFormatter.BASIC_ISO_DATE : DateTimeFormatter.ISO_DATE;
    }
}
