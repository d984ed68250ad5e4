// committed without such a letter, since not every platform can write it
String encoding = System.getProperty('sun.jnu.encoding')
if (java.nio.charset.Charset.forName(encoding).newEncoder().canEncode('\u00fc')) {
    def module = new File(basedir, 'order feed')
    def renamed = new File(basedir, 'order feed f\u00fcr uns')
    assert module.renameTo(renamed)
    def pom = new File(basedir, 'pom.xml')
    pom.setText(pom.getText('UTF-8').replace(module.name, renamed.name), 'UTF-8')
}
