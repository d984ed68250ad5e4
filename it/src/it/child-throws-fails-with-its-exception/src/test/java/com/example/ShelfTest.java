package com.example;

import dev.multiprocess.MultiProcessTest;
import dev.multiprocess.Processes;
import java.util.NoSuchElementException;

class ShelfTest {

    @MultiProcessTest
    void aChildThrows(Processes processes) {
        processes.start("worker", () -> takeFromShelf());
    }

    private static String takeFromShelf() {
        throw new NoSuchElementException("the shelf is empty");
    }
}
