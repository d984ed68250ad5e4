def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

build.logHas('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0')
build.nothingIsLeft()
