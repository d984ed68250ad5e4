package dev.multiprocess.internal.serial;

/** Throwables whose own code fails when it is asked for anything. */
public final class OddThrowables {

    private OddThrowables() {}

    /** Throws from {@code toString}. */
    public static final class Mute extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            throw new IllegalStateException("not this one");
        }
    }

    /** Throws an error from {@code getMessage}. */
    public static final class Wrong extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new AssertionError("not this one");
        }
    }

    /** Calls itself. */
    public static final class Endless extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return "endless " + this;
        }
    }

    /** Has ever another cause. */
    public static final class Rootless extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            return new Rootless();
        }
    }

    /** Is its own cause. */
    public static final class Selfish extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            return this;
        }
    }

    /** Has no stack, and takes none. */
    public static final class Stackless extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public StackTraceElement[] getStackTrace() {
            return null;
        }

        @Override
        public void setStackTrace(StackTraceElement[] stack) {
            throw new UnsupportedOperationException("not this one");
        }
    }

    /** Fails when Java serialization writes it. */
    public static final class Unwritten extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private void writeObject(java.io.ObjectOutputStream stream) {
            throw new AssertionError("not this one");
        }
    }

    /** Fails when Java serialization reads it. */
    public static final class Unread extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private void readObject(java.io.ObjectInputStream stream) {
            throw new AssertionError("not this one");
        }
    }
}
