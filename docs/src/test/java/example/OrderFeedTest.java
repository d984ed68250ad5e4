package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.QueueReader;
import dev.multiprocess.QueueWriter;
import dev.multiprocess.ReaderProcess;
import dev.multiprocess.Results;
import dev.multiprocess.WriterProcess;
import java.util.List;

// snippet: feed
class OrderFeedTest {

    record Order(int id) {}

    @WriterProcess
    static void place(QueueWriter<Order> orders) {
        for (int id = 0; id < 100; id++) {
            orders.put(new Order(id));
        }
    }

    @ReaderProcess(count = 3)
    static int handle(QueueReader<Order> orders) {
        int handled = 0;
        for (Order order : orders) { // ends by itself when every writer is done
            handled++;
        }
        System.out.println(handled + " orders");
        return handled;
    }

    @MultiProcessTest
    void everyOrderIsHandledOnce(@Results("handle") List<Integer> handled) {
        assertEquals(3, handled.size());
        assertEquals(100, handled.stream().mapToInt(Integer::intValue).sum());
    }
}
// end
