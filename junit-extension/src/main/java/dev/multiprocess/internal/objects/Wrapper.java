package dev.multiprocess.internal.objects;

/** An object of ours around one of the user's, of which messages speak instead. */
public interface Wrapper {

    /**
     * Returns the object inside.
     *
     * @return the user's object
     */
    Object wrapped();

    /**
     * Takes off what is ours.
     *
     * @param object any, or {@code null}
     * @return the user's object
     */
    static Object unwrap(Object object) {
        return object instanceof Wrapper wrapper ? wrapper.wrapped() : object;
    }
}
