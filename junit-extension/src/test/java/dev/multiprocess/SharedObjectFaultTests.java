package dev.multiprocess;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.kit.Children;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each place of a call at which user code runs, and each way in which that can go wrong: fifteen cells. */
@Tag("fork")
@Timeout(60)
class SharedObjectFaultTests {

    enum Place {
        WRITE_ARGUMENT,
        READ_ARGUMENT,
        BODY,
        WRITE_RESULT,
        READ_RESULT;

        /** Whether it is in the process that calls, not in the one that has the object. */
        boolean isOfCaller() {
            return this == WRITE_ARGUMENT || this == READ_RESULT;
        }
    }

    enum Fault {
        THROWS,
        EXITS,
        CRASHES;

        void happen() {
            switch (this) {
                case THROWS -> throw new IllegalStateException("on purpose");
                case EXITS -> System.exit(3);
                case CRASHES -> Runtime.getRuntime().halt(4);
            }
        }
    }

    /** Goes wrong where it is written, or where it is read. */
    private static final class Cargo implements Serializable {

        private static final long serialVersionUID = 1L;

        private final Place place;
        private final Fault fault;
        private final boolean result;

        Cargo(Place place, Fault fault, boolean result) {
            this.place = place;
            this.fault = fault;
            this.result = result;
        }

        private void passes(Place here) {
            if (place == here) {
                fault.happen();
            }
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            passes(result ? Place.WRITE_RESULT : Place.WRITE_ARGUMENT);
            out.defaultWriteObject();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            passes(result ? Place.READ_RESULT : Place.READ_ARGUMENT);
        }
    }

    interface Store {

        Cargo exchange(Cargo cargo);

        int count();
    }

    static final class CountingStore implements Store {

        private int count;

        @Override
        public synchronized Cargo exchange(Cargo cargo) {
            cargo.passes(Place.BODY);
            count++;
            return new Cargo(cargo.place, cargo.fault, true);
        }

        @Override
        public synchronized int count() {
            return count;
        }
    }

    static Stream<Arguments> cells() {
        return Stream.of(Place.values())
                .flatMap(place -> Stream.of(Fault.values()).map(fault -> Arguments.of(place, fault)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void onlyTheProcessAtFaultIsHarmed(Place place, Fault fault) {
        CellTestCases.place = place;
        CellTestCases.fault = fault;

        assertThat(run(CellTestCases.class)).passes();
    }

    @MultiProcess(timeout = "30s")
    static class CellTestCases {

        private static volatile Place place;
        private static volatile Fault fault;

        @Test
        void exchanges(Processes processes) throws InterruptedException {
            Place where = place;
            Fault what = fault;
            ProcessQueue<Store> handles = processes.queue("handles");
            ChildProcess<Void> owner = processes.with(o -> o.daemon(true)).start("owner", () -> {
                handles.put(processes.share(Store.class, new CountingStore()));
                Children.waitForEver();
            });
            Store store = handles.take();

            ChildProcess<String> caller = processes.start("caller", () -> {
                try {
                    store.exchange(new Cargo(where, what, false));
                    return "returned";
                } catch (IllegalStateException | NotTransferableException e) {
                    return e.getClass().getSimpleName();
                }
            });
            int code = what == Fault.EXITS ? 3 : 4;
            ChildProcess<?> ending = where.isOfCaller() ? caller : owner;
            if (what == Fault.THROWS) {
                assertThat(caller.result())
                        .isEqualTo(where == Place.BODY ? "IllegalStateException" : "NotTransferableException");
            } else {
                ending.expectExit(code);
                assertThat(ending.awaitExit().code()).isEqualTo(code);
                if (!where.isOfCaller()) {
                    assertThat(caller.result()).isEqualTo("OwnerEndedException");
                    return;
                }
            }
            assertThat(store.count()).as("usable, and done or not").isBetween(0, 1);
            assertThat(store.exchange(new Cargo(null, null, false))).isNotNull();
        }
    }
}
