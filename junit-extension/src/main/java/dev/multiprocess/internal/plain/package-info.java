/**
 * The form of strings, numbers and collections of them that needs no Kryo, whose classes cost a new JVM time. Both.
 */
package dev.multiprocess.internal.plain;
