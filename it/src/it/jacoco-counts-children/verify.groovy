def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

build.logHas('Tests run: 3, Failures: 0, Errors: 1, Skipped: 0')
assert build.failure('KilledShopTest').contains('haggler')
def lines = build.text('target/site/jacoco/jacoco.csv').readLines()
def shop = [lines[0].split(','), lines.find { it.contains(',Shop,') }.split(',')].transpose().collectEntries()
assert shop.METHOD_COVERED == '4'
assert shop.METHOD_MISSED == '0'
build.nothingIsLeft()
