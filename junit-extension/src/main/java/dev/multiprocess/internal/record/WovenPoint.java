package dev.multiprocess.internal.record;

/**
 * A method of the JDK in which a file operation is seen.
 *
 * @param type internal name of its class
 * @param method its name
 * @param descriptor its parameters and result; with null as result, any class
 * @param form how it is woven
 * @param hook method of {@code Woven} that is called before it
 * @param call for {@link Form#AROUND_CALL}, {@link Form#BEFORE_CALL} and {@link Form#AFTER_CALL} the method that is called
 *     in it, by name and descriptor
 */
record WovenPoint(String type, String method, String descriptor, Form form, String hook, String call) {

    enum Form {
        /** The hook before the method; the end, or the failure, after it. */
        AROUND,
        /** The hook before the method, and nothing after it. */
        BEFORE,
        /** The hook after the method, with its result. */
        AFTER,
        /** As {@link #AFTER}, with the arguments before the result. */
        AFTER_WITH_ARGUMENTS,
        /** As {@link #AROUND}, for a call in the method, which must not catch anything. */
        AROUND_CALL,
        /** As {@link #AROUND_CALL}, without the failure: for a method that catches it. */
        OPEN_CALL,
        /** The hook after a call in the method, with its arguments and its result. */
        AFTER_CALL,
        /** The hook in place of a native method. */
        INSTEAD
    }

    static WovenPoint around(String type, String method, String descriptor, String hook) {
        return new WovenPoint(type, method, descriptor, Form.AROUND, hook, null);
    }

    static WovenPoint of(Form form, String type, String method, String descriptor, String hook) {
        return new WovenPoint(type, method, descriptor, form, hook, null);
    }

    static WovenPoint call(Form form, String type, String method, String descriptor, String call, String hook) {
        return new WovenPoint(type, method, descriptor, form, hook, call);
    }
}
