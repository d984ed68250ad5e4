/**
 * The form of strings, numbers and collections of them that needs no Kryo, whose classes take a new JVM its time. Both.
 */
package dev.multiprocess.internal.plain;
