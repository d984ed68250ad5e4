/**
 * The chaos test: processes are killed, paused and replaced at random instants, and no element may be lost by that.
 *
 * <p>{@link dev.multiprocess.chaos.ChaosTests} runs rounds; {@link dev.multiprocess.chaos.RoundTestCases} is one of
 * them; {@link dev.multiprocess.chaos.Havoc} kills; {@link dev.multiprocess.chaos.Account} says what must be true
 * afterwards. What writers and readers did is known from files that they write beside the queues
 * ({@link dev.multiprocess.chaos.PutJournal}, {@link dev.multiprocess.chaos.TakeJournal}), not from the library.
 */
package dev.multiprocess.chaos;
