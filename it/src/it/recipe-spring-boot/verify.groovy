def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

build.logHas('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0')
String output = build.text('target/multiprocess/com.example.AppTest/class/branch.txt')
assert output.contains('Tomcat started on port') && output.contains('Graceful shutdown complete')
assert !output.contains('restartedMain')
build.nothingIsLeft()
