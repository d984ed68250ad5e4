/**
 * Where the bytes of an element that do not fit in its slot are: in its writer's arena, or in a file of their own.
 * Both.
 */
package dev.multiprocess.internal.elements;
