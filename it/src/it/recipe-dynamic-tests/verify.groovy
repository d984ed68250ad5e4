def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

build.logHas('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0')
assert build.childFile('LockTest', 'oneOfManyGetsTheLock-1', 'candidate-2.launch.txt').contains('ended        : finished')
assert build.childFile('LockTest', 'oneOfManyGetsTheLock-2', 'candidate-4.launch.txt').contains('ended        : finished')
build.nothingIsLeft()
