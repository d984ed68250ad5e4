package dev.multiprocess.internal.objects;

import dev.multiprocess.internal.classfile.MethodCode;
import dev.multiprocess.internal.objects.PathFinder.Way;
import java.lang.invoke.SerializedLambda;
import java.util.Optional;

/**
 * What a lambda or an object of an inner class takes along though the source does not name it: the object in which it
 * was written.
 */
final class Enclosing {

    private Enclosing() {}

    /**
     * Explains how a part that cannot cross has come into an object.
     *
     * @param way from the object to that part
     * @return a clause whose next word is the verb of a sentence about the part; empty if the way leads elsewhere
     */
    static Optional<String> clause(Way way) {
        if (!way.leadsInside()) {
            return Optional.empty();
        }
        Object object = way.root();
        return why(object, way).map(why -> {
            Way inside = way.afterFirst();
            return why + ", so the whole object would have to cross, "
                    + (inside.leadsInside() ? "and its field " + inside.pathInside() : "which");
        });
    }

    private static Optional<String> why(Object object, Way way) {
        String type = PathFinder.name(way.firstPart());
        if (Lambdas.isUsersAndSerializable(object.getClass())) {
            SerializedLambda form = Lambdas.formOf(object);
            return Lambdas.enclosing(object.getClass(), form) == way.firstPart()
                    ? Optional.of("it uses "
                            + Lambdas.codeOf(object.getClass(), form)
                                    .flatMap(MethodCode::firstUse)
                                    .map(use -> use + " of " + type)
                                    .orElse("the " + type + " in which it was written"))
                    : Optional.empty();
        }
        return way.firstSegment().startsWith(".this$")
                ? Optional.of("it belongs to an inner class of " + type)
                : Optional.empty();
    }
}
