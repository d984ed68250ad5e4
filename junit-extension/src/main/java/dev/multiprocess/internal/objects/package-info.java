/**
 * Objects that are sent: their classes, how each is written, what refuses them and in which words, and handles, which
 * keep their identity. Both.
 *
 * <p>{@link dev.multiprocess.internal.objects.TypeRules} decides as which class an object is written.
 */
package dev.multiprocess.internal.objects;
