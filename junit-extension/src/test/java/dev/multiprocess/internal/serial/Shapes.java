package dev.multiprocess.internal.serial;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** The kinds of classes users write, as small as each can be. */
final class Shapes {

    private Shapes() {}

    record Point(int x, int y) {}

    record Line(Point from, Point to) {}

    record Box<T>(T content, List<T> others) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Primitives(boolean a, byte b, char c, short d, int e, long f, float g, double h) {}

    private record Hidden(String secret) {}

    static Object privateRecord() {
        return new Hidden("secret");
    }

    static Object localRecord() {
        record Local(String name, int[] numbers) {
            @Override
            public boolean equals(Object other) {
                return other instanceof Local local
                        && name.equals(local.name)
                        && numbers.length == local.numbers.length;
            }

            @Override
            public int hashCode() {
                return name.hashCode();
            }
        }
        return new Local("local", new int[] {1, 2, 3});
    }

    /** Returns something else than it was given, as some records do to protect their state. */
    record Masked(String text) {
        @Override
        public String text() {
            return "*".repeat(text.length());
        }
    }

    enum Color {
        RED,
        GREEN {
            @Override
            boolean calm() {
                return true;
            }
        };

        boolean calm() {
            return false;
        }
    }

    sealed interface Payment permits Cash, Card {}

    record Cash(int cents) implements Payment {}

    static final class Card extends Bean implements Payment {
        Card(String number) {
            super(number);
        }
    }

    /** No constructor without parameters, a final field, equality. */
    static class Bean {
        private final String name;
        private final Map<String, Object> settings = new HashMap<>();
        private transient String forgotten = "not sent";

        Bean(String name) {
            this.name = name;
            settings.put("length", name.length());
        }

        String forgotten() {
            return forgotten;
        }

        @Override
        public boolean equals(Object other) {
            return other != null
                    && getClass() == other.getClass()
                    && name.equals(((Bean) other).name)
                    && settings.equals(((Bean) other).settings);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /** The trap for generated constructor access: public constructor, class not public. */
    static class PublicConstructor extends Bean {
        public PublicConstructor() {
            super("public");
        }
    }

    static class PrivateConstructor extends Bean {
        private int number = 1;

        private PrivateConstructor() {
            super("private");
        }

        static PrivateConstructor of(int number) {
            PrivateConstructor bean = new PrivateConstructor();
            bean.number = number;
            return bean;
        }

        @Override
        public boolean equals(Object other) {
            return super.equals(other) && number == ((PrivateConstructor) other).number;
        }

        @Override
        public int hashCode() {
            return super.hashCode() + number;
        }
    }

    /** Refers to itself through a field, a list and a map. */
    static final class Node {
        String name;
        Node next;
        List<Node> friends = new ArrayList<>();
        Map<String, Node> byName = new HashMap<>();
        Object any;

        Node(String name) {
            this.name = name;
        }
    }

    static Node ring() {
        Node first = new Node("first");
        Node second = new Node("second");
        first.next = second;
        second.next = first;
        first.friends.add(first);
        second.byName.put("first", first);
        return first;
    }

    static Node chain(int length) {
        Node head = null;
        for (int i = 0; i < length; i++) {
            Node node = new Node("n");
            node.friends = null;
            node.byName = null;
            node.next = head;
            head = node;
        }
        return head;
    }

    final class Inner {
        private final int number = 7;

        String outerText() {
            return text + number;
        }
    }

    private String text = "outer";

    static Inner inner() {
        return new Shapes().new Inner();
    }

    static List<Integer> anonymousList() {
        int captured = 3;
        return new ArrayList<>(List.of(1, 2)) {
            private static final long serialVersionUID = 1L;

            @Override
            public Integer get(int index) {
                return super.get(index) + captured;
            }
        };
    }

    static Map<String, Point> leastRecentlyUsed() {
        Map<String, Point> map = new LinkedHashMap<>(4, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Point> eldest) {
                return size() > 2;
            }
        };
        map.put("a", new Point(1, 1));
        map.put("b", new Point(2, 2));
        map.get("a");
        return map;
    }

    /** Hooks of Java serialization, around a field that is not {@code Serializable}. */
    static class Hooked implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        final Object content;

        transient int restored;

        Hooked(Object content) {
            this.content = content;
            restored = 1;
        }

        private void writeObject(ObjectOutputStream stream) throws IOException {
            stream.defaultWriteObject();
            stream.writeInt(restored + 1);
        }

        private void readObject(ObjectInputStream stream) throws IOException, ClassNotFoundException {
            stream.defaultReadObject();
            restored = stream.readInt();
        }
    }

    static final class Replaced implements Serializable {
        private static final long serialVersionUID = 1L;
        static final Replaced ONLY = new Replaced();

        private Object writeReplace() {
            return new Form();
        }

        private static final class Form implements Serializable {
            private static final long serialVersionUID = 1L;

            private Object readResolve() {
                return ONLY;
            }
        }
    }

    public static final class External implements Externalizable {
        private static final long serialVersionUID = 1L;
        private Point point;

        public External() {}

        External(Point point) {
            this.point = point;
        }

        @Override
        public void writeExternal(ObjectOutput stream) throws IOException {
            stream.writeObject(point);
        }

        @Override
        public void readExternal(ObjectInput stream) throws IOException, ClassNotFoundException {
            point = (Point) stream.readObject();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof External external && Objects.equals(point, external.point);
        }

        @Override
        public int hashCode() {
            return point.hashCode();
        }
    }

    record Greeter(String greeting) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return greeting;
        }
    }

    interface SerializableSupplier<T> extends Supplier<T>, Serializable {}

    /** Its lambda captures {@code this}. */
    static final class Capturing {
        private final Point point = new Point(3, 4);

        @SuppressWarnings("serial")
        SerializableSupplier<Point> lambda() {
            return () -> point;
        }
    }

    static final class OddException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int code;

        @SuppressWarnings("serial")
        private final Point where;

        private OddException(int code, Point where, Throwable cause) {
            super("odd", cause);
            this.code = code;
            this.where = where;
        }

        static OddException of(int code, Point where, Throwable cause) {
            return new OddException(code, where, cause);
        }

        @Override
        public String getMessage() {
            return super.getMessage() + " " + code + " at " + where;
        }
    }
}
