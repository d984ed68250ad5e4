package dev.multiprocess.pool;

import static dev.multiprocess.kit.EngineRun.run;
import static dev.multiprocess.kit.EngineRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.ChildFailedException;
import dev.multiprocess.ChildProcess;
import dev.multiprocess.MultiProcess;
import dev.multiprocess.NotTransferableException;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each place of a task's way at which user code runs, and each way in which that can go wrong: fifteen cells, for tasks of
 * the test JVM and of a child (X9).
 */
@Tag("fork")
@Timeout(60)
class ProcessPoolFaultTests {

    enum Submitter {
        TEST_JVM,
        CHILD
    }

    enum Place {
        WRITE_ARGUMENT,
        READ_ARGUMENT,
        BODY,
        WRITE_RESULT,
        READ_RESULT;

        /** Whether it is in the process that submits the task, not in the worker. */
        boolean isOfSubmitter() {
            return this == WRITE_ARGUMENT || this == READ_RESULT;
        }
    }

    enum Fault {
        THROWS(0),
        EXITS(3),
        CRASHES(4);

        private final int code;

        Fault(int code) {
            this.code = code;
        }

        void happen() {
            switch (this) {
                case THROWS -> throw new IllegalStateException("on purpose");
                case EXITS -> System.exit(code);
                case CRASHES -> Runtime.getRuntime().halt(code);
            }
        }
    }

    record Cell(Place place, Fault fault, Submitter submitter) {

        boolean endsTheSubmitter() {
            return place.isOfSubmitter() && fault != Fault.THROWS;
        }

        boolean endsTheTestJvm() {
            return endsTheSubmitter() && submitter == Submitter.TEST_JVM;
        }

        /** What the submitter sees. */
        String outcome() {
            if (fault != Fault.THROWS) {
                return "worker exited with code " + fault.code;
            }
            return switch (place) {
                case WRITE_ARGUMENT -> "refused";
                case BODY -> "IllegalStateException: on purpose";
                case READ_ARGUMENT, WRITE_RESULT, READ_RESULT -> "NotTransferableException";
            };
        }
    }

    static Stream<Cell> cells() {
        return Stream.of(Submitter.values())
                .flatMap(submitter -> Stream.of(Place.values())
                        .flatMap(place -> Stream.of(Fault.values()).map(fault -> new Cell(place, fault, submitter))))
                .filter(cell -> !cell.endsTheTestJvm());
    }

    /** Goes wrong where it is written, where it is read, or in between. */
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

        Cargo exchanged() {
            passes(Place.BODY);
            return new Cargo(place, fault, true);
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

    @ParameterizedTest
    @MethodSource("cells")
    void onlyTheTaskAtFaultFails(Cell cell) {
        CellTestCases.cell = cell;

        assertThat(run(CellTestCases.class)).passes();
    }

    @MultiProcess(timeout = "30s")
    static class CellTestCases {

        private static volatile Cell cell;

        @Test
        void submits(Processes processes) throws Exception {
            Cell tried = cell;
            ProcessPool pool = processes.pool("pool", 2);
            Gate gate = Gate.of(processes);
            Future<String> neighbour = pool.submit(gate.task("neighbour"));
            gate.expect("neighbour begins");

            if (tried.submitter == Submitter.TEST_JVM) {
                assertThat(outcomeOf(pool, tried)).isEqualTo(tried.outcome());
            } else {
                ChildProcess<String> submitter = processes.start("submitter", () -> outcomeOf(pool, tried));
                if (tried.endsTheSubmitter()) {
                    submitter.expectExit(tried.fault.code);
                    assertThat(submitter.awaitExit().code()).isEqualTo(tried.fault.code);
                } else {
                    assertThat(submitter.result()).isEqualTo(tried.outcome());
                }
            }

            gate.open("key");
            assertThat(neighbour.get()).as("the other task").isEqualTo("key");
            gate.expect("neighbour passes");
            assertRunsTwoTasksAtOnce(pool, processes);
        }

        private static String outcomeOf(ProcessPool pool, Cell cell) throws InterruptedException {
            Cargo argument = new Cargo(cell.place, cell.fault, false);
            Future<Cargo> future;
            try {
                future = pool.with(o -> o.label("shipment")).submit(() -> argument.exchanged());
            } catch (NotTransferableException e) {
                return "refused";
            }
            try {
                future.get();
                return "returned";
            } catch (ExecutionException e) {
                return textOf(e.getCause());
            }
        }

        private static String textOf(Throwable cause) {
            if (cause instanceof ChildFailedException death) {
                assertThat(death.childName()).startsWith("pool-");
                assertThat(death)
                        .hasMessageContaining("shipment")
                        .hasMessageContaining(death.childName())
                        .hasMessageContaining("pid " + death.pid());
                return death.getMessage().replaceAll("(?s).*(exited with code \\d+).*", "worker $1");
            }
            if (cause instanceof NotTransferableException) {
                return "NotTransferableException";
            }
            return cause.getClass().getSimpleName() + ": " + cause.getMessage();
        }

        private static void assertRunsTwoTasksAtOnce(ProcessPool pool, Processes processes) throws Exception {
            ProcessQueue<String> there = processes.queue("there");
            ProcessQueue<String> back = processes.queue("back");
            Future<String> one = pool.submit(() -> {
                there.put("from one");
                return back.take();
            });
            Future<String> other = pool.submit(() -> {
                back.put("from the other");
                return there.take();
            });

            assertThat(one.get()).isEqualTo("from the other");
            assertThat(other.get()).isEqualTo("from one");
        }
    }
}
