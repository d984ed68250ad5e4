def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

def (failed, reaped, ignored) = build.text('target/left.pids').readLines()
def (failing, reaping, ignoring, listing, next, empty) = build.invocations()
String left = "the tests of module 'leftover-of-a-test-fails-the-build' left 1 process running, ended now:"

assert [failing, reaping, ignoring].every { it.contains('Tests run: 1, Failures: 0, Errors: 0') }
assert [left, "  pid $failed, ", 'multiprocess.zombies=reap makes this a warning', 'BUILD FAILURE'].every { failing.contains(it) }
assert !failing.contains('BUILD SUCCESS')

assert ["[WARNING] $left", "  pid $reaped, ", 'BUILD SUCCESS'].every { reaping.contains(it) }
assert !reaping.contains('makes this a warning')

assert !ignoring.contains(' left 1 process') && ignoring.contains('BUILD SUCCESS')

assert listing.contains("[INFO] 1 process of tests of module 'leftover-of-a-test-fails-the-build' is alive:")
assert listing =~ /\[INFO\]   pid $ignored, not a child of a test itself: \/\S+sleep, started \S+ \S+, session \S+, test JVM 2147483647 is dead/
assert !listing.contains('ended now')

assert ['an earlier build of module', "  pid $ignored, "].every { next.contains(it) }
assert empty.contains("No process of tests of module 'leftover-of-a-test-fails-the-build' is alive.")
build.nothingIsLeft()
