package example;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.multiprocess.SerializationCustomizer;
import java.time.format.DateTimeFormatter;

// snippet: formats
public final class Formats implements SerializationCustomizer {
    @Override
    public void customize(Kryo kryo) {
        kryo.addDefaultSerializer(DateTimeFormatter.class, new DateTimeFormatterSerializer());
    }
}
// end
