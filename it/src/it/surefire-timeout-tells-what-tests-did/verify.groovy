def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

def pids = build.text('target/pids').readLines().collect { it as long }
assert pids.size() == 2
assert !pids.any { build.isAlive(it) }
assert build.childFile('HangingTest', 'childrenAndTestHang', 'stuck-1.txt') == 'about to hang\n'
build.logHas('There was a timeout')
build.nothingIsLeft()

build.logHas('test HangingTest.childrenAndTestHang was running when the build\'s timeout ended its JVM; still running: child \'stuck-1\' (pid ')
build.logHas('  queue        : \'pids\': 0 in it, 2 put, 2 taken')
String told = build.childFile('HangingTest', 'childrenAndTestHang', 'build-timeout.txt')
assert told.contains('  test JVM     : its thread WAITING')
assert told.contains('  stuck-2      : main thread WAITING')
assert build.childFile('HangingTest', 'childrenAndTestHang', 'stuck-1.threads.txt').contains('HangingTest.lambda')
assert build.childFile('HangingTest', 'childrenAndTestHang', 'test-jvm.threads.txt').contains('HangingTest.childrenAndTestHang')
assert told.contains('The timeline of its processes is ')
assert build.childFile('HangingTest', 'childrenAndTestHang', 'timeline.html').contains('was running when the build&#39;s timeout ended its JVM')
