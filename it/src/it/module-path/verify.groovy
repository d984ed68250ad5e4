def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

assert build.text('build.log').findAll(/(?m)^\[INFO\] Tests run: 1, Failures: 0, Errors: 0, Skipped: 0$/).size() == 2
assert build.text('shop/target/multiprocess/com.example.shop.ShopTest/childrenSeeTheModule/shop.launch.txt')
        .contains('ended        : finished')
assert build.text('shop-tests/target/multiprocess/com.example.shop.tests.CustomerTest' +
        '/childrenAreInTheModulesOfTheTest/customer.launch.txt').contains('ended        : finished')
build.nothingIsLeft()
