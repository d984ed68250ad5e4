package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.multiprocess.internal.objects.Handle;
import dev.multiprocess.internal.objects.HandleResolver;
import dev.multiprocess.internal.objects.Handles;
import java.util.ArrayList;
import java.util.List;

/** Writes a {@link Handle} as its id and remembers it. */
final class HandleSerializer extends Serializer<Object> {

    private final HandleResolver resolver;
    private List<Handle> written = new ArrayList<>();

    HandleSerializer(HandleResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public void write(Kryo kryo, Output output, Object object) {
        Handle handle = (Handle) object;
        output.writeString(handle.handleId());
        remember(handle);
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        return Handles.resolve(resolver, input.readString());
    }

    /** Adds a handle that a message within this one contains. */
    void remember(Handle handle) {
        written.add(handle);
    }

    /** Returns the handles written since the last call, and forgets them. */
    List<Handle> takeWritten() {
        if (written.isEmpty()) {
            return List.of();
        }
        List<Handle> taken = written;
        written = new ArrayList<>();
        return taken;
    }
}
