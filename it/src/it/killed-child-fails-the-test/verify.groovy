def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

String failure = build.failure('KilledTest')
assert failure.contains("child 'victim' (pid ")
assert failure.contains('was killed by SIGKILL (exit code 137)')
assert build.report('KilledTest').testcase[0].@time as double < 30
build.nothingIsLeft()
