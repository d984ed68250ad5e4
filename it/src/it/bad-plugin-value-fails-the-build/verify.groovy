def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

build.logHas("multiprocess.timeout must be a number and one of ns, us, ms, s, m, h and d, as in 20s or 500 ms: 'soon'"
        + " (Maven plugin parameter of module 'bad-plugin-value-fails-the-build')")
assert !new File(basedir, 'target').exists()
