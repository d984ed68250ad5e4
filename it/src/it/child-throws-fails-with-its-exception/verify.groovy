def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

String failure = build.failure('ShelfTest')
assert failure.startsWith('java.util.NoSuchElementException: the shelf is empty')
assert failure.contains('at [child worker, pid ')
assert failure.contains('at com.example.ShelfTest.takeFromShelf(ShelfTest.java:')
build.logHas('the shelf is empty', 'Tests run: 1, Failures: 0, Errors: 1')
build.nothingIsLeft()
