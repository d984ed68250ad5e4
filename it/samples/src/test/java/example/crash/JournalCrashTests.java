package example.crash;

import dev.multiprocess.MultiProcess;
import dev.multiprocess.crash.CrashTests;
import dev.multiprocess.crash.IoFault;
import dev.multiprocess.crash.Unsynced;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A journal that is written with care loses nothing that was appended, wherever its process or the power fails. */
@MultiProcess(timeout = "60s")
class JournalCrashTests {

    @TestFactory
    Stream<DynamicTest> newJournalGetsItsFirstSnapshot_appendedRecordsSurvive(CrashTests crashes) {
        return crashes.run((dir, promises) -> JournalUse.append(5, dir, promises, Fault.NONE))
                .atEveryFileOperation()
                .losing(Unsynced.NONE, Unsynced.ALL, Unsynced.RANDOM)
                .atMost(JournalUse.TESTS)
                .thenCheck((dir, promised) -> JournalUse.check(promised.size(), dir, Fault.NONE));
    }

    @TestFactory
    Stream<DynamicTest> snapshotIsReplaced_appendedRecordsSurvive(CrashTests crashes) {
        return crashes.given(dir -> JournalUse.append(5, dir, none -> {}, Fault.NONE))
                .run((dir, promises) -> JournalUse.append(3, dir, promises, Fault.NONE))
                .atEveryFileOperation()
                .losing(Unsynced.NONE, Unsynced.ALL, Unsynced.RANDOM)
                .atMost(JournalUse.TESTS)
                .thenCheck((dir, promised) -> JournalUse.check(5 + promised.size(), dir, Fault.NONE));
    }

    @TestFactory
    Stream<DynamicTest> operationsFail_whatWasAppendedNeverthelessSurvives(CrashTests crashes) {
        return crashes.run((dir, promises) -> JournalUse.appendWhatCanBe(5, dir, promises, Fault.NONE))
                .failing(IoFault.noSpace(), IoFault.failedWrite(), IoFault.failedForce())
                .atMost(JournalUse.TESTS)
                .thenCheck((dir, promised) -> JournalUse.check(promised.size(), dir, Fault.NONE));
    }

    @TestFactory
    Stream<DynamicTest> recoveryCrashesToo_appendedRecordsSurvive(CrashTests crashes) {
        return crashes.given(dir -> JournalUse.append(2, dir, none -> {}, Fault.NONE))
                .run((dir, promises) -> JournalUse.append(1, dir, promises, Fault.NONE))
                .atEveryFileOperation()
                .losing(Unsynced.NONE, Unsynced.ALL, Unsynced.RANDOM)
                .alsoInTheCheck()
                .atMost(JournalUse.TESTS)
                .thenCheck((dir, promised) -> JournalUse.check(2 + promised.size(), dir, Fault.NONE));
    }
}
