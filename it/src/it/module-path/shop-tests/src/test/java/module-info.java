open module com.example.shop.tests {
    requires com.example.shop;
    requires dev.multiprocess;
    requires org.assertj.core;
    requires org.junit.jupiter.api;
}
