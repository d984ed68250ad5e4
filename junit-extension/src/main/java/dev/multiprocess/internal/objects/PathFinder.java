package dev.multiprocess.internal.objects;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds the way from an object to a part of it, breadth first, for a message. Runs only once something was refused, so
 * that writing pays nothing for it.
 */
final class PathFinder {

    /** Enough for every graph a reader would want the path of. */
    private static final int MAX_VISITED = 100_000;

    /** Of a longer path only the two ends are shown. */
    private static final int MAX_SEGMENTS = 40;

    private final Object culprit;
    private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Queue<Step> steps = new ArrayDeque<>();

    /** Paths are put together at the end: most steps lead elsewhere. */
    private record Step(Step from, String segment, Object object) {

        LinkedList<Step> steps() {
            LinkedList<Step> steps = new LinkedList<>();
            for (Step step = this; step != null; step = step.from()) {
                steps.addFirst(step);
            }
            return steps;
        }

        String path() {
            return PathFinder.path(steps());
        }
    }

    /**
     * The way from an object to a part of it.
     *
     * @param steps the object, the part, and what is between them
     */
    record Way(List<Step> steps) {

        /** As in {@code Order.customer.lock} or {@code ArrayList[3]}. */
        String path() {
            return PathFinder.path(steps);
        }

        /** The same without the object where it begins, as in {@code customer.lock}. */
        String pathInside() {
            String path = PathFinder.path(steps.subList(1, steps.size()));
            return path.startsWith(".") ? path.substring(1) : path;
        }

        /** Where it begins. */
        Object root() {
            return steps.get(0).object();
        }

        /** Whether it leads to a part at all. */
        boolean leadsInside() {
            return steps.size() > 1;
        }

        /** The first part that it leads through. */
        Object firstPart() {
            return steps.get(1).object();
        }

        /** How it leads there, as in {@code .customer}. */
        String firstSegment() {
            return steps.get(1).segment();
        }

        /** The way from the first part on. */
        Way afterFirst() {
            return new Way(steps.subList(1, steps.size()));
        }
    }

    private static String path(List<Step> steps) {
        List<String> segments =
                new ArrayList<>(steps.stream().map(Step::segment).toList());
        if (segments.size() > MAX_SEGMENTS) {
            segments.subList(MAX_SEGMENTS / 2, segments.size() - MAX_SEGMENTS / 2)
                    .clear();
            segments.add(MAX_SEGMENTS / 2, "...");
        }
        return String.join("", segments);
    }

    private PathFinder(Object culprit) {
        this.culprit = culprit;
    }

    /**
     * Finds the shortest way.
     *
     * @return one whose last segment is two dots and the culprit's type, if none is found
     */
    static Way way(Object root, Object culprit) {
        PathFinder finder = new PathFinder(culprit);
        Step start = new Step(null, name(root), root);
        finder.add(start);
        Step found = finder.search();
        return new Way((found != null ? found : new Step(start, ".." + name(culprit), culprit)).steps());
    }

    /** Finds the shortest path from an object through its parts back to it; its name if there is none to be seen. */
    static String cycle(Object object) {
        PathFinder finder = new PathFinder(object);
        Step start = new Step(null, name(object), object);
        try {
            finder.addParts(start, object);
        } catch (RuntimeException | LinkageError e) {
            // As in search.
            return name(object);
        }
        Step found = finder.search();
        return found != null ? found.path() : name(object);
    }

    /** The name of an object where a path begins. */
    static String name(Object object) {
        if (object == null) {
            return "null";
        }
        Class<?> type = object.getClass();
        if (Lambdas.isLambda(type)) {
            String owner = type.getName().substring(0, type.getName().indexOf("$$Lambda"));
            return "lambda in " + owner.substring(owner.lastIndexOf('.') + 1);
        }
        String simple = type.getSimpleName();
        return simple.isEmpty() ? type.getName().substring(type.getName().lastIndexOf('.') + 1) : simple;
    }

    private Step search() {
        while (!steps.isEmpty()) {
            Step step = steps.remove();
            if (step.object() == culprit) {
                return step;
            }
            try {
                addParts(step, step.object());
            } catch (RuntimeException | LinkageError e) {
                // Code of the user's collection or class; the path leads elsewhere or stays unknown.
                continue;
            }
        }
        return null;
    }

    private void add(Step from, String segment, Object object) {
        add(new Step(from, segment, object));
    }

    private void add(Step step) {
        if (step.object() != null && visited.size() < MAX_VISITED && visited.add(step.object())) {
            steps.add(step);
        }
    }

    private void addParts(Step from, Object object) {
        if (object instanceof Object[] array) {
            for (int i = 0; i < array.length; i++) {
                add(from, "[" + i + "]", array[i]);
            }
        } else if (object instanceof Map<?, ?> map) {
            addEntries(from, map);
        } else if (object instanceof Collection<?> collection) {
            int i = 0;
            for (Object element : collection) {
                add(from, "[" + i++ + "]", element);
            }
        } else if (object instanceof Map.Entry<?, ?> entry) {
            add(from, ".key", entry.getKey());
            add(from, ".value", entry.getValue());
        } else if (object instanceof Optional<?> optional) {
            add(from, ".value", optional.orElse(null));
        } else if (object instanceof AtomicReference<?> reference) {
            add(from, ".value", reference.get());
        } else if (TypeRules.writtenAs(object.getClass()) == SerializedLambda.class) {
            addCaptured(from, Lambdas.formOf(object));
        } else if (TypeRules.writtenAs(object.getClass()) == Proxy.class) {
            InvocationHandler handler = Proxy.getInvocationHandler(object);
            add(from, ".handler", handler);
        }
        if (!Fields.isJdk(object.getClass())) {
            addFields(from, object);
        }
    }

    private void addEntries(Step from, Map<?, ?> map) {
        int i = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = entry.getKey();
            boolean brief = key instanceof Number || key instanceof Enum || key instanceof String;
            add(from, "[" + (brief ? "'" + key + "'" : "value " + i) + "]", entry.getValue());
            add(from, "[key " + i + "]", key);
            i++;
        }
    }

    private void addCaptured(Step from, SerializedLambda form) {
        List<String> names = Lambdas.namesOfCaptured(from.object().getClass(), form);
        for (int i = 0; i < form.getCapturedArgCount(); i++) {
            add(from, "." + names.get(i), form.getCapturedArg(i));
        }
    }

    private void addFields(Step from, Object object) {
        for (Field field : Fields.of(object.getClass())) {
            if (!field.getType().isPrimitive() && field.trySetAccessible()) {
                try {
                    add(from, "." + field.getName(), field.get(object));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("field became inaccessible: " + field, e);
                }
            }
        }
    }
}
