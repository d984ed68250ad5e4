/**
 * The control connection between the test JVM and one child: who are you, here is your job, this is how it ended. Both.
 *
 * <p>{@link dev.multiprocess.internal.link.LinkServer} is the test JVM's end,
 * {@link dev.multiprocess.internal.link.LinkClient} the child's. User data never travels on a link.
 */
package dev.multiprocess.internal.link;
