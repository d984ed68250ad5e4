def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

String failure = build.failure('HangingTest')
assert failure.contains('was not done within its timeout of 8 s; still running: child \'stuck\' (pid ')
assert failure.contains('at com.example.HangingTest.waitForNothing(HangingTest.java:')
assert build.childFile('HangingTest', 'aChildHangs', 'stuck.threads.txt').contains('HangingTest.waitForNothing')
assert build.report('HangingTest').testcase[0].@time as double < 30
build.nothingIsLeft()
