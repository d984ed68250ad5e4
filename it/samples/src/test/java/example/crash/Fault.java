package example.crash;

/** What is wrong with a {@link Journal}: each is a mistake of one line that programs have made. */
enum Fault {

    /** Nothing. */
    NONE,

    /** Records are written and not forced. */
    NO_FORCE,

    /** After a failed force the same is forced again, which then succeeds. */
    FORCE_AGAIN,

    /** Files are forced, and the directory that has their names is not. */
    NO_DIRECTORY_FORCE,

    /** The new snapshot gets its name first, and is forced then. */
    RENAME_BEFORE_FORCE,

    /** The header says that a record is there before it is. */
    HEADER_BEFORE_BODY,

    /** Checksums of records are not looked at. */
    TORN_RECORD,

    /** Recovery writes the log anew, from what it has just read. */
    RECOVERY_NOT_CRASH_SAFE
}
