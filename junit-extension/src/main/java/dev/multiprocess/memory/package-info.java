/** Memory that all processes of a test share, as bytes. */
package dev.multiprocess.memory;
