def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

def testJvms = build.text('build.log').findAll(/test JVM \d+/)
assert testJvms.size() == 4
assert testJvms.toSet().size() >= 3
assert build.text('build.log').count('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0') == 2
build.logHasNot('Corrupted channel')
build.nothingIsLeft()
