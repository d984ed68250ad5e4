package dev.multiprocess.internal.kryo;

import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;
import dev.multiprocess.internal.objects.Lambdas;
import dev.multiprocess.internal.objects.RefusalTexts;
import dev.multiprocess.internal.objects.RefusedException;
import dev.multiprocess.internal.objects.UnreadableObjectException;
import java.util.BitSet;

/**
 * Kryo's table of references that also knows which of the objects being written can only be rebuilt after all their
 * parts. A reference back to such an object would silently be read as {@code null}; here it is refused when written.
 */
final class OpenReferences extends MapReferenceResolver {

    private final BitSet open = new BitSet();
    private int lastAdded;

    @Override
    public int addWrittenObject(Object object) {
        lastAdded = super.addWrittenObject(object);
        return lastAdded;
    }

    @Override
    public int getWrittenId(Object object) {
        int id = super.getWrittenId(object);
        if (id >= 0 && open.get(id)) {
            throw new RefusedException(object, containsItself(object), null);
        }
        return id;
    }

    private static String containsItself(Object object) {
        if (Lambdas.isLambda(object.getClass())) {
            // Its type has a generated name.
            return "contains itself, as " + RefusalTexts.cycle(object)
                    + ", and a lambda can be rebuilt only after all it has captured; leave it out of that field, or make"
                    + " the field transient";
        }
        return "contains itself, and the type " + object.getClass().getTypeName()
                + " can be rebuilt only after all its parts";
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Object getReadObject(Class type, int id) {
        Object object = super.getReadObject(type, id);
        if (object == null) {
            throw new UnreadableObjectException("the bytes refer to an object that is not complete yet", null);
        }
        return object;
    }

    @Override
    public void reset() {
        super.reset();
        open.clear();
    }

    /**
     * Marks the object that Kryo added last, which is the one whose serializer has just been called.
     *
     * @return what {@link #close} takes
     */
    int openLast() {
        open.set(lastAdded);
        return lastAdded;
    }

    void close(int id) {
        open.clear(id);
    }

    /** Returns whether an object is being written further up and can be rebuilt only after its parts. */
    boolean isOpen(Object object) {
        if (open.isEmpty()) {
            return false;
        }
        int id = super.getWrittenId(object);
        return id >= 0 && open.get(id);
    }
}
