package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.ProcessQueue;
import dev.multiprocess.Processes;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

class SerializationDemo {

    record Customer(String name) {}

    // snippet: smallest
    record Order(int id, Customer customer) {}

    // end

    @MultiProcessTest
    void anElementIsACopy(ProcessQueue<Order> orders) throws InterruptedException {
        Customer customer = new Customer("me");
        // snippet: smallest
        orders.put(new Order(1, customer)); // a copy, made before put returns
        // end
        Order copy = orders.take();
        assertThat(copy.customer()).isEqualTo(customer).isNotSameAs(customer);
    }

    @MultiProcessTest(serialization = Formats.class)
    void aCustomizerAddsAType(Processes processes) {
        DateTimeFormatter format = DateTimeFormatter.BASIC_ISO_DATE;

        assertThat(processes
                        .start(() -> LocalDate.of(2026, 11, 22).format(format))
                        .result())
                .isEqualTo("20261122");
    }
}
