/**
 * What failed, and how a child ended: decided and put into words from records of facts. Test JVM.
 *
 * <p>Pure functions: no lock, no process, no file. {@link dev.multiprocess.internal.report.ChildFacts} is what they
 * need to know of a child, {@link dev.multiprocess.internal.report.Diagnosis} of a test that is about to be ended.
 */
package dev.multiprocess.internal.report;
