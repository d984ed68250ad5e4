package com.example

import dev.multiprocess.MultiProcessTest
import dev.multiprocess.QueueReader
import dev.multiprocess.QueueWriter
import dev.multiprocess.ReaderProcess
import dev.multiprocess.Results
import dev.multiprocess.WriterProcess
import org.junit.jupiter.api.Assertions.assertEquals

// snippet: roles
class RolesTest {

    @MultiProcessTest
    fun `every number is counted once`(@Results("count") counts: List<Int>) {
        assertEquals(100, counts.sum())
    }

    companion object {
        @JvmStatic
        @WriterProcess
        fun write(numbers: QueueWriter<Int>) = repeat(100) { numbers.put(it) }

        @JvmStatic
        @ReaderProcess(count = 2)
        fun count(numbers: QueueReader<Int>): Int = numbers.count()
    }
}
// end
