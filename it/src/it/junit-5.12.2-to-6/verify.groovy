def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

String log = build.text('build.log')
assert log.findAll(/(?m)Tests run: 6, Failures: 0, Errors: 0, Skipped: 0$/).size() == 3
assert log.findAll(/JUnit is [\d.]+/) == ['JUnit is 5.12.2', 'JUnit is 5.14.4', 'JUnit is 6.1.3', 'JUnit is 5.11.4']
// The last one is too old, and says so before its tests fail with another text.
assert log.contains('MultiProcess needs JUnit Jupiter 5.12.2 or later, found 5.11.4;')
build.logHasNot('CloseableResource but not AutoCloseable')
build.nothingIsLeft()
