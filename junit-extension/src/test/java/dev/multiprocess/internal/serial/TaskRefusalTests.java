package dev.multiprocess.internal.serial;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiprocess.NotTransferableException;
import dev.multiprocess.ProcessAction;
import dev.multiprocess.ProcessTask;
import dev.multiprocess.internal.task.ActionTask;
import dev.multiprocess.internal.task.IndexedActionTask;
import dev.multiprocess.internal.task.IndexedTask;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is said of a task that cannot cross, in words of its source. */
class TaskRefusalTests {

    private static final String LATCH =
            "has the type java.util.concurrent.CountDownLatch, which only threads of one JVM"
                    + " can wait for; use a queue";

    private final ObjectCodec serializer =
            new ObjectCodec(List.of(), id -> null, TaskRefusalTests.class.getClassLoader(), 1 << 20);

    /** As a test object has them. */
    private final Path dir = Path.of("dir");

    private final CountDownLatch done = new CountDownLatch(1);

    private void assertRefused(Object task, String path, String why) {
        assertThatThrownBy(() -> serializer.write(task, "task of child 'worker'"))
                .isInstanceOf(NotTransferableException.class)
                .hasMessage("task of child 'worker' cannot cross to another JVM: " + why)
                .extracting(e -> ((NotTransferableException) e).path())
                .isEqualTo(path);
    }

    private record Order(int number, CountDownLatch lock) {}

    private void use(Object value) {}

    // ---- variables

    @Test
    void variableCannotCross_isNamed() {
        CountDownLatch latch = new CountDownLatch(1);
        Order order = new Order(1, latch);
        ProcessAction action = () -> System.out.println(order);

        assertRefused(new ActionTask(latch::countDown), "receiver", "the object of its method reference " + LATCH);
        assertRefused(new ActionTask(() -> System.out.println(latch)), "latch", "its variable latch " + LATCH);
        assertRefused(new ActionTask(action), "order.lock", "its variable order.lock " + LATCH);
        assertRefused(new IndexedTask<>(index -> latch.getCount() + index, 1), "latch", "its variable latch " + LATCH);
        assertRefused(
                new IndexedActionTask(index -> System.out.println(index + " " + order), 1),
                "order.lock",
                "its variable order.lock " + LATCH);
    }

    @Test
    void variableIsCalledAsKotlinCallsIt_isNamedAsInTheSource() {
        CountDownLatch $latch = new CountDownLatch(1);

        assertRefused(new ActionTask(() -> System.out.println($latch)), "latch", "its variable latch " + LATCH);
    }

    @Test
    void severalVariables_theRightOneIsNamed() {
        long first = System.nanoTime();
        String second = "second" + first;
        CountDownLatch third = new CountDownLatch(1);
        ProcessTask<String> task = () -> first + second + third;

        assertRefused(task, "third", "its variable third " + LATCH);
    }

    // ---- what it was written in

    @Test
    void taskUsesAField_wholeObjectWouldHaveToCross() {
        assertRefused(
                new ActionTask(() -> System.out.println(dir)),
                "this.done",
                "it uses the field 'dir' of TaskRefusalTests, so the whole object would have to cross, and its field done "
                        + LATCH + ". Copy what is needed into a local variable");
    }

    @Test
    void objectIsCalledAsKotlinCallsThis_wholeObjectWouldHaveToCross() {
        TaskRefusalTests this$0 = this;

        assertRefused(
                new ActionTask(() -> System.out.println(this$0.dir)),
                "this.done",
                "it uses the field 'dir' of TaskRefusalTests, so the whole object would have to cross, and its field done "
                        + LATCH + ". Copy what is needed into a local variable");
    }

    @Test
    void taskCallsAMethod_wholeObjectWouldHaveToCross() {
        int number = dir.getNameCount();
        ProcessTask<Integer> task = () -> {
            use(number);
            return number;
        };

        assertRefused(
                task,
                "this.done",
                "it uses the method 'use' of TaskRefusalTests, so the whole object would have to cross, and its field done "
                        + LATCH + ". Copy what is needed into a local variable");
    }

    @Test
    void lambdaInsideTheTaskUsesAField_soDoesTheTask() {
        ProcessTask<Supplier<Path>> task = () -> () -> dir;

        assertRefused(
                task,
                "this.done",
                "it uses the TaskRefusalTests in which it was written, so the whole object would have to cross, and its"
                        + " field done " + LATCH + ". Copy what is needed into a local variable");
    }

    @Test
    void taskIsOfAnInnerClass_takesTheOuterObjectAlong() {
        class Task implements ProcessTask<Path> {

            @Override
            public Path call() {
                return dir;
            }
        }

        assertRefused(
                new Task(),
                "Task.this$0.done",
                "it belongs to an inner class of TaskRefusalTests, so the whole object would have to cross, and its field"
                        + " done " + LATCH + ". Copy what is needed into a local variable");
    }

    // ---- lambdas

    @Test
    void capturedLambdaCannotCross_whatToWriteInsteadIsSaid() {
        Callable<Integer> call = () -> 1;
        Own own = () -> {};

        assertRefused(
                (ProcessTask<Integer>) () -> call.call(),
                "call",
                "its variable call is a lambda, which only an interface that is Serializable lets cross, and"
                        + " java.util.concurrent.Callable is not; make it a ProcessTask or a ProcessAction, or cast it where"
                        + " it is written: (Callable & Serializable)");
        assertRefused(
                (ProcessAction) own::act,
                "receiver",
                "the object of its method reference is a lambda, which only an interface that is Serializable lets cross,"
                        + " and " + Own.class.getName() + " is not; let that extend Serializable");
    }

    private interface Own {

        void act();
    }
}
