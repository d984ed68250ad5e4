package dev.multiprocess.internal.recorder;

/** Which line has done it. */
final class Frames {

    private static final String LIBRARY = "dev.multiprocess.internal.";

    private Frames() {}

    /** The innermost frame that belongs neither to the JDK nor to this library; empty if there is none. */
    static String firstOfUser() {
        StackTraceElement[] stack = new Throwable().getStackTrace();
        for (StackTraceElement frame : stack) {
            String module = frame.getModuleName();
            boolean jdk = module != null && (module.startsWith("java.") || module.startsWith("jdk."));
            if (!jdk && !frame.getClassName().startsWith(LIBRARY)) {
                return text(frame);
            }
        }
        return "";
    }

    private static String text(StackTraceElement frame) {
        String method = frame.getClassName().concat(".").concat(frame.getMethodName());
        String file = frame.getFileName();
        if (file == null) {
            return method;
        }
        String place =
                frame.getLineNumber() < 0 ? file : file.concat(":").concat(Integer.toString(frame.getLineNumber()));
        return method.concat("(").concat(place).concat(")");
    }
}
