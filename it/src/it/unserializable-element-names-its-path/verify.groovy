def build = evaluate(new File(basedir, '../setup-parent/scenario.groovy'))

String failure = build.failure('RefusedElementTest')
assert failure.contains('dev.multiprocess.NotTransferableException')
assert failure.contains('Order.customer.caller')
assert failure.contains('at com.example.RefusedElementTest.place(RefusedElementTest.java:')
build.nothingIsLeft()
