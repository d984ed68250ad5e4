def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

def pids = build.text('target/pids').readLines().collect { it as long }
assert pids.size() == 2
assert !pids.any { build.isAlive(it) }
assert build.childFile('HangingTest', 'childrenAndTestHang', 'stuck-1.txt') == 'about to hang\n'
build.logHas('There was a timeout')
build.nothingIsLeft()
