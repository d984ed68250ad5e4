package dev.multiprocess.sync;

import java.io.Serializable;

/** What a party does with something. */
@FunctionalInterface
interface Operation<S, R> extends Serializable {

    R run(S subject) throws Exception;
}
