package com.example

import dev.multiprocess.MultiProcessTest
import dev.multiprocess.NotTransferableException
import dev.multiprocess.ProcessAction
import dev.multiprocess.ProcessQueue
import dev.multiprocess.ProcessTask
import dev.multiprocess.Processes
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.assertThrows

class WordsTest {

    // snippet: tasks
    data class Word(val text: String, val count: Int)

    @MultiProcessTest
    fun `lambdas are tasks`(processes: Processes, words: ProcessQueue<Word>) {
        val text = "hello"
        processes.start("writer", ProcessAction { words.put(Word(text, 2)) })
        val reader = processes.start("reader", ProcessTask { words.take().count })

        assertEquals(2, reader.result())
    }
    // end

    @MultiProcessTest
    fun `a bare lambda has no result`(processes: Processes) {
        assertNull(processes.start { 42 }.result())
    }

    // snippet: function
    @MultiProcessTest
    fun `a function crosses if it is annotated`(processes: Processes) {
        val answer = @JvmSerializableLambda { 42 }
        assertEquals(42, processes.start(ProcessTask { answer() }).result())
    }
    // end

    @MultiProcessTest
    fun `a function that is not annotated is refused by its name`(processes: Processes) {
        val answer = { 42 }
        val refused = assertThrows<NotTransferableException> { processes.start(ProcessTask { answer() }) }
        assertTrue("its variable answer is a lambda" in refused.message!!, refused.message)
    }
}
