/**
 * Calls of methods between processes: of our own handles, and of objects that a test shares. One mechanism, alike at both
 * ends of a link.
 *
 * <p>Start with {@link dev.multiprocess.internal.call.CallLine}.
 */
package dev.multiprocess.internal.call;
