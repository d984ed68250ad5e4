def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

String failure = build.failure('ExitingTest')
assert failure.contains("child 'leaver' (pid ")
assert failure.contains('exited with code 0 before its task returned')
assert failure.contains('at com.example.ExitingTest.leave(ExitingTest.java:')
assert failure.contains('goodbye')
build.nothingIsLeft()
