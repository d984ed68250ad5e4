/** What reflection does not give: names of the source, and what code uses; for messages only. Both. */
package dev.multiprocess.internal.classfile;
