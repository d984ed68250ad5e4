import java.nio.charset.StandardCharsets
import java.nio.file.Files

// Maven 4.0.0-rc-6 reads the path of its local repository as ISO-8859-1, and finds nothing there if it is not ASCII.
if (!StandardCharsets.US_ASCII.newEncoder().canEncode(basedir.path)) {
    def link = Files.createTempDirectory('it').resolve('local-repo')
    Files.createSymbolicLink(link, new File(basedir, '../../local-repo').toPath().toRealPath())
    new File(basedir, 'test.properties').text = "maven.repo.local=$link"
}
return true
