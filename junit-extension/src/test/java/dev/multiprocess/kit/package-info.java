/** What our own tests say things with: runs of fixture classes, their assertions, signals, leftovers. */
package dev.multiprocess.kit;
